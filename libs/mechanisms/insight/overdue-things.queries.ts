import type { Contract } from '#contracts';
import type { Day, JsonObject, Label } from '#kernel';
import { entryOn, pageOf, type Page, type ReadContext } from '#readside';
import { BOARD } from '../board/lines';
import type { Mechanism } from '../mechanism';
import type { KeptLists } from './kept.queries';
import { LINE_MECHANISM, OPEN_LINE } from './overdue.queries';
import { FACTS, recordedAt, type OverdueThing, type Survey } from './sources';

// The evidence of what is open and late: the things themselves, each with the fact that set its day.

/** What of a unit's overdue row is asked for: whether only what is late counts. */
const NUMBERS: ReadonlyMap<string, { readonly lateOnly: boolean }> = new Map([
  ['overdue.open', { lateOnly: false }],
  ['overdue.late', { lateOnly: true }],
]);

export function isOverdueNumber(number: string): boolean {
  return NUMBERS.has(number);
}

interface Listed {
  readonly items: readonly JsonObject[];
  readonly next: string | null;
  readonly count: number;
}

interface ThingsAsked {
  readonly number: string;
  /** The unit at the top of the survey. */
  readonly unit: string;
  readonly mechanism: string | undefined;
}

/** One page of the things behind a count, what is due first on top; `mechanism` narrows them to one row of the matrix. */
export async function overdueThings(
  { number, unit, mechanism }: ThingsAsked,
  { mechanisms, contracts, kept }: { mechanisms: readonly Mechanism[]; contracts: ReadonlyMap<string, Contract>; kept: KeptLists },
  survey: Survey,
  page: Page,
): Promise<Listed> {
  const { context } = survey;
  // Page after page is cut from one list while nothing new is recorded.
  const open = await kept.list(context, ['overdue-things', unit, mechanism ?? '*'], () => openThings(mechanism, mechanisms, survey));
  const lateOnly = NUMBERS.get(number)?.lateOnly === true;
  const things = open.filter(({ late }) => late || !lateOnly);
  const { items, next } = pageOf(
    things.map((_, at) => at),
    page,
  );
  const shown = items.flatMap((at) => things[Number(at)] ?? []);
  return { items: await told(shown, contracts, context), next, count: things.length };
}

async function openThings(
  mechanism: string | undefined,
  mechanisms: readonly Mechanism[],
  survey: Survey,
): Promise<readonly OverdueThing[]> {
  const rows = mechanisms.filter(({ name }) => mechanism === undefined || name === mechanism);
  const [disclosed, ...computed] = await Promise.all([
    disclosedThings(mechanism, survey),
    ...rows.map(({ overdue }) => overdue?.things?.(survey) ?? []),
  ]);
  return [...disclosed, ...computed.flat()].sort(soonestFirst);
}

/** By the day due, what has none last. */
function soonestFirst(a: OverdueThing, b: OverdueThing): number {
  const [one, other] = [`${a.due ?? 'none'} ${a.key}`, `${b.due ?? 'none'} ${b.key}`];
  return one < other ? -1 : one > other ? 1 : 0;
}

interface OpenLine {
  readonly key: string;
  readonly unit: string;
  readonly title: string;
  readonly title_en: string | null;
  readonly due: Day;
  readonly late: boolean;
  readonly stream: string;
  readonly revision: number;
}

/** Open lines of the boards, each by the first fact of its story: what opens a line sets its day. */
async function disclosedThings(mechanism: string | undefined, survey: Survey): Promise<readonly OverdueThing[]> {
  const { context } = survey;
  const lines = await survey.rows<OpenLine>(
    `SELECT b.key, b.unit, b.title, b.title_en, b.due, b.due < $3 AS late, coalesce(s.stream, b.stream) AS stream, coalesce(s.revision, b.revision) AS revision
     FROM ${context.table(BOARD)} b JOIN scope u ON u.code = b.unit
     LEFT JOIN LATERAL (SELECT x.stream, x.revision FROM ${context.table('board_steps')} x WHERE x.line = b.key ORDER BY x.key LIMIT 1) s ON true
     WHERE ${OPEN_LINE} AND ($4::text IS NULL OR ${LINE_MECHANISM} = $4)`,
    [context.asOf, mechanism ?? null],
  );
  return lines.map(({ key, unit, title, title_en: en, due, late, stream, revision }) => ({
    key,
    isLine: true,
    unit,
    title: { zh: title, en: en ?? title },
    due,
    late,
    rests: { stream, revision },
  }));
}

interface RestingFact {
  readonly at: number;
  readonly stream: string;
  readonly revision: number;
  readonly category: string;
  readonly id: string;
  readonly type: string;
  readonly on: string;
  readonly unitName: string | null;
}

/** Each with its fact as the history knows it. */
async function told(
  things: readonly OverdueThing[],
  contracts: ReadonlyMap<string, Contract>,
  context: ReadContext,
): Promise<readonly JsonObject[]> {
  const asked = things.map(({ unit, rests }, at) => ({ at, unit, position: null, ...rests }));
  const facts = await context.rows<RestingFact>(
    `SELECT a.at, f.stream, f.revision, f.category, f.id, f.type, f.occurred_on AS on, n.entry->>'name' AS "unitName"
     FROM jsonb_to_recordset($1::jsonb) AS a(at int, unit text, stream text, revision int, position text)
     JOIN ${context.table(FACTS)} f ON f.stream = a.stream AND CASE WHEN a.revision IS NULL
       THEN ${recordedAt('a.position')} ELSE f.revision = a.revision END
     LEFT JOIN LATERAL (SELECT ${entryOn('u.timeline', context.asOf)} AS entry FROM ${context.table('units')} u WHERE u.key = a.unit) n ON true`,
    [JSON.stringify(asked)],
  );
  const byPlace = new Map(facts.map((fact) => [fact.at, fact]));
  return things.flatMap((thing, at) => {
    const fact = byPlace.get(at);
    return fact ? [shown(thing, fact, contracts.get(fact.category)?.facts[fact.type]?.label)] : [];
  });
}

function shown({ key, isLine, unit, title, due, late }: OverdueThing, fact: RestingFact, label: Label | undefined): JsonObject {
  const { stream, revision, category, id, type, on, unitName } = fact;
  return {
    stream,
    revision,
    category,
    id,
    type,
    label: { zh: label?.zh ?? '已登记', en: label?.en ?? 'Recorded' },
    on,
    unit,
    unitName,
    part: 1,
    line: isLine ? { id: key, unit, title: title.zh, titleEn: title.en } : null,
    thing: { key, title: { zh: title.zh, en: title.en }, due, late },
  };
}
