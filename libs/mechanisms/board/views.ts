import { withoutPersonalNumbers } from '#contracts';
import { dayOf, type Json } from '#kernel';
import type { RecordedFact } from '#ledger';
import { view, type Row, type RowOp, type ViewSpec } from '#readside';
import { BOARD } from './lines';

type Discloses = ViewSpec['on'];

/** What a search looks at. */
export const SEARCHED: readonly string[] = ['title', 'text'];

/**
 * What residents see of all mechanisms, in one table. A mechanism may write to this table alone, under keys that begin with its name; numbers
 * of persons are taken out of every text on the way, whatever a mechanism let through.
 * @throws Error at start-up when two mechanisms disclose under one name.
 */
export function boardView(mechanisms: readonly { readonly name: string; readonly discloses?: Discloses }[]): ViewSpec {
  const names = mechanisms.map((mechanism) => mechanism.name);
  if (new Set(names).size !== names.length) throw new Error('two mechanisms have one name');
  const types = new Set(mechanisms.flatMap((mechanism) => Object.keys(mechanism.discloses ?? {})));
  const on = [...types].map((type) => {
    const speakers = mechanisms.filter((mechanism) => mechanism.discloses && Object.hasOwn(mechanism.discloses, type));
    return [
      type,
      (fact: RecordedFact) =>
        speakers.flatMap(({ name, discloses }) => (discloses?.[type]?.(fact) ?? []).map((op) => fitForAll(name, fact, op))),
    ] as const;
  });
  return view({
    name: BOARD,
    version: 6,
    tables: [
      {
        name: BOARD,
        columns: {
          unit: 'text',
          topic: 'text',
          title: 'text',
          title_en: 'text',
          text: 'text',
          text_en: 'text',
          amount_fen: 'bigint',
          status: 'text',
          due: 'day',
          done: 'boolean',
          done_on: 'day',
          published_on: 'day',
          effective_on: 'day',
          shown_until: 'day',
          concerns: 'texts',
          // The line whose title says what this one is about.
          about: 'text',
          // Whether it stands on other boards too: few do, and those are found without looking at all.
          shared: 'boolean',
          revision: 'integer',
        },
        // In the order of its pages, for one unit and for all; what may be open; what stands elsewhere too.
        indexes: [['unit', 'published_on', 'key'], ['published_on', 'key'], ['unit', 'due'], ['shared']],
        search: SEARCHED,
      },
    ],
    on: Object.fromEntries(on),
  });
}

/** A line is published on the day it was recorded and carries the revision of the fact that last spoke of it. */
function fitForAll(name: string, fact: RecordedFact, op: RowOp): RowOp {
  if (op.table !== BOARD || !(op.key.startsWith(`${name}:`) || op.key.startsWith(`${name}/`)))
    throw new Error(`${name} discloses to ${op.table} under ${op.key}`);
  if (op.op === 'patch') return { ...op, row: { ...masked(op.row), revision: fact.revision } };
  if (op.op !== 'put') return op;
  const published = {
    done: false,
    effective_on: fact.meta.occurredOn,
    ...masked(op.row),
    shared: Array.isArray(op.row['concerns']) && op.row['concerns'].length > 0,
    published_on: dayOf(fact.meta.recordedAt),
    revision: fact.revision,
  };
  return { ...op, row: published };
}

function masked(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]): [string, Json] => [
      column,
      typeof value === 'string' ? withoutPersonalNumbers(value) : value,
    ]),
  );
}
