import { enteredOf, isEmpty, readForm, withoutPersonal } from './entered';
import type { FieldSpec } from './spec';

const named = (name: string, kind: FieldSpec['kind'], more: Partial<FieldSpec> = {}): FieldSpec => ({
  name,
  kind,
  label: { zh: name, en: name },
  ...more,
});
const request: readonly FieldSpec[] = [
  named('payment', 'code', { pattern: '^[a-z0-9-]{1,64}$', max: 64 }),
  named('purpose', 'text', { max: 5 }),
  named('amountFen', 'fen', { min: 1 }),
  named('payee', 'object', {
    exactlyOne: ['organisation', 'person'],
    fields: [
      named('organisation', 'object', { optional: true, fields: [named('name', 'text')] }),
      named('person', 'object', {
        optional: true,
        fields: [named('name', 'text', { personal: { mask: 'name', purpose: 'payee' } }), named('bank', 'text')],
      }),
    ],
  }),
  named('vouchers', 'list', { max: 2, unique: true, of: named('item', 'hash') }),
  named('hours', 'quarters', { optional: true, max: 24 }),
  named('at', 'instant', { optional: true }),
];
const HASH = 'a'.repeat(64);

describe('what was entered', () => {
  it('becomes a payload: trimmed, money in fen, the clock of the wall, what is empty left out', () => {
    const { payload, faults } = readForm(request, {
      payment: ' p-1 ',
      purpose: ' 修路 ',
      amountFen: '1,200.5',
      payee: { organisation: { name: '甲' } },
      vouchers: [HASH, ''],
      hours: '',
      at: '2026-03-05T14:05',
    });
    expect(faults).toEqual([]);
    expect(payload).toEqual({
      payment: 'p-1',
      purpose: '修路',
      amountFen: 120050,
      payee: { organisation: { name: '甲' } },
      vouchers: [HASH],
      at: '2026-03-05T14:05:00+08:00',
    });
  });

  it('says what is wrong with which field', () => {
    const faultsOf = (entered: Parameters<typeof readForm>[1]): readonly string[] =>
      readForm(request, entered).faults.map(({ field }) => field);
    expect(faultsOf({})).toEqual(['payment', 'purpose', 'amountFen', 'payee']);
    expect(
      faultsOf({ payment: '不行', purpose: '一二三四五六', amountFen: '0', payee: { person: {} }, vouchers: [HASH, HASH], hours: '1.3' }),
    ).toEqual(['payment', 'purpose', 'amountFen', 'payee.person.name', 'payee.person.bank', 'vouchers', 'hours']);
    expect(
      faultsOf({ payment: 'p', purpose: '路', amountFen: '1', payee: { organisation: { name: '甲' } }, vouchers: ['x', HASH] }),
    ).toEqual(['vouchers[0]']);
    expect(
      faultsOf({
        payment: 'p',
        purpose: '路',
        amountFen: '1',
        payee: { organisation: { name: '甲' } },
        vouchers: ['a', 'b', 'c'].map((sign) => sign.repeat(64)),
      }),
    ).toEqual(['vouchers']);
  });

  it.each([
    ['integer', '12.5', '应为整数'],
    ['quarters', '1.3', '应为数字'],
    ['fen', '1.234', '小数位太多'],
  ] as const)('says of %s %s: %s', (kind, text, says) => {
    expect(readForm([named('count', kind)], { count: text }).faults.map((fault) => fault.text.zh)).toEqual([says]);
  });

  it('reads back what a payload says, and nothing else', () => {
    const payload = {
      payment: 'p-1',
      purpose: '修路',
      amountFen: 120050,
      payee: { organisation: { name: '甲' } },
      vouchers: [HASH],
      hours: 1.25,
      at: '2026-03-05T06:05:00Z',
    };
    expect(readForm(request, enteredOf(request, { ...payload, reason: '不在表上' })).payload).toEqual({
      ...payload,
      at: '2026-03-05T14:05:00+08:00',
    });
    expect([
      isEmpty(enteredOf(request, {})),
      isEmpty({ payee: { person: { name: '' } }, vouchers: [] }),
      isEmpty({ accepted: false }),
    ]).toEqual([true, true, false]);
  });

  it('leaves out the values of persons wherever they lie', () => {
    expect(withoutPersonal(request, { payment: 'p', payee: { person: { name: '张三', bank: '6222' } }, vouchers: [HASH] })).toEqual({
      payment: 'p',
      payee: { person: { bank: '6222' } },
      vouchers: [HASH],
    });
  });
});
