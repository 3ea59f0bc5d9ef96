import { code } from '#contracts';
import { BEGINNING, type Day, type JsonObject } from '#kernel';
import { entryOn, type QuestionSpec, type ReadContext } from '#readside';
import { TERM_ID } from './contract';
import { coverageOf, rectificationOf, type Coverage, type MeasureOnDay } from './rules';

class CoverageAsked {
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
        term: { type: 'string' },
        name: { type: 'string' },
        from: { type: 'string' },
        until: { type: 'string' },
        on: { type: 'string', description: 'the earlier of asOf and the term’s end' },
        levels: { type: 'array', items: level },
        measures: { type: 'object', properties: { due: count, onTime: count, late: count, open: count } },
      },
    },
    answer: async ({ term }, context) => {
      const found = await termAsked(term, context);
      return found ? { found: await coverage(found, context) } : { missing: term ?? '' };
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

async function coverage(term: Term, context: ReadContext): Promise<JsonObject> {
  const on = context.asOf < term.until ? context.asOf : term.until;
  const [units, rectification] = await Promise.all([unitsDue(term, on, context), measures(term, context)]);
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
async function unitsDue(term: Term, on: Day, context: ReadContext): Promise<readonly UnitDue[]> {
  const sql = `SELECT u.code, e.entry->>'name' AS name, u.level, u.kind, coalesce(v.inspected, false) AS inspected
    FROM ${context.table('units')} u
    CROSS JOIN LATERAL (SELECT ${entryOn('u.timeline', on)} AS entry) e
    LEFT JOIN (
      SELECT v.unit, bool_or(v.reported_on IS NOT NULL AND v.reported_on <= $2) AS inspected
      FROM ${context.table('visits')} v WHERE v.term = $1 AND v.since <= $2 GROUP BY v.unit
    ) v ON v.unit = u.code
    WHERE e.entry IS NOT NULL AND coalesce(u.since, '${BEGINNING}') <= $2 AND (u.until IS NULL OR u.until >= $2)
      AND (u.level = 'subdistrict' OR (u.level = 'community' AND v.unit IS NOT NULL))
    ORDER BY u.code`;
  return context.rows<UnitDue>(sql, [term.key, on]);
}

/** Rectification goes on after the term: it is asked as of the day itself. */
async function measures(term: Term, context: ReadContext): Promise<ReturnType<typeof rectificationOf>> {
  const sql = `SELECT m.due, m.status, m.done_on AS "doneOn" FROM ${context.effective('measures')} m WHERE m.term = $1`;
  return rectificationOf(await context.rows<MeasureOnDay>(sql, [term.key]), context.asOf);
}
