import type { Expected, History, HistoryEvent } from './histories.mjs';
import { StoreModel, type Outcome } from './store-model';

export type Step = readonly [label: string, answer: unknown];

/** Plays a history against the model; answers are spelled as the recorder spells those of a server: positions by rank, names behind `«`. */
export async function playOnModel(history: History): Promise<readonly Step[]> {
  const model = new StoreModel();
  const steps: Step[] = [];
  const event = (number: number): HistoryEvent => ({ id: `#${number}`, type: `t${number}`, data: `{"n":${number}}` });
  const one = (stream: string, expected: Expected, events: readonly HistoryEvent[]): unknown =>
    batchAnswer(model.append(stream, expected, events));
  await history({
    w: {
      append: (stream, expected, events) => classicAnswer(stream, expected, model.append(stream, expected, events)),
      remove: (kind, stream, expected) => removeAnswer(stream, expected, model.remove(kind, stream, expected)),
      read: (spec) => readAnswer(spec.stream ?? '$all', model.read(spec)),
    },
    one,
    meta: (stream, expected, json, number) => one(`$$${stream}`, expected, [{ id: `#${number}`, type: '$metadata', data: json }]),
    s: (name) => `«${name}`,
    ev: event,
    say: (label, answer) => steps.push([`${steps.length + 1}. ${label}`, answer]),
  });
  return ranked(JSON.parse(JSON.stringify(steps)) as readonly Step[]);
}

function batchAnswer(outcome: Outcome): unknown {
  if (outcome.is === 'written') return written(outcome);
  if (outcome.is === 'deleted') return { error: { type: 'StreamDeleted' } };
  const { current } = outcome;
  return { error: { type: 'WrongExpectedVersion', details: { currentNoStream: current < 0n, currentStreamRevision: String(current) } } };
}

function classicAnswer(stream: string, expected: Expected, outcome: Outcome): unknown {
  if (outcome.is === 'written') return written(outcome);
  if (outcome.is === 'deleted') return deleted(stream);
  return { wrongExpectedVersion: { current: outcome.current < 0n ? 'no_stream' : String(outcome.current), expected: String(expected) } };
}

function written({ revision, position }: Outcome & { is: 'written' }): unknown {
  return { ok: { revision: String(revision), position: position === undefined ? 'no_position' : { commit: String(position) } } };
}

function removeAnswer(stream: string, expected: Expected, outcome: Outcome): unknown {
  if (outcome.is === 'written') return { ok: { commit: String(outcome.position) } };
  if (outcome.is === 'deleted') return deleted(stream);
  const numbers = { any: -2, no_stream: -1, stream_exists: -4 };
  const trailers = {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': String(typeof expected === 'number' ? expected : numbers[expected]),
    'actual-version': String(outcome.current),
  };
  return { failed: 'FAILED_PRECONDITION', trailers };
}

function deleted(stream: string): { readonly failed: string; readonly trailers: object } {
  return { failed: 'FAILED_PRECONDITION', trailers: { exception: 'stream-deleted', 'stream-name': stream } };
}

function readAnswer(stream: string, seen: ReturnType<StoreModel['read']>): unknown {
  if (seen.is === 'missing') return { messages: [{ streamNotFound: stream }], end: 'ok' };
  if (seen.is === 'deleted') return { messages: [], end: deleted(stream) };
  const messages = seen.events.map(({ position, revision, type, data, ...event }) => ({
    at: String(position),
    event: { stream: event.stream, revision: String(revision), metadata: { type }, data },
  }));
  return { messages, end: 'ok' };
}

/** A position means nothing beyond its order. */
function ranked(steps: readonly Step[]): readonly Step[] {
  const positions = new Set<bigint>();
  const visit = (value: unknown, key: string, change: (digits: string) => string): unknown => {
    if (Array.isArray(value)) return value.map((one) => visit(one, '', change));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visit(one, name, change)]));
    return (key === 'commit' || key === 'at') && typeof value === 'string' && /^\d+$/.test(value) ? change(value) : value;
  };
  visit(steps, '', (digits) => (positions.add(BigInt(digits)), digits));
  const rank = new Map([...positions].sort((a, b) => (a < b ? -1 : 1)).map((position, i) => [String(position), `p${i}`]));
  return visit(steps, '', (digits) => rank.get(digits) ?? digits) as readonly Step[];
}
