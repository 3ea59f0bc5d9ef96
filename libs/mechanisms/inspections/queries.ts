import { code, unitCode } from '#contracts';
import { BEGINNING, type Day, type JsonObject } from '#kernel';
import { entryOn, type QuestionSpec, type ReadContext } from '#readside';
import { TERM_ID } from './contract';
import { coverageOf, rectificationOf, type Coverage, type MeasureOnDay } from './rules';

class CoverageAsked {
  @unitCode({ zh: '单位', en: 'Unit', optional: true, help: { zh: '默认全市', en: 'The whole city unless given' } })
  readonly unit?: string;
  @code({
    zh: '届期',
    en: 'Term',
    optional: true,
    max: 25,
    pattern: `^${TERM_ID}$`,
    says: { zh: '应为届期代号，如 2016-2021', en: 'must be the code of a term' },
  })
  readonly term?: string;
}

const count: JsonObject = { type: 'integer', minimum: 0 };
const orNone = (type: string): JsonObject => ({ type: [type, 'null'] });
const named: JsonObject = { type: 'object', properties: { code: { type: 'string' }, name: { type: 'string' } } };
const level: JsonObject = {
  type: 'object',
  properties: {
    level: { enum: ['subdistrict', 'community'] },
    due: count,
    inspected: count,
    share: orNone('number'),
    pacePerYear: orNone('number'),
    projectedOn: orNone('string'),
    never: { type: 'array', items: named },
    villages: { type: 'object', properties: { selected: count, inspected: count } },
  },
};

export const inspectionsQuestions: readonly QuestionSpec[] = [
  {
    path: 'coverage/inspections',
    label: { zh: '届期内巡察覆盖', en: 'Inspection coverage within the term' },
    asks: CoverageAsked,
    who: 'public',
    list: false,
    answers: {
      type: 'object',
      properties: {
        unit: { type: 'string', description: 'the unit it is told of, with all below it' },
        term: { type: 'string' },
        name: { type: 'string' },
        from: { type: 'string' },
        until: { type: 'string' },
        on: { type: 'string', description: 'the earlier of asOf and the term’s end' },
        levels: { type: 'array', items: level },
        measures: { type: 'object', properties: { due: count, onTime: count, late: count, open: count } },
      },
    },
    answer: async ({ term, unit }, context) => {
      const [found, within] = await Promise.all([termAsked(term, context), unit === undefined ? undefined : codesBelow(unit, context)]);
      if (!found) return { missing: term ?? '届期（term）' };
      if (unit !== undefined && within?.length === 0) return { missing: unit };
      return { found: { unit: unit ?? context.city, ...(await coverage(found, within, context)) } };
    },
  },
];

interface Term {
  readonly key: string;
  readonly name: string;
  readonly since: Day;
  readonly until: Day;
}

/** The term of that code, or the last one begun on the day asked (else the first to come). */
async function termAsked(term: string | undefined, context: ReadContext): Promise<Term | undefined> {
  const end = 'least(t.until, coalesce(t.closed_on, t.until)) AS until';
  const order = 'ORDER BY t.since <= $1 DESC, CASE WHEN t.since <= $1 THEN t.since END DESC, t.since LIMIT 1';
  const [found] = await context.rows<Term>(
    `SELECT t.key, t.name, t.since, ${end} FROM ${context.table('terms')} t WHERE $2::text IS NULL OR t.key = $2 ${order}`,
    [context.asOf, term ?? null],
  );
  return found;
}

/** The unit and everything that lay below it on the day asked, ended units too: what was found there stays told. None: no such unit by then. */
async function codesBelow(unit: string, context: ReadContext): Promise<readonly string[]> {
  const sql = `WITH RECURSIVE u AS MATERIALIZED (SELECT t.code, e.entry->>'parent' AS parent FROM ${context.table('units')} t
      CROSS JOIN LATERAL (SELECT ${entryOn('t.timeline', context.asOf)} AS entry) e WHERE e.entry IS NOT NULL),
    tree AS (SELECT u.code, 0 AS depth FROM u WHERE u.code = $1 UNION ALL SELECT u.code, tree.depth + 1 FROM u JOIN tree ON u.parent = tree.code WHERE tree.depth < 4)
    SELECT DISTINCT code FROM tree`;
  return (await context.rows<{ code: string }>(sql, [unit])).map((row) => row.code);
}

/** Codes of units, or undefined for all. */
type Within = readonly string[] | undefined;

async function coverage(term: Term, within: Within, context: ReadContext): Promise<JsonObject> {
  const on = context.asOf < term.until ? context.asOf : term.until;
  const [units, rectification] = await Promise.all([unitsDue(term, on, within, context), measures(term, within, context)]);
  const of = (chosen: readonly UnitDue[]): Coverage =>
    coverageOf({ due: chosen.length, inspected: chosen.filter((unit) => unit.inspected).length, termFrom: term.since, on });
  const never = (chosen: readonly UnitDue[]) => chosen.filter((unit) => !unit.inspected).map(({ code, name }) => ({ code, name }));
  const subdistricts = units.filter((unit) => unit.level === 'subdistrict');
  const communities = units.filter((unit) => unit.kind === 'community');
  const villages = units.filter((unit) => unit.kind === 'village');
  return {
    term: term.key,
    name: term.name,
    from: term.since,
    until: term.until,
    on,
    levels: [
      { level: 'subdistrict', ...of(subdistricts), never: never(subdistricts) },
      {
        level: 'community',
        ...of(communities),
        never: never(communities),
        villages: { selected: villages.length, inspected: villages.filter((unit) => unit.inspected).length },
      },
    ],
    measures: { ...rectification },
  };
}

interface UnitDue {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly kind: string;
  readonly inspected: boolean;
}

/**
 * Every unit of level subdistrict alive on the day, and the communities and villages selected in rounds of the term that had begun by then;
 * inspected = a report for it in a round of the term by that day.
 */
async function unitsDue(term: Term, on: Day, within: Within, context: ReadContext): Promise<readonly UnitDue[]> {
  const sql = `SELECT u.code, e.entry->>'name' AS name, u.level, u.kind, coalesce(v.inspected, false) AS inspected
    FROM ${context.table('units')} u
    CROSS JOIN LATERAL (SELECT ${entryOn('u.timeline', on)} AS entry) e
    LEFT JOIN (
      SELECT v.unit, bool_or(v.reported_on IS NOT NULL AND v.reported_on <= $2) AS inspected
      FROM ${context.table('visits')} v WHERE v.term = $1 AND v.since <= $2 GROUP BY v.unit
    ) v ON v.unit = u.code
    WHERE e.entry IS NOT NULL AND coalesce(u.since, '${BEGINNING}') <= $2 AND (u.until IS NULL OR u.until >= $2)
      AND (u.level = 'subdistrict' OR (u.level = 'community' AND v.unit IS NOT NULL))
      AND ($3::text[] IS NULL OR u.code = ANY ($3))
    ORDER BY u.code`;
  return context.rows<UnitDue>(sql, [term.key, on, within ?? null]);
}

/** Rectification goes on after the term: it is asked as of the day itself. */
async function measures(term: Term, within: Within, context: ReadContext): Promise<ReturnType<typeof rectificationOf>> {
  const sql = `SELECT m.due, m.status, m.done_on AS "doneOn" FROM ${context.effective('measures')} m
    WHERE m.term = $1 AND ($2::text[] IS NULL OR m.unit = ANY ($2))`;
  return rectificationOf(await context.rows<MeasureOnDay>(sql, [term.key, within ?? null]), context.asOf);
}
