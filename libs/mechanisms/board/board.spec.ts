import type { RecordedFact } from '#ledger';
import type { RowOp } from '#readside';
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
