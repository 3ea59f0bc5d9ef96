import * as fc from 'fast-check';
import { fieldsOf } from './fields';
import { listOfCodes, object, text } from './decorators';
import { holdsPersonalNumber, openPersonalNumbers, withoutPersonalNumbers } from './personal-numbers';

describe('numbers of persons in a text', () => {
  it.each([
    '请联系 13812345678',
    '电话:138 1234 5678',
    '138-1234-5678',
    '138 - 1234 - 5678',
    '138.1234.5678',
    '138·1234·5678',
    '1 3 8 1 2 3 4 5 6 7 8',
    '１３８１２３４５６７８',
    '１３８－１２３４－５６７８',
    '幺三八一二三四五六七八，一楼',
    '电话13812345678 2 楼',
    '13812345678 13912345678',
    '2026-03-05 13812345678',
    '+86 138 1234 5678',
    '+8613812345678',
    '008613812345678',
    'tel13812345678',
    '微信wx13812345678',
    '身份证11010519491231002X',
    '身份证 11010519491231002x。',
    '110105 19491231 002X',
    '１１０１０５１９４９１２３１００２Ｘ',
    '卡号 6222021234567890128',
    '4111 1111 1111 1111',
    '6222 0212 3456 7890 128',
    '9558801234567890128',
  ])('finds %s', (text) => {
    expect(holdsPersonalNumber(text)).toBe(true);
    expect(holdsPersonalNumber(withoutPersonalNumbers(text))).toBe(false);
  });

  it.each([
    '330681001001',
    '330681001001-001',
    '330681001001-006',
    '110105194912310021',
    '金额 123456789012 元',
    'a13812345678',
    '1700000000000000',
    '96345-000123',
    '2021-06-15 至 2021-12-31',
    '23812345678',
    '0575-87012345',
    '135 21 880 600',
    '150.00 1200.00 1350.00',
    '第一三八号楼一二三四单元',
    '2f4a8b13812345678cd',
  ])('lets %s be', (text) => {
    expect(holdsPersonalNumber(text)).toBe(false);
    expect(withoutPersonalNumbers(text)).toBe(text);
  });

  it('keeps the rest of the text', () => {
    expect(withoutPersonalNumbers('找 13812345678 换灯泡')).toBe('找 ****78 换灯泡');
    expect(withoutPersonalNumbers('13812345678 2 楼，13912345679')).toBe('****78 2 楼，****79');
  });

  it('finds every number wherever it stands in a text, and nothing is left of it', () => {
    fc.assert(
      fc.property(before, personalNumber, after, (head, number, tail) => {
        const text = `${head}${number}${tail}`;
        expect([text, holdsPersonalNumber(text)]).toEqual([text, true]);
        expect(holdsPersonalNumber(withoutPersonalNumbers(text))).toBe(false);
      }),
      { numRuns: 2_000, seed: 18 },
    );
  });

  it('takes no longer for a text made to slow it down', () => {
    const begun = process.cpuUsage();
    for (const part of ['1 ', '1-', '138 ', '一', '1234567890123456789 ', '１']) holdsPersonalNumber(part.repeat(20_000));
    expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(3_000);
  });
});

class Payee {
  @text({ zh: '姓名', en: 'Name', max: 40, personal: { mask: 'name', purpose: 'payee' } })
  readonly name!: string;
  @text({ zh: '备注', en: 'Note', max: 40 })
  readonly note!: string;
}

class Payload {
  @text({ zh: '说明', en: 'Text', max: 40 })
  readonly text!: string;
  @text({ zh: '回单号', en: 'Receipt', max: 40, optional: true, numbering: true })
  readonly receipt?: string;
  @object(Payee, { zh: '收款人', en: 'Payee' })
  readonly payee!: Payee;
  @listOfCodes({ zh: '编号', en: 'Ids', max: 4, length: 20, pattern: '^\\d+$', says: { zh: '数字', en: 'digits' } })
  readonly ids!: readonly string[];
}

test('members that are not sealed are named where they hold one', () => {
  const phone = '13812345678';
  const found = openPersonalNumbers(fieldsOf(Payload), { text: `打 ${phone}`, payee: { name: phone, note: phone }, ids: ['1', phone] });
  expect(found).toEqual(['text', 'payee.note', 'ids[1]']);
  expect(openPersonalNumbers(fieldsOf(Payload), { text: '换灯泡', payee: { name: phone, note: '无' }, ids: ['1'] })).toEqual([]);
});

test('a number that a bank hands out may look like a card’s, and like nothing else', () => {
  const fields = fieldsOf(Payload);
  const rest = { text: '无', payee: { name: '王', note: '无' }, ids: ['1'] };
  expect(openPersonalNumbers(fields, { ...rest, receipt: '6222021234567890128' })).toEqual([]);
  for (const receipt of ['13812345678', '11010519491231002X'])
    expect(openPersonalNumbers(fields, { ...rest, receipt })).toEqual(['receipt']);
  expect(openPersonalNumbers(fields, { ...rest, text: '6222021234567890128' })).toEqual(['text']);
});

/** What stands around a number: words, figures beside it, signs; no digit or letter that touches it. */
const before = fc.constantFrom('', '电话', '：', '(', '3 号 ', ' 金额 1,200.00 元', '2026-03-05，', '2 ', '3306 ', '一');
const after = fc.constantFrom('', '。', ' 2 楼', '，一楼', ')', '一楼', ' 13', '-2', '，2026-03-05');

function digits(count: number): fc.Arbitrary<string> {
  return fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((some) => some.join(''));
}

const phone = fc.tuple(fc.integer({ min: 3, max: 9 }), digits(9)).map(([second, rest]) => `1${second}${rest}`);
const written = fc
  .tuple(phone, fc.constantFrom('', ' ', '-', '.', '－'))
  .map(([number, sign]) => [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(sign));
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const idCard = fc
  .tuple(fc.constantFrom('330681', '110105', '440300'), fc.constantFrom('19491231', '20010229', '19850705'), digits(3))
  .map(([place, born, order]) => `${place}${born}${order}`)
  .map((number) => `${number}${'10X98765432'[WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(number[i]), 0) % 11]}`);
const bankCard = digits(14).map((rest) => {
  const body = `6222${rest}`;
  const sum = [...body]
    .reverse()
    .reduce(
      (total, digit, i) => total + (i % 2 === 0 ? (Number(digit) * 2 > 9 ? Number(digit) * 2 - 9 : Number(digit) * 2) : Number(digit)),
      0,
    );
  return `${body}${(10 - (sum % 10)) % 10}`;
});
const personalNumber = fc.oneof(written, idCard, bankCard);
