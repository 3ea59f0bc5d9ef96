import type { Coverage, Funds, Line, Unit } from '../api/answers';
import { ask, askAll, type Page, type Query } from '../api/client';
import type { Label } from '../words';
import { byItself, shared } from './pulse';
import type { Moment, Seen } from './scene';

export type Status = 'met' | 'short' | 'over' | 'no-data' | 'no-target' | 'not-recorded';
export interface Point {
  readonly on: string;
  readonly value: number | null;
}
export interface Target {
  readonly min?: number;
  readonly max?: number;
}
/** One number of the policy for one unit (`GET /api/indicators`). */
export interface PolicyTarget {
  readonly id: string;
  readonly clause: string;
  readonly label: Label;
  readonly unitOfMeasure: string;
  readonly value: number | null;
  readonly target: Target | null;
  readonly status: Status;
  readonly trend: number | null;
  /** What the value is made of: so many of so many; null where it is not such a one. */
  readonly part?: number | null;
  readonly whole?: number | null;
  /** The dated numbers of the policy that govern it, with the facts that set them. */
  readonly parameters?: readonly {
    readonly code: string;
    readonly value: number;
    readonly unitOfMeasure: string;
    readonly from: string;
    readonly rests: string;
  }[];
  readonly series: readonly Point[];
  /** `stream@revision` of the facts it is made of. */
  readonly evidence: readonly string[];
  readonly mechanism: string | null;
}
/** The same number for each unit directly below one (`GET /api/indicators/{id}?parent=`). */
export interface UnitTarget {
  readonly unit: string;
  readonly name: string;
  readonly kind: string;
  readonly level: string;
  readonly value: number | null;
  readonly target: Target | null;
  readonly status: Status;
  readonly rank: number | null;
  readonly part?: number | null;
  readonly whole?: number | null;
  readonly evidence: readonly string[];
}
export interface OverdueCell {
  readonly unit: string;
  readonly name: string;
  readonly level: string;
  readonly kind: string;
  readonly mechanism: string;
  readonly label: Label;
  readonly open: number;
  readonly late: number;
  readonly oldest: string | null;
}

export function policyTargets({ unit, asOf, knownAt }: Seen): Promise<readonly PolicyTarget[]> {
  return everything<PolicyTarget>('indicators', { unit, asOf, knownAt });
}

export function targetByUnit(id: string, { unit, asOf, knownAt }: Seen): Promise<readonly UnitTarget[]> {
  return everything<UnitTarget>(`indicators/${encodeURIComponent(id)}`, { parent: unit, asOf, knownAt });
}

/** By the units directly below; a unit with none below it is found among those of its parent. */
export async function overdue(seen: Seen): Promise<readonly OverdueCell[]> {
  const { asOf, knownAt } = seen;
  const { level, parent } = await unitOf(seen.unit, seen);
  if (level !== 'community' || parent === null) return everything<OverdueCell>('overdue', { parent: seen.unit, asOf, knownAt });
  return (await everything<OverdueCell>('overdue', { parent, asOf, knownAt })).filter(({ unit }) => unit === seen.unit);
}

export function unitOf(code: string, { asOf, knownAt }: Moment): Promise<Unit> {
  return shared(`unit ${code} ${asOf} ${knownAt}`, () => one<Unit>(`units/${encodeURIComponent(code)}`, { asOf, knownAt }));
}

/** The units directly below one. */
export function unitsBelow({ unit, asOf, knownAt }: Seen): Promise<readonly Unit[]> {
  return everything<Unit>('units', { parent: unit, asOf, knownAt });
}

export function communities({ asOf, knownAt }: Moment): Promise<readonly Unit[]> {
  return everything<Unit>('units', { level: 'community', asOf, knownAt });
}

/** Every unit there is today, for names. */
export function allUnits(): Promise<readonly Unit[]> {
  return everything<Unit>('units', {});
}

export function coverage({ asOf, knownAt }: Moment, term?: string): Promise<Coverage> {
  return shared(`coverage ${asOf} ${knownAt} ${term}`, () => one<Coverage>('coverage/inspections', { asOf, knownAt, term }));
}

export function funds({ unit, asOf, knownAt }: Pick<Seen, 'unit' | 'asOf' | 'knownAt'>, year: string): Promise<Funds> {
  return shared(`funds ${unit} ${year} ${asOf} ${knownAt}`, () => one<Funds>('funds', { unit, year, asOf, knownAt }));
}

/** The year's money of several units, in their order. */
export function fundsOf(units: readonly string[], { asOf, knownAt }: Moment, year: string, signal: AbortSignal): Promise<readonly Funds[]> {
  return fewAtOnce(units, (unit) => funds({ unit, asOf, knownAt }, year), signal);
}

/** A term's coverage on several days, in their order. */
export function coverageOn(
  days: readonly string[],
  term: string,
  knownAt: string | undefined,
  signal: AbortSignal,
): Promise<readonly Coverage[]> {
  return fewAtOnce(days, (asOf) => coverage({ asOf, knownAt }, term), signal);
}

/** At most so many questions of one panel at once: the others of the screen wait too. */
const TOGETHER = 3;

async function fewAtOnce<Q, A>(questions: readonly Q[], askOf: (question: Q) => Promise<A>, signal: AbortSignal): Promise<readonly A[]> {
  const answers: A[] = [];
  for (let at = 0; at < questions.length && !signal.aborted; at += TOGETHER)
    answers.push(...(await Promise.all(questions.slice(at, at + TOGETHER).map(askOf))));
  return answers;
}

/** Lines of a unit's board: the records below every number, as residents may read them. */
export function boardLines(unit: string, { asOf, knownAt }: Moment, topic?: string, most = 300): Promise<readonly Line[]> {
  return askAll<Line>(`board/${encodeURIComponent(unit)}`, { topic, asOf, knownAt, limit: Math.min(100, most) }, most);
}

const ITEMS_MAX = 5_000;

/** All pages of a list, asked once for all panels that need it. */
function everything<T>(path: string, query: Query): Promise<readonly T[]> {
  return shared(`${path} ${JSON.stringify(query)}`, async () => {
    const items: T[] = [];
    let cursor: string | undefined;
    do {
      const page: Page<T> = await one<Page<T>>(path, { limit: 500, ...query, cursor });
      items.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && items.length < ITEMS_MAX);
    return items;
  });
}

/** What the wall asks by itself keeps no session alive: it says that nobody asked. */
function one<T>(path: string, query: Query): Promise<T> {
  return ask<T>(path, query, byItself() ? { headers: { 'ledger-unattended': '1' } } : {});
}
