import type { FactSpec } from '#contracts';
import type { RecordedFact } from '#ledger';
import type { RowOp } from '#readside';
import { fundsContract } from '../funds/contract';
import { countsContract } from '../territory/counts.contract';
import { toldOf, valuesTold } from './story.rules';
import { boardView } from './views';

const fact = {
  stream: 'wishes-w1',
  category: 'wishes',
  id: 'w1',
  revision: 3,
  type: 'WishPosted',
  data: {},
  meta: { occurredOn: '2021-06-01', recordedAt: '2021-06-02T17:00:00.000Z' },
} as unknown as RecordedFact;
const disclosing = (op: RowOp, name = 'volunteers') => ({ name, discloses: { WishPosted: () => [op] } });
const told = (op: RowOp) => boardView([disclosing(op)]).on['WishPosted']?.(fact);

describe('the board', () => {
  it('stamps the day of publication in Shanghai and the revision', () =>
    expect(
      told({ op: 'put', table: 'board', key: 'volunteers:w1', row: { unit: '330681', text: '灯', published_on: '2020-01-01' } }),
    ).toEqual([
      {
        op: 'put',
        table: 'board',
        key: 'volunteers:w1',
        row: {
          unit: '330681',
          text: '灯',
          done: false,
          shared: false,
          effective_on: '2021-06-01',
          published_on: '2021-06-03',
          revision: 3,
        },
      },
    ]));

  it('takes numbers of persons out of every text', () =>
    expect(told({ op: 'patch', table: 'board', key: 'volunteers:w1', row: { text: '找 13812345678' } })).toEqual([
      { op: 'patch', table: 'board', key: 'volunteers:w1', row: { text: '找 ****78', revision: 3 } },
    ]));

  it('lets a mechanism write to no other table and under no other name', () => {
    expect(() => told({ op: 'drop', table: 'cards', key: 'volunteers:w1' })).toThrow('discloses to cards');
    expect(() => told({ op: 'drop', table: 'board', key: 'funds:w1' })).toThrow('under funds:w1');
  });

  it('joins what several mechanisms say of one fact', () => {
    const both = boardView([
      disclosing({ op: 'drop', table: 'board', key: 'a:1' }, 'a'),
      disclosing({ op: 'drop', table: 'board', key: 'b:1' }, 'b'),
    ]);
    expect(both.on['WishPosted']?.(fact).map((op) => op.key)).toEqual(['a:1', 'b:1']);
    expect(() =>
      boardView([disclosing({ op: 'drop', table: 'board', key: 'a:1' }, 'a'), disclosing({ op: 'drop', table: 'board', key: 'a:2' }, 'a')]),
    ).toThrow('one name');
  });
});

describe('what a fact tells residents', () => {
  const names = new Map([['330681001', '暨阳街道']]);
  const nameOf = (code: string): string => names.get(code) ?? code;
  const spec = (type: string): FactSpec => {
    const found = fundsContract.facts[type as keyof typeof fundsContract.facts] as FactSpec | undefined;
    if (!found) throw new Error(type);
    return found;
  };

  it('writes amounts, days and units out', () => {
    expect(toldOf(spec('PaymentPaid'), { paidOn: '2026-03-05', amountFen: 123_456_789 }, nameOf)).toEqual({
      zh: '2026年3月5日 支付 1,234,567.89 元',
      en: 'CNY 1,234,567.89 paid on 2026-03-05',
    });
    expect(toldOf(spec('FundsReceived'), { from: '330681001.2026.work', amountFen: 5 }, nameOf).zh).toBe('收到暨阳街道拨来的 0.05 元');
  });

  it('writes what is counted with separators, a year without', () => {
    const counted = countsContract.facts.CountsRecorded as FactSpec;
    expect(toldOf(counted, { countedOn: '2025-11-07', households: 1471, residents: 903 }, nameOf)).toEqual({
      zh: '2025年11月7日 清点：1,471 户、903 人',
      en: 'Counted on 2025-11-07: 1,471 households, 903 residents',
    });
  });

  it('keeps of a fact only what the sentence names, without numbers of persons', () =>
    expect(
      valuesTold(spec('PaymentRequested'), {
        payment: 'p1',
        purpose: '找 13812345678',
        amountFen: 5,
        payee: {
          person: { name: { subject: 'p-a', purpose: 'payee', mask: '张*' }, account: { subject: 'p-a', purpose: 'payee', mask: '****' } },
        },
        vouchers: [],
      }),
    ).toEqual({ purpose: '找 ****78', amountFen: 5 }));

  it('falls back to the label where a member is not there', () =>
    expect(toldOf(spec('PaymentPaid'), { amountFen: 5 }, nameOf)).toEqual({ zh: '已支付', en: 'Payment made' }));
});
