import { filled } from '#contracts';
import { canonical, isObject, type Json, type JsonObject } from '#kernel';
import { masked } from '#gateway';
import { aboutOf, type Ledger, type RecordedFact } from '#ledger';
import { powerOf } from '#policy';
import type { Row } from '#readside';
import type { House } from '../wiring';

export interface ChangesParts {
  readonly ledger: Ledger;
  readonly house: House;
}

interface Change {
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** Streams folded for one page, and their length: beyond it a fact is shown without what it changed. */
const [STREAMS_MAX, REVISION_MAX] = [20, 2_000];
/** Changes shown of one fact, and how deep they are told apart. */
const [CHANGES_MAX, DEPTH_MAX] = [40, 4];

/** The facts as an auditor reads them: who, when, by what authority, and before → after, from folding the stream itself. */
export async function changesOf(rows: readonly Row[], parts: ChangesParts): Promise<readonly JsonObject[]> {
  const streams = new Map<string, number>();
  for (const row of rows) {
    const [stream, revision] = [String(row['stream']), Number(row['revision'])];
    if ((streams.has(stream) || streams.size < STREAMS_MAX) && revision <= REVISION_MAX) streams.set(stream, Math.max(revision, streams.get(stream) ?? 0));
  }
  const wanted = new Set(rows.map((row) => `${String(row['stream'])}@${Number(row['revision'])}`));
  const changes = new Map<string, readonly Change[]>();
  for (const stream of streams.keys()) await foldInto(changes, wanted, stream, rows, parts);
  return rows.map((row) => shown(row, changes.get(`${String(row['stream'])}@${Number(row['revision'])}`)));
}

async function foldInto(changes: Map<string, readonly Change[]>, wanted: ReadonlySet<string>, stream: string, rows: readonly Row[], { ledger, house }: ChangesParts): Promise<void> {
  const row = rows.find((one) => one['stream'] === stream);
  const [category, id] = [String(row?.['category']), String(row?.['id'])];
  const decider = house.categories.get(category)?.decider;
  if (!decider) return;
  const { facts } = await ledger.readStream({ category, id });
  let state = decider.initial(id);
  for (const fact of facts.slice(0, REVISION_MAX + 1)) {
    const next = decider.evolve(state, fact, aboutOf(fact));
    const key = keyOf(fact);
    if (wanted.has(key)) changes.set(key, difference(masked(state as Json), masked(next as Json)));
    state = next;
  }
}

function keyOf(fact: RecordedFact): string {
  return `${fact.stream}@${fact.revision}`;
}

function difference(before: Json | undefined, after: Json | undefined, path = '', depth = 0): readonly Change[] {
  if (canonical(before) === canonical(after)) return [];
  if (depth < DEPTH_MAX && isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => difference((before as JsonObject)[name], (after as JsonObject)[name], path === '' ? name : `${path}.${name}`, depth + 1)).slice(0, CHANGES_MAX);
  }
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

function shown(row: Row, changes: readonly Change[] | undefined): JsonObject {
  const authority = isObject(row['authority']) ? (row['authority'] as JsonObject) : {};
  const power = powerOf(String(authority['power']));
  const text = power ? { zh: filled('{label},条款 {clause}', { label: power.label.zh, clause: authority['clause'] }), en: filled('{label}, clause {clause}', { label: power.label.en, clause: authority['clause'] }) } : null;
  const stated = (name: string): Json => row[name] ?? null;
  return {
    stream: stated('stream'),
    revision: stated('revision'),
    position: String(row['position']),
    type: stated('type'),
    action: stated('action'),
    says: { zh: stated('says'), en: stated('says_en') },
    occurredOn: stated('occurred_on'),
    recordedAt: stated('recorded_at'),
    actor: { account: stated('account'), role: stated('role'), unit: stated('unit') },
    concerns: stated('concerns'),
    authority: { ...authority, text },
    refs: stated('refs'),
    source: stated('source'),
    submission: stated('submission'),
    data: stated('data'),
    changes: changes ? (changes as unknown as readonly JsonObject[]) : null,
  };
}
