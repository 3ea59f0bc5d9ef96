import type { RecordedFact } from '#ledger';
import { view } from './view';

/** Units with spans and search, and a roll-up; two facts that do not fit. */
export const units = view({
  name: 'units',
  version: 1,
  tables: [
    {
      name: 'units',
      columns: {
        name: 'text',
        parent: 'text',
        level: 'text',
        founded: 'day',
        share: 'numeric',
        alive: 'boolean',
        tags: 'texts',
        more: 'json',
        timeline: 'json',
      },
      indexes: [['parent']],
      search: ['name'],
    },
    { name: 'totals', columns: { fen: 'bigint', count: 'integer', kind: 'text' } },
  ],
  on: {
    UnitFounded: (fact) => [
      {
        op: 'span',
        table: 'units',
        key: fact.id,
        from: String(fact.data['from']),
        row: { name: fact.data['name'] ?? null, parent: fact.data['parent'] ?? null, alive: true },
        set: {
          level: 'community',
          founded: String(fact.data['from']),
          share: 0.25,
          tags: ['新', '"引"\\'],
          more: { b: 1.5, a: [true, null] },
        },
      },
      { op: 'add', table: 'totals', key: 'city', add: { count: 1, fen: 9_000_000_000 }, set: { kind: '全市' } },
    ],
    UnitRenamed: (fact) => [
      { op: 'span', table: 'units', key: fact.id, from: String(fact.data['on']), row: { name: fact.data['name'] ?? null } },
    ],
    UnitMoved: (fact) => [{ op: 'patch', table: 'units', key: fact.id, row: { parent: fact.data['parent'] ?? null } }],
    UnitDissolved: (fact) => [
      { op: 'drop', table: 'units', key: fact.id },
      { op: 'add', table: 'totals', key: 'city', add: { count: -1 } },
    ],
    UnitBroken: (fact) => [
      { op: 'add', table: 'totals', key: 'city', add: { count: 1 } },
      { op: 'patch', table: 'units', key: fact.id, row: { share: 'much' } },
    ],
    UnitTooLong: (fact) => [
      {
        op: 'patch',
        table: 'units',
        key: fact.id,
        row: { parent: Array.from({ length: 3_000 }, (_, index) => String.fromCodePoint(0x4e00 + index * 7)).join('') },
      },
    ],
  },
});

export function fact(
  position: number,
  type: string,
  id: string,
  data: RecordedFact['data'],
  recordedAt = '2021-06-15T02:00:00.000Z',
): RecordedFact {
  const meta = {
    v: 1 as const,
    submission: 's',
    digest: 'd',
    action: 'a',
    actor: { account: 'zhou', role: 'registrar', unit: '330681' },
    authority: { kind: 'clause' as const, power: 'territory.govern', clause: '1' },
    refs: [],
    occurredOn: '2021-06-15',
    recordedAt,
    source: { kind: 'web' as const },
    trace: 't',
    subjects: [],
  };
  return {
    stream: `units-${id}`,
    category: 'units',
    id,
    revision: position,
    position: String(position),
    eventId: `e${position}`,
    type,
    data,
    meta,
  };
}
export const end = (position: number) => ({ position: String(position), eventId: `e${position}` });
export const founded = (position: number, id: string, name: string, at?: string) =>
  fact(position, 'UnitFounded', id, { name, parent: '330681001', from: '2020-01-01' }, at);
