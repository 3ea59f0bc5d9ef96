import type { Contract } from '#contracts';
import type { Position, RecordedFact } from '#ledger';
import { view, type RowOp, type TableSpec, type ViewSpec } from '#readside';
import { BOARD } from './lines';
import { filesOf, valuesTold } from './story.rules';

/** What became of each line of the board, one row per fact that spoke of it, in the order of the ledger. Rows never change. */
export const STEPS: TableSpec = {
  name: 'board_steps',
  history: false,
  once: true,
  columns: {
    line: 'text',
    category: 'text',
    type: 'text',
    revision: 'integer',
    occurred_on: 'day',
    recorded_at: 'instant',
    role: 'text',
    unit: 'text',
    told: 'json',
    files: 'texts',
  },
  indexes: [['line', 'key']],
};

/** The stories of the board's lines: whichever fact discloses to a line is a step of its story, so that no mechanism declares stories. */
export function storyView(contracts: readonly Contract[], disclosed: ViewSpec['on']): ViewSpec {
  const byCategory = new Map(contracts.map((contract) => [contract.category, contract]));
  const stepsOf = (fact: RecordedFact): readonly RowOp[] => {
    const lines = new Set((disclosed[fact.type]?.(fact) ?? []).filter((op) => op.table === BOARD && op.op !== 'drop').map((op) => op.key));
    return [...lines].map((line) => stepOf(line, fact, byCategory.get(fact.category)));
  };
  return view({
    name: STEPS.name,
    version: 3,
    tables: [STEPS],
    on: Object.fromEntries(Object.keys(disclosed).map((type) => [type, stepsOf])),
  });
}

/** Heads the keys of steps: they sort as facts came. */
export function stepPlace(position: Position): string {
  return position.padStart(20, '0');
}

function stepOf(line: string, fact: RecordedFact, contract: Contract | undefined): RowOp {
  const spec = contract?.facts[fact.type];
  const { actor, occurredOn, recordedAt } = fact.meta;
  const row = {
    line,
    category: fact.category,
    type: fact.type,
    revision: fact.revision,
    occurred_on: occurredOn,
    recorded_at: recordedAt,
    // Who it was is never public: only in what office, and where.
    role: actor.role,
    unit: actor.unit,
    told: spec ? valuesTold(spec, fact.data) : {},
    files: spec ? [...filesOf(spec, fact.data)] : [],
  };
  return { op: 'put', table: STEPS.name, key: `${stepPlace(fact.position)}.${String(fact.revision).padStart(9, '0')}#${line}`, row };
}
