import type { Label, Payload } from './spec';

// What leaves the device: rules alone. Each submission keeps its key until an answer came, so a repetition records nothing twice.

/** `queued` waits for its turn or the network, `sending` is on its way, `recorded` and `refused` are answers. */
export type OutgoingState = 'queued' | 'sending' | 'recorded' | 'refused';

export interface Refused {
  readonly status: number;
  readonly code: string;
  readonly text: Label;
  readonly next: Label;
  readonly errors: readonly { readonly field: string; readonly text: Label }[];
}

export interface Outgoing {
  /** The Idempotency-Key. */
  readonly key: string;
  readonly account: string;
  /** `role@unit` it was entered in. */
  readonly acting?: string | undefined;
  readonly category: string;
  readonly id: string;
  readonly action: string;
  readonly label: Label;
  readonly payload: Payload;
  /** If-Match. */
  readonly revision?: number | undefined;
  /** Milliseconds since 1970: order of sending. */
  readonly queuedAt: number;
  readonly state: OutgoingState;
  readonly attempts: number;
  /** Not tried before this moment. */
  readonly notBefore: number;
  readonly recorded?:
    | { readonly stream: string; readonly revision: number; readonly position: string; readonly already?: boolean; readonly at: number }
    | undefined;
  readonly refused?: Refused | undefined;
  /** Values of persons are not in the copy on the device. */
  readonly withheld?: boolean;
}

/** What became of one try. Status 0: no answer came. */
export type Outcome =
  | { readonly is: 'recorded'; readonly recorded: Omit<NonNullable<Outgoing['recorded']>, 'at'> }
  | { readonly is: 'failed'; readonly refused: Refused };

const WAIT_MS = { first: 1_000, most: 60_000 } as const;
/** Answered ones kept on the device. */
export const KEPT_MAX = 300;

export function streamOf({ category, id }: Pick<Outgoing, 'category' | 'id'>): string {
  return `${category}-${id}`;
}

/** What is sent next by this account: the oldest whose stream has nothing older under way. Undefined: nothing may be sent now. */
export function nextOf(queue: readonly Outgoing[], account: string, now: number): Outgoing | undefined {
  const busy = new Set<string>();
  for (const item of inOrder(queue)) {
    if (item.state !== 'queued' && item.state !== 'sending') continue;
    const stream = streamOf(item);
    if (item.state === 'queued' && item.account === account && item.notBefore <= now && !busy.has(stream)) return item;
    // Also another account's: what was entered first on this device is recorded first.
    if (item.account === account || item.state === 'sending') busy.add(stream);
  }
  return undefined;
}

/** Milliseconds until something of this account may be tried; undefined: nothing waits. */
export function waitOf(queue: readonly Outgoing[], account: string, now: number): number | undefined {
  const moments = queue
    .filter((item) => item.state === 'queued' && item.account === account)
    .map(({ notBefore }) => Math.max(notBefore - now, 0));
  return moments.length === 0 ? undefined : Math.min(...moments);
}

export function sent(item: Outgoing): Outgoing {
  return { ...item, state: 'sending', attempts: item.attempts + 1 };
}

/** Answered: recorded or refused. Not answered, or not yet: waits, longer each time, with the same key. */
export function after(item: Outgoing, outcome: Outcome, now: number): Outgoing {
  if (outcome.is === 'recorded') return { ...item, state: 'recorded', recorded: { ...outcome.recorded, at: now }, refused: undefined };
  if (isAnswer(outcome.refused.status)) return { ...item, state: 'refused', refused: outcome.refused };
  const wait = Math.min(WAIT_MS.first * 2 ** Math.min(item.attempts - 1, 10), WAIT_MS.most);
  return { ...item, state: 'queued', notBefore: now + wait, refused: outcome.refused };
}

/** What was on its way when the page went: nobody knows whether it arrived, so it goes again with its key. */
export function resumed(item: Outgoing): Outgoing {
  return item.state === 'sending' ? { ...item, state: 'queued', notBefore: 0 } : item;
}

/** The network is back, or someone signed in: waiting ends. */
export function hurried(item: Outgoing): Outgoing {
  return item.state === 'queued' ? { ...item, notBefore: 0 } : item;
}

/** Those to forget: the oldest answered ones beyond what is kept. */
export function forgotten(queue: readonly Outgoing[]): readonly Outgoing[] {
  return inOrder(queue.filter(({ state }) => state === 'recorded' || state === 'refused')).slice(0, -KEPT_MAX);
}

/** Whether a status says that the ledger has decided. No login, too many, not yet, timed out and server trouble say nothing about the submission. */
export function isAnswer(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);
}

function inOrder(queue: readonly Outgoing[]): readonly Outgoing[] {
  return [...queue].sort((a, b) => a.queuedAt - b.queuedAt || (a.key < b.key ? -1 : 1));
}
