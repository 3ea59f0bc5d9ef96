import type { Day } from '#kernel';
import type { ReadContext } from '#readside';
import type { ParameterInForce, PolicyParameters } from './sources';

interface Entry {
  readonly from: Day;
  readonly value: number;
  readonly unit_of_measure: string | null;
  readonly revision: number;
}

interface ParameterRow {
  readonly code: string;
  readonly kinds: readonly string[] | null;
  readonly stream: string;
  readonly timeline: readonly Entry[] | null;
}

/** Every parameter with all its values, as known on the day of knowledge: some dozens of rows, read once for a whole question. */
export async function policyParameters(context: ReadContext): Promise<PolicyParameters> {
  const rows = await context.rows<ParameterRow>(
    `SELECT p.code, p.kinds, p.stream, p.timeline FROM ${context.table('parameter_values')} p ORDER BY p.key`,
  );
  const byCode = new Map<string, ParameterRow[]>();
  for (const row of rows) byCode.set(row.code, [...(byCode.get(row.code) ?? []), row]);
  return { on: (code, day, kind) => inForce(byCode.get(code) ?? [], day, kind) };
}

/** Of several that govern the kind, the one set for the latest day. */
function inForce(rows: readonly ParameterRow[], day: Day, kind: string | undefined): ParameterInForce | undefined {
  const governing = rows.flatMap(({ code, kinds, stream, timeline }) => {
    const entry = timeline?.filter((one) => one.from <= day).at(-1);
    const governs = kind === undefined || kinds === null || kinds.length === 0 || kinds.includes(kind);
    if (!entry || !governs) return [];
    const { from, value, unit_of_measure: unitOfMeasure, revision } = entry;
    return [{ code, value, unitOfMeasure: unitOfMeasure ?? '', kinds: kinds ?? [], from, rests: `${stream}@${revision}` }];
  });
  return governing.reduce<ParameterInForce | undefined>((latest, one) => (latest && latest.from >= one.from ? latest : one), undefined);
}
