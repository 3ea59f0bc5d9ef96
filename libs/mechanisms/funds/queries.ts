import { choice, code, unitCode } from '#contracts';
import { yearOf, type JsonObject } from '#kernel';
import { pageOf, type QuestionSpec } from '#readside';
import { FUND_ASKED, YEAR_ASKED } from './asked.contract';
import type { FundKind } from './contract';
import { executions } from './execution.queries';
import { branchesOf, treeOf } from './tree.queries';

class FundsAsked {
  @unitCode({ zh: '单位', en: 'Unit', optional: true, help: { zh: '默认全市', en: 'The whole city unless given' } })
  readonly unit?: string;
  @code(YEAR_ASKED)
  readonly year?: string;
  @choice(FUND_ASKED)
  readonly fund?: FundKind;
}

class FundsBelowAsked {
  @unitCode({ zh: '上级单位', en: 'Parent', optional: true, help: { zh: '默认全市', en: 'The whole city unless given' } })
  readonly parent?: string;
  @code(YEAR_ASKED)
  readonly year?: string;
  @choice(FUND_ASKED)
  readonly fund?: FundKind;
}

const fen: JsonObject = { type: 'integer', description: 'fen' };
const fenOrNone: JsonObject = { type: ['integer', 'null'], description: 'fen; null = no data' };
const shareOrNone: JsonObject = { type: ['number', 'null'], description: 'a fraction; null = no data' };
const quarter: JsonObject = {
  type: 'object',
  properties: { quarter: { type: 'integer' }, received: fen, matched: fen, paid: fen, reached: fen, reachedToDate: fen, due: fenOrNone },
};

const executionSchema: JsonObject = {
  type: 'object',
  properties: {
    unit: { type: 'string' },
    name: { type: 'string' },
    year: { type: 'integer' },
    fund: { enum: ['service', 'work', null] },
    ...Object.fromEntries(
      ['budget', 'received', 'matched', 'inTransit', 'sent', 'requested', 'paid', 'returned', 'balance', 'reached', 'cap'].map((name) => [
        name,
        fen,
      ]),
    ),
    due: fenOrNone,
    communities: { type: 'integer' },
    withoutCount: { type: 'integer' },
    matchRatio: shareOrNone,
    daysToPay: { type: ['number', 'null'] },
    serviceShare: shareOrNone,
    quarters: { type: 'array', items: quarter },
  },
};

export const fundsQuestions: readonly QuestionSpec[] = [
  {
    path: 'funds',
    label: { zh: '经费执行', en: 'Execution of funds' },
    asks: FundsAsked,
    who: 'public',
    list: false,
    answers: executionSchema,
    answer: async (asked, context) => {
      const unit = asked['unit'] ?? context.city;
      const tree = await treeOf(unit, context);
      const [found] = tree ? await executions([{ unit, ...tree }], accountsOf(asked, context.asOf), context) : [];
      return found ? { found } : { missing: unit };
    },
  },
  {
    path: 'funds/by-unit',
    label: { zh: '下级单位经费执行', en: 'Execution of funds, by the units directly below' },
    asks: FundsBelowAsked,
    who: 'public',
    list: true,
    answers: executionSchema,
    answer: async (asked, context, page) => {
      const parent = asked['parent'] ?? context.city;
      const branches = await branchesOf(parent, context);
      if (!branches) return { missing: parent };
      const { items, next } = pageOf(
        branches.map(({ unit }) => unit),
        page,
      );
      const shown = branches.filter(({ unit }) => items.includes(unit));
      return { items: await executions(shown, accountsOf(asked, context.asOf), context), next };
    },
  },
];

function accountsOf(
  asked: Readonly<Record<string, string | undefined>>,
  asOf: string,
): { readonly year: number; readonly fund: FundKind | null } {
  const fund = asked['fund'] === 'service' || asked['fund'] === 'work' ? asked['fund'] : null;
  return { year: Number(asked['year'] ?? yearOf(asOf)), fund };
}
