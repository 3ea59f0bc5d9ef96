import { createHash } from 'node:crypto';
import { code, contract, flag, whole } from '#contracts';
import { canonical, refuse, type Asked, type Day, type Decider, type Fact, type Instant, type JsonObject } from '#kernel';
import type { Categories, RuledCategory } from './categories';
import type { Folds } from './ports';
import { isProblem, type Problem } from './problem';
import type { Outcome, SubmissionRequest } from './submission';

// Stored names: category, fact types and members are a format and never change.

class Open {
  @code({
    zh: '城市',
    en: 'City',
    pattern: '^\\d{6}$',
    says: { zh: '应为 6 位区划代码', en: 'must be a division code of 6 digits' },
    max: 6,
  })
  readonly city!: string;
  @flag({ zh: '演示数据', en: 'Demonstration data' })
  readonly synthetic!: boolean;
}

class Close {
  @whole({ zh: '提交数', en: 'Submissions', max: 1_000_000 })
  readonly submissions!: number;
}

/** The ledger itself: one stream, `ledger-genesis`. */
export interface LedgerState {
  readonly is: 'void' | 'open' | 'closed';
  readonly city?: string;
  readonly synthetic: boolean;
}

export const GENESIS = { category: 'ledger', id: 'genesis' } as const;

const decider: Decider<LedgerState, Asked<'open', Open> | Asked<'close', Close>, Fact<'Opened', Open> | Fact<'Closed', Close>> = {
  initial: () => ({ is: 'void', synthetic: false }),
  evolve: (ledger, fact) =>
    fact.type === 'Opened' ? { is: 'open', city: fact.data.city, synthetic: fact.data.synthetic } : { ...ledger, is: 'closed' },
  concerns: () => undefined,
  decide(action, ledger) {
    if (action.name === 'open') {
      if (ledger.is === 'void') return [{ type: 'Opened', data: action.data }];
      return ledger.city === action.data.city && ledger.synthetic === action.data.synthetic
        ? []
        : refuse('genesis.another', { values: { city: ledger.city ?? '' } });
    }
    if (ledger.is === 'closed') return [];
    return ledger.is === 'open' ? [{ type: 'Closed', data: action.data }] : refuse('genesis.not-open');
  },
};

const next = { zh: '请使用另一个数据文件夹', en: 'Use another data folder' };

/** The beginning of the ledger. Only the genesis itself may open and close it; once closed, never again. */
export const beginnings: RuledCategory = {
  contract: contract({
    category: 'ledger',
    label: { zh: '账本', en: 'The ledger' },
    clause: '三(一)',
    id: { pattern: '^genesis$', says: { zh: '只有 genesis', en: 'is genesis alone' }, label: { zh: '账本', en: 'Ledger' } },
    actions: {
      open: {
        label: { zh: '开立账本', en: 'Open the ledger' },
        payload: Open,
        facts: ['Opened'],
        who: [],
        reserved: [],
        clause: '三(一)',
        refusals: ['genesis.another'],
      },
      close: {
        label: { zh: '结束开立', en: 'Close the beginning' },
        payload: Close,
        facts: ['Closed'],
        who: [],
        reserved: [],
        clause: '三(一)',
        refusals: ['genesis.not-open'],
      },
    },
    facts: {
      Opened: {
        label: { zh: '账本已开立', en: 'Ledger opened' },
        data: Open,
        says: { zh: '为 {city} 开立账本', en: 'Ledger of {city} opened' },
      },
      Closed: {
        label: { zh: '开立已结束', en: 'Beginning closed' },
        data: Close,
        says: { zh: '开立结束，共 {submissions} 项', en: 'Beginning closed after {submissions} submissions' },
      },
    },
    refusals: {
      'genesis.another': { zh: '账本已为 {city} 或以另一性质开立', en: 'The ledger was opened for {city}, or for another purpose', next },
      'genesis.not-open': { zh: '账本尚未开立', en: 'The ledger is not open', next },
    },
    readers: ['auditor'],
  }),
  decider: decider as unknown as Decider<unknown>,
};

export interface GenesisSubmission {
  /** A phase begins when the one before is recorded; within one, streams go side by side, each in order. */
  readonly phase: string;
  /** What it rests on. */
  readonly clause: string;
  readonly category: string;
  readonly id: string;
  readonly action: string;
  readonly data: JsonObject;
  readonly occurredOn?: Day;
}

export interface GenesisPlan {
  readonly city: string;
  readonly synthetic: boolean;
  readonly submissions: readonly GenesisSubmission[];
  /** A synthetic ledger says when it began. */
  readonly recordedAt?: Instant;
}

export interface GenesisParts {
  readonly categories: Categories;
  readonly folds: Folds;
  readonly submit: (request: SubmissionRequest) => Promise<Outcome>;
  readonly progress?: (done: number, total: number) => void;
}

/** A genesis that cannot go on: what was refused and why. */
export class GenesisRefused extends Error {
  constructor(
    readonly submission: GenesisSubmission,
    readonly problem: Problem,
  ) {
    super(
      `${submission.category}-${submission.id} ${submission.action}: ${problem.code} ${problem.text.en} ${JSON.stringify(problem.errors ?? [])}`,
    );
    this.name = 'GenesisRefused';
  }
}

/** In flight at most: one stream is taken in order, different streams side by side. */
const IN_FLIGHT_MAX = 64;

/**
 * Records the beginning, through the same door as every other action, each submission resting on the clause itself. Ids are
 * deterministic: run again after a kill it finds what it has recorded. Answers false when it was closed before.
 * @throws GenesisRefused
 */
export async function runGenesis(plan: GenesisPlan, parts: GenesisParts): Promise<boolean> {
  const now = (await parts.folds.reload(GENESIS)).state as LedgerState;
  if (now.is === 'closed') return false;
  const total = plan.submissions.length;
  const submit = (submission: GenesisSubmission): Promise<void> => record(submission, plan, parts);
  const own = { ...GENESIS, phase: 'ledger', clause: '三(一)' };
  await submit({ ...own, action: 'open', data: { city: plan.city, synthetic: plan.synthetic } });
  let done = 0;
  for (const phase of phasesOf(plan.submissions)) {
    await sideBySide(phase, async (submission) => {
      await submit(submission);
      done += 1;
      if (done % 50 === 0 || done === total) parts.progress?.(done, total);
    });
  }
  await submit({ ...own, action: 'close', data: { submissions: total } });
  return true;
}

async function record(submission: GenesisSubmission, plan: GenesisPlan, parts: GenesisParts): Promise<void> {
  const { category, id, action, data, occurredOn, clause } = submission;
  const body: JsonObject = occurredOn === undefined ? data : { ...data, occurredOn };
  const spec = parts.categories.get(category)?.actions.get(action)?.spec;
  const outcome = await parts.submit({
    category,
    id,
    action,
    body,
    idempotencyKey: `genesis:${createHash('sha256').update(canonical(body)).digest('hex').slice(0, 32)}`,
    caller: { account: 'genesis', held: [], authority: { kind: 'clause', power: spec?.who[0]?.power ?? 'ledger.begin', clause } },
    source: { kind: 'genesis' },
    trace: 'genesis',
    ...(plan.recordedAt === undefined ? {} : { recordedAt: plan.recordedAt }),
  });
  if (isProblem(outcome)) throw new GenesisRefused(submission, outcome);
}

/** Runs of the same phase. */
function phasesOf(submissions: readonly GenesisSubmission[]): readonly (readonly GenesisSubmission[])[] {
  const phases: GenesisSubmission[][] = [];
  for (const submission of submissions) {
    const last = phases.at(-1);
    if (last?.[0]?.phase === submission.phase) last.push(submission);
    else phases.push([submission]);
  }
  return phases;
}

/** Begun in order; the handler keeps the order within a stream. */
async function sideBySide<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  let at = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[at++]; item !== undefined; item = items[at++]) await task(item);
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT_MAX, items.length) }, worker));
}
