import { ROLES, unitCode } from '#contracts';
import type { Day, JsonObject, Label } from '#kernel';
import { pageOf, type QuestionSpec } from '#readside';
import { BOARD } from '../board/lines';
import type { Mechanism } from '../mechanism';
import type { KeptLists } from './kept.queries';
import { addedUp } from './overdue.rules';
import { readableRoot, surveyOf, treeOf, type Tree } from './scope.queries';
import type { OverdueCount, Survey } from './sources';

/** Who looks at a whole tree at once: everybody signed in but the desk and the administrator. */
export const VIEWERS = ROLES.filter((role) => role !== 'desk' && role !== 'administrator');

class OverdueAsked {
  @unitCode({ zh: '上级单位', en: 'Parent', optional: true, help: { zh: '默认本单位', en: 'Your own unit unless given' } })
  readonly parent?: string;
}

const TEXT = { type: 'string' } as const;
const COUNT = { type: 'integer', minimum: 0 } as const;
const overdueSchema: JsonObject = {
  type: 'object',
  required: ['unit', 'name', 'level', 'kind', 'mechanism', 'label', 'open', 'late', 'oldest'],
  properties: {
    unit: TEXT,
    name: TEXT,
    level: TEXT,
    kind: TEXT,
    mechanism: TEXT,
    label: { type: 'object', properties: { zh: TEXT, en: TEXT } },
    open: COUNT,
    late: COUNT,
    oldest: { type: ['string', 'null'], format: 'date' },
  },
};

/**
 * `GET /api/overdue`: for every unit directly below `parent` and every mechanism, what is open and late in the whole tree below. `oldest` is the
 * earliest day by which one of the open things was due.
 */
export function overdueQuestion(mechanisms: readonly Mechanism[], kept: KeptLists): QuestionSpec {
  const rows = mechanisms.flatMap(matrixRowOf);
  return {
    path: 'overdue',
    label: { zh: '逾期情况', en: 'What is open and late, by unit and mechanism' },
    asks: OverdueAsked,
    who: VIEWERS,
    list: true,
    answers: overdueSchema,
    answer: async ({ parent }, context, page) => {
      const code = parent ?? readableRoot(context);
      const tree = await treeOf(code, context, kept);
      if (!tree) return { missing: code };
      const look = () => matrix(rows, tree, surveyOf(context, tree.byChild, [context.asOf]));
      return pageOf(await kept.list(context, ['overdue', code], look), page);
    },
  };
}

interface MatrixRow {
  readonly mechanism: string;
  /** Shown also where nothing of it is open. */
  readonly always: boolean;
  readonly label: Label;
  readonly count: ((survey: Survey) => Promise<readonly OverdueCount[]>) | undefined;
}

/** Whatever discloses may disclose something due; its name is that of its first category unless it declares another. */
function matrixRowOf({ name, categories, discloses, overdue }: Mechanism): readonly MatrixRow[] {
  const label = overdue?.label ?? categories[0]?.contract.label;
  return label && (discloses || overdue) ? [{ mechanism: name, label, always: overdue !== undefined, count: overdue?.count }] : [];
}

async function matrix(rows: readonly MatrixRow[], tree: Tree, survey: Survey): Promise<readonly JsonObject[]> {
  const [disclosed, ...computed] = await Promise.all([
    disclosedLines(survey),
    ...rows.map(async ({ mechanism, count }) => ((await count?.(survey)) ?? []).map((found) => ({ ...found, mechanism }))),
  ]);
  const found = [...disclosed, ...computed.flat()];
  const columns = rows.filter(({ mechanism, always }) => always || found.some((one) => one.mechanism === mechanism));
  return tree.children.flatMap(({ code, name, level, kind }) =>
    columns.map(({ mechanism, label }) => ({
      unit: code,
      name,
      level,
      kind,
      mechanism,
      label: { ...label },
      ...addedUp(found.filter((one) => one.top === code && one.mechanism === mechanism)),
    })),
  );
}

interface Disclosed extends OverdueCount {
  readonly mechanism: string;
}

/** Whether a line of a board (alias `b`) has a day due and was not done by the day asked, `$3`. */
export const OPEN_LINE = `b.due IS NOT NULL AND coalesce(b.effective_on, b.published_on) <= $3 AND NOT (coalesce(b.done, false) AND coalesce(b.done_on, $3) <= $3)`;

/** Keys of lines begin with the mechanism's name. */
export const LINE_MECHANISM = `split_part(translate(b.key, ':', '/'), '/', 1)`;

async function disclosedLines(survey: Survey): Promise<readonly Disclosed[]> {
  const [asOf] = survey.days.slice(-1) as [Day];
  return survey.rows<Disclosed>(
    `SELECT u.top, ${LINE_MECHANISM} AS mechanism, count(*)::int AS open, (count(*) FILTER (WHERE b.due < $3))::int AS late, min(b.due) AS oldest
     FROM ${survey.context.table(BOARD)} b JOIN scope u ON u.code = b.unit
     WHERE ${OPEN_LINE}
     GROUP BY 1, 2`,
    [asOf],
  );
}
