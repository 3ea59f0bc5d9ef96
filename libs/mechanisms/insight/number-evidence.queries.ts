import { choice, code, unitCode, type Contract } from '#contracts';
import { yearOf, type JsonObject } from '#kernel';
import { entryOn, keyset, paged, type Page, type QuestionSpec } from '#readside';
import { BOARD } from '../board/lines';
import { FUND_ASKED, YEAR_ASKED } from '../funds/asked.contract';
import type { Mechanism } from '../mechanism';
import type { KeptLists } from './kept.queries';
import { isOverdueNumber, overdueThings } from './overdue-things.queries';
import { VIEWERS } from './overdue.queries';
import { readableRoot, surveyOf, treeOf } from './scope.queries';
import { FACTS, recordedAt, type NumberAsked, type NumberRows, type Survey } from './sources';

class EvidenceAsked {
  @code({
    zh: '数字',
    en: 'Number',
    max: 64,
    pattern: '^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$',
    says: { zh: '应为数字的代码，如 funds.paid', en: 'must be the code of a number such as funds.paid' },
  })
  readonly number!: string;
  @unitCode({ zh: '单位', en: 'Unit', optional: true, help: { zh: '默认本单位', en: 'Your own unit unless given' } })
  readonly unit?: string;
  @code(YEAR_ASKED)
  readonly year?: string;
  @choice(FUND_ASKED)
  readonly fund?: string;
  @code({
    zh: '届期',
    en: 'Term',
    optional: true,
    max: 25,
    pattern: '^[0-9a-z-]+$',
    says: { zh: '应为届期代号，如 2016-2021', en: 'must be the code of a term' },
  })
  readonly term?: string;
  @code({
    zh: '业务',
    en: 'Mechanism',
    optional: true,
    max: 64,
    pattern: '^[a-z][a-z-]*$',
    says: { zh: '应为业务的代码，如 funds', en: 'must be the code of a mechanism such as funds' },
    help: { zh: '只用于逾期数字：一项业务的，默认全部', en: 'Of overdue numbers only: those of one mechanism; all unless given' },
  })
  readonly mechanism?: string;
}

/**
 * `GET /api/evidence?number=`: the facts that a number is made of at a unit, the newest first, each with what it adds to the number and the line of
 * the board that tells of it. Numbers are the indicators (the value on `asOf`, so any point of their curve too) and what mechanisms name in `numbers`;
 * `overdue.open` and `overdue.late` are what is open and late, one entry for each thing with the fact that set its day (`mechanism=` narrows them).
 */
export function numberEvidenceQuestion(mechanisms: readonly Mechanism[], kept: KeptLists): QuestionSpec {
  const numbers = numbersOf(mechanisms);
  const contracts = new Map(mechanisms.flatMap(({ categories }) => categories.map(({ contract }) => [contract.category, contract])));
  return {
    path: 'evidence',
    label: { zh: '数字的依据', en: 'The facts a number is made of' },
    asks: EvidenceAsked,
    who: VIEWERS,
    list: true,
    answers: factSchema,
    answer: async ({ number = '', unit, year, fund, term, mechanism }, context, page) => {
      const rows = numbers.get(number);
      if (!rows && !isOverdueNumber(number)) return { missing: number };
      if (mechanism !== undefined && !mechanisms.some(({ name }) => name === mechanism)) return { missing: mechanism };
      const code = unit ?? readableRoot(context);
      const tree = await treeOf(code, context, kept);
      if (!tree) return { missing: code };
      const survey = surveyOf(context, tree.whole, [context.asOf]);
      if (!rows) {
        const { count, ...listed } = await overdueThings({ number, unit: code, mechanism }, { mechanisms, contracts, kept }, survey, page);
        return { ...listed, told: { number, unit: code, count, total: count } };
      }
      const asked: NumberAsked = {
        year: Number(year ?? yearOf(context.asOf)),
        fund: fund === 'service' || fund === 'work' ? fund : undefined,
      };
      const found = await factsOf(rows(context, asked), term ?? null, survey, page);
      const [first] = found;
      const listed = paged(
        found,
        page,
        ({ key }) => [key],
        (row) => shownFact(row, contracts.get(row.category)),
      );
      return { ...listed, told: { number, unit: code, count: first?.count ?? 0, total: first?.total ?? null } };
    },
  };
}

/** @throws Error at start-up when two mechanisms name a number alike. */
function numbersOf(mechanisms: readonly Mechanism[]): ReadonlyMap<string, NumberRows> {
  const named = mechanisms.flatMap(({ indicators = [], numbers = {} }) => [
    ...indicators.flatMap(({ evidence }) => Object.entries(evidence)),
    ...Object.entries(numbers),
  ]);
  const found = new Map(named);
  if (found.size !== named.length || named.some(([name]) => isOverdueNumber(name)))
    throw new Error(`a number is named twice: ${named.map(([name]) => name).join(', ')}`);
  return found;
}

interface FoundFact {
  readonly key: string;
  readonly stream: string;
  readonly revision: number;
  readonly category: string;
  readonly id: string;
  readonly type: string;
  readonly on: string;
  readonly unit: string | null;
  readonly unitName: string | null;
  readonly part: number | null;
  readonly line: string | null;
  readonly lineUnit: string | null;
  readonly title: string | null;
  readonly titleEn: string | null;
  /** Of the whole list. */
  readonly count: number;
  readonly total: number | null;
}

const STEPS = 'board_steps';

/** Rows say the revision of their fact, or the position at which they were last derived: the history knows the fact by either. */
async function factsOf(rows: string, term: string | null, survey: Survey, page: Page): Promise<readonly FoundFact[]> {
  const { context } = survey;
  const facts = context.table(FACTS);
  const place = keyset([{ sql: 'w.key', descending: true }], page, 6);
  return survey.rows<FoundFact>(
    `, asked AS (SELECT $3::text AS day, $4::text AS year_began, $5::text AS term),
       found AS MATERIALIZED (SELECT x.stream, x.position, x.revision, (to_jsonb(x)->>'part')::numeric AS part, to_jsonb(x)->>'unit' AS unit FROM (${rows}) x),
       whole AS MATERIALIZED (SELECT b.key, sum(b.part) AS part, CASE WHEN count(DISTINCT b.unit) = 1 THEN min(b.unit) END AS unit FROM (
           SELECT f.key, p.part, p.unit FROM found p JOIN ${facts} f ON f.stream = p.stream AND f.revision = p.revision
           UNION ALL SELECT f.key, p.part, p.unit FROM found p JOIN ${facts} f ON ${recordedAt('p.position::text')}
             AND f.stream = p.stream WHERE p.revision IS NULL) b GROUP BY b.key)
     SELECT f.key, f.stream, f.revision, f.category, f.id, f.type, f.occurred_on AS on, coalesce(w.unit, f.concerns) AS unit, n.entry->>'name' AS "unitName", w.part::float8 AS part,
       b.key AS line, b.unit AS "lineUnit", b.title, b.title_en AS "titleEn", t.count, t.total
     FROM whole w CROSS JOIN (SELECT count(*)::int AS count, sum(part)::float8 AS total FROM whole) t JOIN ${facts} f ON f.key = w.key
     LEFT JOIN LATERAL (SELECT ${entryOn('u.timeline', context.asOf)} AS entry FROM ${context.table('units')} u WHERE u.key = coalesce(w.unit, f.concerns)) n ON true
     LEFT JOIN LATERAL (SELECT s.line FROM ${context.table(STEPS)} s WHERE s.key >= f.key || '#' AND s.key < f.key || '$' ORDER BY s.key LIMIT 1) s ON true
     LEFT JOIN ${context.table(BOARD)} b ON b.key = s.line
     WHERE ${place.where} ORDER BY ${place.orderBy} LIMIT ${place.limit}`,
    [context.asOf, `${context.asOf.slice(0, 4)}-01-01`, term, ...place.values],
  );
}

function shownFact(row: FoundFact, contract: Contract | undefined): JsonObject {
  const { stream, revision, category, id, type, on, unit, unitName, part, line, lineUnit, title, titleEn } = row;
  const { zh, en } = contract?.facts[type]?.label ?? { zh: '已登记', en: 'Recorded' };
  return {
    stream,
    revision,
    category,
    id,
    type,
    label: { zh, en },
    on,
    unit,
    unitName,
    part,
    line: line === null || lineUnit === null ? null : { id: line, unit: lineUnit, title: title ?? '', titleEn: titleEn ?? title ?? '' },
  };
}

const TEXT = { type: 'string' } as const;
const TEXT_OR_NONE = { type: ['string', 'null'] } as const;
const factSchema: JsonObject = {
  type: 'object',
  required: ['stream', 'revision', 'category', 'id', 'type', 'label', 'on', 'unit', 'unitName', 'part', 'line'],
  properties: {
    stream: TEXT,
    revision: { type: 'integer' },
    category: TEXT,
    id: TEXT,
    type: TEXT,
    label: { type: 'object', properties: { zh: TEXT, en: TEXT } },
    on: { type: 'string', format: 'date', description: 'the day of the act' },
    unit: TEXT_OR_NONE,
    unitName: TEXT_OR_NONE,
    part: { type: ['number', 'null'], description: 'what the fact adds to the number, in its own unit; null where it only belongs to it' },
    line: { type: ['object', 'null'], properties: { id: TEXT, unit: TEXT, title: TEXT, titleEn: TEXT } },
    thing: {
      type: 'object',
      description: 'of overdue numbers: what is open, the day by which it was due, whether that day is over',
      properties: {
        key: TEXT,
        title: { type: 'object', properties: { zh: TEXT, en: TEXT } },
        due: { type: ['string', 'null'], format: 'date' },
        late: { type: 'boolean' },
      },
    },
  },
};
