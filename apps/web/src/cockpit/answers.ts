import type { Coverage, Funds, Line, Unit } from '../api/answers';
import { ask, askAll, ifThere, type Page, type Query } from '../api/client';
import type { Label } from '../words';
import type { NumberAsked } from './number-asked';
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

/** One fact that a number is made of (`GET /api/evidence`). */
export interface EvidenceFact {
  readonly stream: string;
  readonly revision: number;
  readonly category: string;
  readonly id: string;
  readonly type: string;
  readonly label: Label;
  readonly on: string;
  readonly unit: string | null;
  readonly unitName: string | null;
  /** What it adds to the number; null where it only belongs to it. */
  readonly part: number | null;
  /** The line of a board that tells of it. */
  readonly line: { readonly id: string; readonly unit: string; readonly title: string; readonly titleEn: string } | null;
  /** Of what is open and late: the thing that the fact set a day for. */
  readonly thing?: { readonly key: string; readonly title: Label; readonly due: string | null; readonly late: boolean };
}
export interface EvidencePage extends Page<EvidenceFact> {
  readonly count: number;
  readonly total: number | null;
}

const EVIDENCE_PAGE = 50;

export function evidencePage(
  { number, year, term, mechanism }: NumberAsked,
  unit: string,
  { asOf, knownAt }: Moment,
  cursor?: string,
): Promise<EvidencePage> {
  return ask<EvidencePage>('evidence', { number, unit, year, term, mechanism, asOf, knownAt, cursor, limit: EVIDENCE_PAGE });
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

/** A unit's own standing within the term and that of all below it; null: no such term, none at all yet, or no such unit. */
export function coverage({ unit, asOf, knownAt }: Pick<Seen, 'unit' | 'asOf' | 'knownAt'>, term?: string): Promise<Coverage | null> {
  return shared(
    `coverage ${unit} ${asOf} ${knownAt} ${term}`,
    async () => (await ifThere(one<Coverage>('coverage/inspections', { unit, asOf, knownAt, term }))) ?? null,
  );
}

export function funds({ unit, asOf, knownAt }: Pick<Seen, 'unit' | 'asOf' | 'knownAt'>, year: string): Promise<Funds> {
  return shared(`funds ${unit} ${year} ${asOf} ${knownAt}`, () => one<Funds>('funds', { unit, year, asOf, knownAt }));
}

/** The year's money of each unit directly below one. */
export function fundsBelow({ unit, asOf, knownAt }: Seen, year: string): Promise<readonly Funds[]> {
  return everything<Funds>('funds/by-unit', { parent: unit, year, asOf, knownAt });
}

/** A term's coverage on several days, in their order; null where nothing was told of it by then. */
export function coverageOn(
  days: readonly string[],
  term: string,
  { unit, knownAt }: Pick<Seen, 'unit' | 'knownAt'>,
  signal: AbortSignal,
): Promise<readonly (Coverage | null)[]> {
  return fewAtOnce(days, (asOf) => coverage({ unit, asOf, knownAt }, term), signal);
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
