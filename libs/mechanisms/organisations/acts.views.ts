import { dutiesFor } from '#policy';
import type { RecordedFact } from '#ledger';
import { view, type RowOp, type ViewSpec } from '#readside';
import type { Category } from '../mechanism';

/** T5: on how many facts of a day each duty was acted. Every fact of every category may rest on one. Key: `{organisation}:{duty}:{day}`. */
export function dutyActsView(categories: readonly Pick<Category, 'contract'>[]): ViewSpec {
  const types = new Set(categories.flatMap(({ contract }) => Object.keys(contract.facts)));
  return view({
    name: 'duty_acts',
    version: 1,
    tables: [
      {
        name: 'duty_acts',
        columns: { organisation: 'text', duty: 'text', day: 'day', acts: 'integer' },
        indexes: [['organisation', 'duty', 'day']],
      },
    ],
    on: Object.fromEntries([...types].map((type) => [type, acted])),
  });
}

function acted(fact: RecordedFact): readonly RowOp[] {
  const { kind, power, rests } = fact.meta.authority;
  const organisation = kind === 'duty' ? /^organisations-(.+)@\d+$/.exec(rests ?? '')?.[1] : undefined;
  if (organisation === undefined) return [];
  const duty = dutiesFor(power)[0] ?? power;
  const day = fact.meta.occurredOn;
  return [{ op: 'add', table: 'duty_acts', key: `${organisation}:${duty}:${day}`, add: { acts: 1 }, set: { organisation, duty, day } }];
}
