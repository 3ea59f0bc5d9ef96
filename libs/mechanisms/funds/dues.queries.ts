import { quarterOf, yearOf, yuanOf, type Label } from '#kernel';
import type { ReadContext } from '#readside';
import type { BoardUnit, DueLine, DueSource } from '../board/lines';
import type { FundKind } from './contract';
import { dueWithin, PARAMETER } from './due.queries';
import { dueUpTo, lastDayOf } from './rules';

const NAMES: Readonly<Record<FundKind, readonly [string, string]>> = {
  service: ['党组织服务群众专项经费', 'Service fund'],
  work: ['社区工作经费', 'Work fund'],
};

/** What of its funds should have reached a community by the end of the quarter before (late), and should by the end of this one (due). */
export const fundsDues: DueSource = async (unit, context) => {
  if (unit.level !== 'community') return [];
  const [year, quarter] = [yearOf(context.asOf), quarterOf(context.asOf)];
  const past = quarter === 1 ? { year: year - 1, quarter: 4 } : { year, quarter: quarter - 1 };
  // In one look where both quarters lie in one year: a board is read far more often than anything is recorded.
  const thisYear = figuresOf(unit, year, context);
  const [last, these] = await Promise.all([past.year === year ? thisYear : figuresOf(unit, past.year, context), thisYear]);
  const [late, now] = [shortfalls(last, past.quarter), shortfalls(these, quarter)];
  // What is late already is not said twice: of this year's, only what comes on top of it falls due with this quarter.
  const before = new Map(past.year === year ? late.map((short) => [short.fund, short.fen]) : []);
  const ahead = now.map((short) => ({ ...short, fen: short.fen - (before.get(short.fund) ?? 0) })).filter((short) => short.fen > 0);
  return [...late.map((short) => lineOf(unit, short, true)), ...ahead.map((short) => lineOf(unit, short, false))];
};

interface Shortfall {
  readonly fund: FundKind;
  readonly year: number;
  readonly quarter: number;
  readonly fen: number;
  readonly stream: string;
  readonly revision: number;
}

interface Figures {
  readonly year: number;
  readonly dues: Awaited<ReturnType<typeof dueWithin>>;
  readonly reached: readonly { readonly fund: string; readonly amount: number }[];
  readonly sources: readonly { readonly code: string; readonly stream: string; readonly revision: number }[];
}

/** What is due to the community in a year, and what had reached it by the day asked. */
async function figuresOf(unit: BoardUnit, year: number, context: ReadContext): Promise<Figures> {
  const [dues, reached, sources] = await Promise.all([
    dueWithin({ units: [unit.code], year, fund: null }, context),
    context.rows<Figures['reached'][number]>(
      `SELECT e.fund, sum(e.amount)::bigint AS amount FROM ${context.table('fund_entries')} e WHERE e.unit = $1 AND e.year = $2 AND e.kind = 'received' AND e.day <= $3 GROUP BY e.fund`,
      [unit.code, year, context.asOf],
    ),
    context.rows<Figures['sources'][number]>(
      `SELECT p.code, p.stream, p.revision FROM ${context.effective('parameter_values')} p WHERE p.code = ANY($1::text[]) AND p.revision IS NOT NULL`,
      [Object.values(PARAMETER)],
    ),
  ]);
  return { year, dues, reached, sources };
}

/** What is missing of what is due up to the end of a quarter. */
function shortfalls({ year, dues, reached, sources }: Figures, quarter: number): readonly Shortfall[] {
  return dues.flatMap(({ fund, fen }): readonly Shortfall[] => {
    const due = dueUpTo(quarter, fen);
    const source = sources.find((one) => one.code === PARAMETER[fund]);
    const short = (due ?? 0) - (reached.find((one) => one.fund === fund)?.amount ?? 0);
    return short > 0 && source ? [{ fund, year, quarter, fen: short, stream: source.stream, revision: source.revision }] : [];
  });
}

/** The key of the line that says so on a board. */
export function shortLineOf(unit: string, fund: FundKind, { year, quarter }: Pick<Shortfall, 'year' | 'quarter'>): string {
  return `funds/due/${unit}/${year}.${quarter}.${fund}`;
}

export function shortTitle(fund: FundKind): Label {
  const [zh, en] = NAMES[fund];
  return { zh: `${zh}应拨未到`, en: `${en} due and not received` };
}

function lineOf(unit: BoardUnit, { fund, year, quarter, fen, stream, revision }: Shortfall, late: boolean): DueLine {
  const title = shortTitle(fund);
  const yuan = yuanOf(fen);
  return {
    id: shortLineOf(unit.code, fund, { year, quarter }),
    topic: 'finance',
    title: title.zh,
    titleEn: title.en,
    text: `${year} 年第 ${quarter} 季度末应到未到 ${yuan} 元`,
    textEn: `${yuan} yuan due by the end of quarter ${quarter} of ${year} and not received`,
    amountFen: fen,
    status: 'short',
    due: lastDayOf(year, quarter),
    late,
    stream,
    revision,
  };
}
