import { daysBetween, groupsOf, isDecision, isDoneBy, neighbour, readable, urgencyOf, type Task } from './task-list';

const text = (zh: string): Task['title'] => ({ zh, en: zh });
const task = (id: string, more: Partial<Task> = {}): Task => ({
  id,
  mechanism: 'funds',
  title: text('审批'),
  text: text(''),
  unit: '330681001',
  unitName: '',
  stream: 'funds-a',
  late: false,
  since: '2026-03-01',
  clause: '19',
  action: { category: 'funds', id: 'a', name: 'approve', prefill: { payment: 'p-1', paidOn: '2026-03-05' } },
  ...more,
});

describe('what waits', () => {
  it('presses as its day says', () => {
    const of = (due?: string, late = false): string => urgencyOf({ ...(due ? { due } : {}), late }, '2026-03-05');
    expect([of('2026-03-04'), of('2026-03-09', true), of('2026-03-05'), of('2026-03-12'), of('2026-03-13'), of()]).toEqual([
      'late',
      'late',
      'today',
      'soon',
      'later',
      'later',
    ]);
    expect(daysBetween('2026-02-27', '2026-03-05')).toBe(6);
  });

  it('is gone once something about the same thing is on its way, and comes back when that is refused', () => {
    const sent = { state: 'queued', category: 'funds', id: 'a', action: 'reject', payload: { payment: 'p-1', reason: '重复' } } as const;
    expect([
      isDoneBy(task('1'), sent, 0),
      isDoneBy(task('1'), { ...sent, state: 'refused' }, 0),
      isDoneBy(task('1'), { ...sent, payload: { payment: 'p-2' } }, 0),
      isDoneBy(task('1'), { ...sent, id: 'b' }, 0),
    ]).toEqual([true, false, false, false]);
    const recorded = { ...sent, state: 'recorded', recorded: { stream: 'funds-a', revision: 1, position: '1', at: 100 } } as const;
    expect([isDoneBy(task('1'), recorded, 99), isDoneBy(task('1'), recorded, 101)]).toEqual([true, false]);
    const whole = task('2', { action: { category: 'counts', id: 'a', name: 'record', prefill: {} } });
    expect([
      isDoneBy(whole, { ...sent, category: 'counts', action: 'record', payload: {} }, 0),
      isDoneBy(whole, { ...sent, category: 'counts', action: 'amend', payload: {} }, 0),
      isDoneBy(task('3', { action: null }), sent, 0),
    ]).toEqual([true, false, false]);
  });

  it('is a decision where nothing is left to enter', () => {
    const form = (...fields: readonly { readonly name: string; readonly optional?: boolean }[]): Parameters<typeof isDecision>[1] =>
      ({ fields: fields.map((field) => ({ kind: 'text', label: text(''), ...field })) }) as unknown as Parameters<typeof isDecision>[1];
    expect([
      isDecision(task('1'), form({ name: 'payment' }, { name: 'remark', optional: true })),
      isDecision(task('1'), form({ name: 'payment' }, { name: 'reason' })),
      isDecision(task('1'), undefined),
      isDecision(task('1', { action: null }), form()),
    ]).toEqual([true, false, false, false]);
  });

  it('is written as it is read', () => {
    expect(readable('上次清点 2025-11-07;配套 10486.00 元,流水 p-2026-11')).toBe(
      '上次清点 2025年11月7日；配套 10,486.00 元,流水 p-2026-11',
    );
  });

  it('is counted by kind, and one leads to the next', () => {
    const list = [task('1'), task('2', { title: text('支付') }), task('3', { late: true })];
    expect(groupsOf(list).map(({ title, count, late }) => [title.zh, count, late])).toEqual([
      ['审批', 2, 1],
      ['支付', 1, 0],
    ]);
    expect([
      neighbour(list, '1', 1)?.id,
      neighbour(list, '3', 1)?.id,
      neighbour(list, '1', -1)?.id,
      neighbour(list, 'x', 1)?.id,
      neighbour([], '1', 1)?.id,
    ]).toEqual(['2', '2', undefined, '1', undefined]);
  });
});
