import type { Day } from '#kernel';
import type { ReadContext } from '#readside';
import { BOARD } from '../board/lines';
import type { Topic } from '../board/topics.contract';
import type { Survey } from '../insight/sources';
import { AFFAIRS } from './contract';
import { standingOn, type Standing } from './rules';

/** The table of what was scheduled and shown. */
export const DISCLOSURES = 'disclosures';

/** Three affairs are to be shown; results of inspections follow their rounds. How often is a parameter of each: without one nothing is due. */
export const DISCLOSED: readonly Topic[] = AFFAIRS;

export function perYearOf(topic: string): string {
  return `disclosure.${topic}-per-year`;
}

/** Published by a day and not withdrawn by then: alias `d` of the table. What merely comes about on a board (a payment, a wish) is no publication. */
export function standsOn(day: string): string {
  return `(d.published_on <= ${day} AND (d.withdrawn_on IS NULL OR d.withdrawn_on > ${day}))`;
}

export interface Shown {
  readonly topic: string;
  /** The first line a unit ever had on its board: its duty begins after it. */
  readonly first: Day | null;
  readonly last: Day | null;
}

/** What one unit showed by the day asked, of each topic. */
export async function shownAt(unit: string, context: ReadContext): Promise<readonly Shown[]> {
  return context.rows<Shown>(
    `SELECT t.topic, (SELECT min(b.published_on) FROM ${context.table(BOARD)} b WHERE b.unit = $1 AND b.published_on <= $2) AS first,
       (SELECT max(d.published_on) FROM ${context.table(DISCLOSURES)} d WHERE d.unit = $1 AND d.affair = t.topic AND ${standsOn('$2')}) AS last
     FROM unnest($3::text[]) AS t(topic)`,
    [unit, context.asOf, DISCLOSED],
  );
}

/** A duty of a unit that is not met on the day asked. */
export interface Unmet {
  readonly code: string;
  readonly top: string;
  readonly topic: Topic;
  readonly standing: NonNullable<Standing>;
  /** `stream@revision` of the fact that says how often. */
  readonly rests: string;
}

/** The duties of all communities and villages of a survey that are not met: the same rule as on a board. */
export async function unmetIn(survey: Survey): Promise<readonly Unmet[]> {
  const { context } = survey;
  const [parameters, shown] = await Promise.all([
    survey.parameters(),
    survey.rows<Shown & { readonly code: string }>(
      `, topics AS (SELECT unnest($4::text[]) AS topic), units AS MATERIALIZED (SELECT b.unit, min(b.published_on) AS first
           FROM ${context.table(BOARD)} b JOIN scope u ON u.code = b.unit AND u.is_base WHERE b.published_on <= $3 GROUP BY 1),
         shown AS MATERIALIZED (SELECT d.unit, d.affair, max(d.published_on) AS last
           FROM ${context.table(DISCLOSURES)} d JOIN scope u ON u.code = d.unit AND u.is_base WHERE ${standsOn('$3')} GROUP BY 1, 2)
       SELECT f.unit AS code, t.topic, f.first, s.last FROM units f CROSS JOIN topics t LEFT JOIN shown s ON s.unit = f.unit AND s.affair = t.topic`,
      [context.asOf, DISCLOSED],
    ),
  ]);
  const units = new Map(survey.units.map((unit) => [unit.code, unit]));
  return shown.flatMap(({ code, topic, first, last }): readonly Unmet[] => {
    const unit = units.get(code);
    const known = DISCLOSED.find((one) => one === topic);
    if (!unit || !known || unit.level !== 'community' || (unit.until !== null && unit.until < context.asOf)) return [];
    const governing = parameters.on(perYearOf(topic), context.asOf, unit.kind);
    const standing = governing && governing.value > 0 ? standingOn(context.asOf, governing.value, { first, last }) : undefined;
    return governing && standing ? [{ code, top: unit.top, topic: known, standing, rests: governing.rests }] : [];
  });
}
