import { isVeiled, type Contract } from '#contracts';
import { canonical, isObject, type Json, type JsonObject } from '#kernel';
import { masked } from '#gateway';
import { aboutOf, type Ledger, type RecordedFact } from '#ledger';
import { isLater, type Row } from '#readside';
import type { House } from '../wiring';

export interface ChangesParts {
  readonly ledger: Ledger;
  readonly house: House;
}

export interface Change {
  readonly path: string;
  /** The path in its members: ids have dots of their own. */
  readonly members: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
}

/** What folding the streams of some facts tells of each, by `stream@revision`. */
export interface Folded {
  readonly changes: ReadonlyMap<string, readonly Change[]>;
  /** The earlier fact that this one takes back, and the later one that takes this one back. */
  readonly corrects: ReadonlyMap<string, string>;
  readonly correctedBy: ReadonlyMap<string, string>;
}

export interface FoldLimits {
  /** Streams folded, and their length: beyond it a fact is told without what it changed. */
  readonly streams: number;
  readonly revision: number;
}

/** What one page may cost. */
const PAGE: FoldLimits = { streams: 20, revision: 2_000 };
/** Streams read at one time: others read as well. */
const READS_MAX = 8;
/** Changes shown of one fact, and how deep they are told apart. */
const [CHANGES_MAX, DEPTH_MAX] = [40, 4];
/** Facts told before others have their turn: this process answers residents too. */
export const AT_A_TIME = 100;

/** Before → after of the facts, from folding their streams; nothing later than `until` is looked at. */
export async function foldedOf(
  rows: readonly Row[],
  parts: ChangesParts,
  until: string | undefined,
  limits: FoldLimits = PAGE,
): Promise<Folded> {
  const streams = new Map<string, Row>();
  for (const row of rows) {
    const stream = String(row['stream']);
    if (!streams.has(stream) && streams.size < limits.streams && Number(row['revision']) <= limits.revision) streams.set(stream, row);
  }
  const wanted = new Set(rows.map(rowKey));
  const folded = {
    changes: new Map<string, readonly Change[]>(),
    corrects: new Map<string, string>(),
    correctedBy: new Map<string, string>(),
  };
  const waiting = [...streams.values()];
  const work = async (): Promise<void> => {
    for (let row = waiting.pop(); row; row = waiting.pop())
      await foldInto(folded, wanted, String(row['category']), String(row['id']), parts, until, limits);
  };
  await Promise.all(Array.from({ length: Math.min(READS_MAX, waiting.length) }, work));
  return folded;
}

export function rowKey(row: Row): string {
  return `${String(row['stream'])}@${Number(row['revision'])}`;
}

/** Lets whatever waits in this process go first. */
export function others(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

interface Folding {
  readonly changes: Map<string, readonly Change[]>;
  readonly corrects: Map<string, string>;
  readonly correctedBy: Map<string, string>;
}

async function foldInto(
  folded: Folding,
  wanted: ReadonlySet<string>,
  category: string,
  id: string,
  parts: ChangesParts,
  until: string | undefined,
  limits: FoldLimits,
): Promise<void> {
  const ruled = parts.house.categories.get(category);
  if (!ruled) return;
  const { facts: all } = await parts.ledger.readStream({ category, id });
  const facts = all.slice(0, limits.revision + 1).filter((fact) => until === undefined || !isLater(fact.position, until));
  let state = ruled.decider.initial(id);
  for (const fact of facts) {
    const next = ruled.decider.evolve(state, fact, aboutOf(fact));
    const key = keyOf(fact);
    if (wanted.has(key)) folded.changes.set(key, differenceOf(state as Json, next as Json));
    state = next;
    if (fact.revision % AT_A_TIME === AT_A_TIME - 1) await others();
  }
  for (const { earlier, later } of takenBack(facts, ruled.contract)) {
    folded.corrects.set(later, earlier);
    folded.correctedBy.set(earlier, later);
  }
}

interface TakenBack {
  readonly earlier: string;
  readonly later: string;
}

/** Which fact takes back which, by the contract's compensations: the latest one before it of the action it undoes that names the same things. */
export function takenBack(facts: readonly RecordedFact[], contract: Contract): readonly TakenBack[] {
  const undoes = new Map<string, readonly [string, NonNullable<Contract['actions'][string]['compensation']>][]>();
  for (const [name, { compensation }] of Object.entries(contract.actions))
    if (compensation) undoes.set(compensation.action, [...(undoes.get(compensation.action) ?? []), [name, compensation]]);
  const done: RecordedFact[] = [];
  const pairs: TakenBack[] = [];
  const corrected = new Set<string>();
  for (const fact of facts) {
    for (const [action, { data }] of undoes.get(fact.meta.action) ?? []) {
      const earlier = done.findLast(
        (one) => one.meta.action === action && !corrected.has(keyOf(one)) && names(data(one.data, '', fact.meta.occurredOn), fact.data),
      );
      if (!earlier) continue;
      corrected.add(keyOf(earlier));
      pairs.push({ earlier: keyOf(earlier), later: keyOf(fact) });
    }
    done.push(fact);
  }
  return pairs;
}

/** Whether the compensation as it would be asked for names what the fact names; a reason is free. */
function names(asked: JsonObject, recorded: JsonObject): boolean {
  const said = Object.entries(asked).filter(([name, value]) => value !== '' && name in recorded);
  return said.length > 0 && said.every(([name, value]) => canonical(value) === canonical(recorded[name]));
}

function keyOf(fact: RecordedFact): string {
  return `${fact.stream}@${fact.revision}`;
}

/**
 * What differs between two states, member by member, at most 40; sealed values as their masks. A decider leaves what it does not change as it
 * was, the same object: such members are passed over unread, so that a fact costs what it changed and not what its stream has grown to.
 */
export function differenceOf(before: Json | undefined, after: Json | undefined, path: readonly string[] = []): readonly Change[] {
  if (before === after) return [];
  const [former, latter] = [shallowMasked(before), shallowMasked(after)];
  if (path.length < DEPTH_MAX && isObject(former) && isObject(latter))
    return membersApart(former as JsonObject, latter as JsonObject, path);
  const [was, is] = [whollyMasked(former), whollyMasked(latter)];
  if (canonical(was) === canonical(is)) return [];
  return [
    { path: path.join('.'), members: path, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) },
  ];
}

function membersApart(before: JsonObject, after: JsonObject, path: readonly string[]): readonly Change[] {
  const found: Change[] = [];
  const add = (name: string, was: Json | undefined, is: Json | undefined): void => {
    if (was !== is && found.length < CHANGES_MAX) found.push(...differenceOf(was, is, [...path, name]));
  };
  for (const name in before) add(name, before[name], Object.hasOwn(after, name) ? after[name] : undefined);
  for (const name in after) if (!Object.hasOwn(before, name)) add(name, undefined, after[name]);
  return found.slice(0, CHANGES_MAX);
}

function shallowMasked(value: Json | undefined): Json | undefined {
  return isVeiled(value) ? masked(value) : value;
}

function whollyMasked(value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : masked(value);
}
