import {
  checkFields,
  choice,
  contract,
  day,
  fen,
  fieldsOf,
  filled,
  flag,
  hash,
  innerId,
  isVeiled,
  listOf,
  listOfHashes,
  mask,
  object,
  personalValues,
  quarters,
  schemaOf,
  text,
  unitCode,
  whole,
} from '.';

class Person {
  @text({ zh: '姓名', en: 'Name', max: 20, personal: { mask: 'name', purpose: 'payee' } })
  readonly name!: string;
  @text({ zh: '账号', en: 'Account', max: 40, personal: { mask: 'account', purpose: 'payee', identity: true } })
  readonly account!: string;
}
class Payee {
  @object(Person, { zh: '个人', en: 'Person', optional: true })
  readonly person?: Person;
  @text({ zh: '机构', en: 'Organisation', max: 20, optional: true })
  readonly organisation?: string;
}
class Line {
  @hash({ zh: '凭证', en: 'Voucher' })
  readonly hash!: string;
  @fen({ zh: '金额', en: 'Amount' })
  readonly amountFen!: number;
}
class Everything {
  @innerId({ zh: '编号', en: 'Id' })
  readonly id!: string;
  @unitCode({ zh: '单位', en: 'Unit' })
  readonly unit!: string;
  @text({ zh: '事由', en: 'Purpose', max: 4 })
  readonly purpose!: string;
  @day({ zh: '日期', en: 'Day' })
  readonly on!: string;
  @fen({ zh: '金额', en: 'Amount' })
  readonly amountFen!: number;
  @whole({ zh: '户数', en: 'Households', max: 10 })
  readonly households!: number;
  @quarters({ zh: '时长', en: 'Hours', max: 24 })
  readonly hours!: number;
  @flag({ zh: '同意', en: 'Accepted' })
  readonly accepted!: boolean;
  @choice({ zh: '等级', en: 'Class', of: [{ value: 'high', label: { zh: '高', en: 'high' } }] })
  readonly class!: string;
  @object(Payee, { zh: '收款人', en: 'Payee', exactlyOne: ['person', 'organisation'] })
  readonly payee!: Payee;
  @listOf(Line, { zh: '凭证', en: 'Vouchers', max: 2 })
  readonly vouchers!: readonly Line[];
  @listOfHashes({ zh: '证据', en: 'Evidence', min: 1, max: 2, unique: true })
  readonly evidence!: readonly string[];
}

const fields = fieldsOf(Everything);
const right = {
  id: 'p-1',
  unit: '330681001',
  purpose: '楼道维修',
  on: '2021-06-15',
  amountFen: 1,
  households: 0,
  hours: 1.25,
  accepted: false,
  class: 'high',
  payee: { organisation: '甲公司' },
  vouchers: [{ hash: 'a'.repeat(64), amountFen: 5 }],
  evidence: ['b'.repeat(64)],
};
const wrong = (change: object): readonly string[] =>
  checkFields(fields, { ...right, ...change }).map((error) => `${error.field} ${error.code}`);

describe('a payload', () => {
  it('is taken when every field is right', () => expect(wrong({})).toEqual([]));
  it.each([
    [{ purpose: undefined }, ['purpose required']],
    [{ purpose: null }, ['purpose type']],
    [{ purpose: '' }, ['purpose required']],
    [{ purpose: '❤️❤️❤️❤️' }, ['purpose too-long']],
    [{ purpose: ' 维修' }, ['purpose blank']],
    [{ purpose: '\u202e维修' }, ['purpose control']],
    [{ purpose: '\ud800' }, ['purpose control']],
    [{ unit: '3306810' }, ['unit pattern']],
    [{ id: '-x' }, ['id pattern']],
    [{ on: '2021-02-29' }, ['on day']],
    [{ amountFen: 0 }, ['amountFen range']],
    [{ amountFen: 1.5 }, ['amountFen whole']],
    [{ amountFen: 1e21 }, ['amountFen whole']],
    [{ amountFen: 9007199254740992 }, ['amountFen whole']],
    [{ amountFen: '1' }, ['amountFen type']],
    [{ households: 11 }, ['households range']],
    [{ hours: 1.3 }, ['hours quarters']],
    [{ hours: 24.25 }, ['hours range']],
    [{ accepted: 'true' }, ['accepted boolean']],
    [{ class: 'constructor' }, ['class choice']],
    [{ payee: {} }, ['payee exactly-one']],
    [{ payee: { organisation: 'x', person: { name: '张明', account: '6222' } } }, ['payee exactly-one']],
    [{ payee: { person: { name: '张明' } } }, ['payee.person.account required']],
    [{ vouchers: [{ hash: 'A'.repeat(64), amountFen: 5 }, right.vouchers[0]] }, ['vouchers[0].hash hash']],
    [{ vouchers: [right.vouchers[0], right.vouchers[0], right.vouchers[0]] }, ['vouchers count']],
    [{ evidence: [] }, ['evidence count']],
    [{ evidence: ['b'.repeat(64), 'b'.repeat(64)] }, ['evidence repeated']],
    [{ more: 1 }, ['more unknown']],
    [{ constructor: 1 }, ['constructor unknown']],
  ])('%j is refused with %j', (change, codes) => expect(wrong(change)).toEqual(codes));
  it.each([null, 'x', 1, [], undefined])('is an object, not %j', (payload) =>
    expect(checkFields(fields, payload).map((error) => error.code)).toEqual(['type']),
  );
  it('says every fault in both languages, and not more than fifty', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x${i}`, i]));
    expect(checkFields(fields, many)).toHaveLength(50);
    for (const error of checkFields(fields, many)) expect([error.text.zh, error.text.en].every((said) => said.length > 0)).toBe(true);
  });
});

describe('the derived schema', () => {
  it('names what is required and lets nothing else in', () =>
    expect(schemaOf(Payee)).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { person: { required: ['name', 'account'], properties: { name: { 'x-personal': 'payee' } } } },
    }));
});

describe('personal values', () => {
  it('are found by their path, those of one object belonging to one subject', () =>
    expect(
      personalValues(fields, { ...right, payee: { person: { name: '张明', account: '6222021001' } } }).map(({ path, group, value }) => [
        path,
        group,
        value,
      ]),
    ).toEqual([
      ['payee.person.name', 'payee.person', '张明'],
      ['payee.person.account', 'payee.person', '6222021001'],
    ]));
  it('are none where nobody is named', () => expect(personalValues(fields, right)).toEqual([]));
  it.each([
    ['name', '张明', '张*'],
    ['name', '张小明', '张*明'],
    ['name', '欧阳小明', '欧**明'],
    ['name', '张', '张*'],
    ['phone', '13812345678', '138****5678'],
    ['phone', '1234567', '****'],
    ['account', '6222021001112223', '****2223'],
    ['account', '1234567', '****'],
  ] as const)('%s %s is shown as %s', (kind, value, shown) => expect(mask(kind, value)).toBe(shown));
  it('are told from texts by their form', () => {
    expect(isVeiled({ subject: 'p-1', purpose: 'payee', mask: '张*' })).toBe(true);
    expect(isVeiled({ subject: 'p-1' })).toBe(false);
  });
});

describe('a contract', () => {
  const who = [{ roles: ['clerk'], power: 'things.do' }] as const;
  const spec = {
    category: 'things',
    label: { zh: '事', en: 'Things' },
    clause: '1',
    id: { pattern: '^x$', says: { zh: 'x', en: 'x' }, label: { zh: 'x', en: 'x' } },
    readers: 'public' as const,
    actions: { 'do-it': { label: { zh: '做', en: 'Do' }, payload: Payee, facts: ['ThingDone'], who, clause: '1', refusals: ['thing.no'] } },
    facts: { ThingDone: { label: { zh: '已做', en: 'Done' }, data: Payee, says: { zh: '已做', en: 'Done' } } },
    refusals: { 'thing.no': { zh: '不行', en: 'No', next: { zh: '再试', en: 'Try again' } } },
  };
  const action = spec.actions['do-it'];
  it('is taken when it is whole', () => expect(contract(spec)).toBe(spec));
  it.each([
    ['an action that is not in kebab-case', { actions: { DoIt: action } }],
    ['an action nobody may ask for', { actions: { 'do-it': { ...action, who: [] } } }],
    ['a fact that is not declared', { actions: { 'do-it': { ...action, facts: ['ThingLeft'] } } }],
    ['a refusal that is not declared', { actions: { 'do-it': { ...action, refusals: ['thing.never'] } } }],
    ['a fact that is not in PascalCase', { facts: { ...spec.facts, thingDone: spec.facts.ThingDone } }],
  ])('does not start with %s', (_what, change) => expect(() => contract({ ...spec, ...change })).toThrow());
  it('fills what it knows of a text and leaves the rest', () => expect(filled('{a} {b} {c}', { a: '甲', b: 3 })).toBe('甲 3 {c}'));
});
