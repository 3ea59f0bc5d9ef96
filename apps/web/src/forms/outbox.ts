import { computed, ref, toRaw, watch } from 'vue';
import { ask, type Recorded } from '../api/client';
import { Problem } from '../api/problem';
import { session } from '../session/session';
import { freshKey, forget, keep, kept } from './device';
import { uploadWaiting } from './files';
import { after, forgotten, hurried, nextOf, resumed, sent, waitOf, type Outcome, type Outgoing } from './queue';
import type { FormSpec, Payload } from './spec';

// The queue of this device: kept in IndexedDB, sent by one tab at a time, in order per stream.

const items = ref<readonly Outgoing[]>([]);
/** Whole payloads of what lies on the device without its personal values. */
const inMemory = new Map<string, Payload>();
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('ledger.outbox');
let started: Promise<void> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let pumping = false;

export interface Submission {
  readonly form: FormSpec;
  readonly id: string;
  readonly payload: Payload;
  /** The payload without values of persons, where it has any. */
  readonly keepable?: Payload | undefined;
  readonly revision?: number | undefined;
  /** Of one whose personal values went with the page: whether it arrived is not known, so it goes under the key it has. */
  readonly key?: string | undefined;
}

export const outbox = {
  /** Of the signed-in account, newest first. */
  mine: computed(() => items.value.filter(({ account }) => account === session.account.value).sort((a, b) => b.queuedAt - a.queuedAt)),
  one: (key: string): Outgoing | undefined => items.value.find((item) => item.key === key),
  /** It lies here without its personal values, which went with the page: they have to be entered again. */
  lacks: (item: Outgoing): boolean => item.withheld === true && item.state === 'queued' && !inMemory.has(item.key),

  async submit({ form, id, payload, keepable, revision, key = freshKey() }: Submission): Promise<string> {
    await begin();
    const held = session.acting.value;
    if (keepable) inMemory.set(key, payload);
    await put({
      key,
      id,
      revision,
      account: session.account.value ?? '',
      acting: held ? `${held.role}@${held.unit}` : undefined,
      category: form.category,
      action: form.action,
      label: toRaw(form.label),
      payload: keepable ?? payload,
      ...(keepable ? { withheld: true } : {}),
      queuedAt: Date.now(),
      state: 'queued',
      attempts: 0,
      notBefore: 0,
    });
    void pump();
    return key;
  },
  async remove(key: string): Promise<void> {
    items.value = items.value.filter((item) => item.key !== key);
    inMemory.delete(key);
    await forget('outbox', key);
    channel?.postMessage('changed');
  },
  /** With the values of persons, as long as this page knows them. */
  whole: (item: Outgoing): Payload => inMemory.get(item.key) ?? item.payload,
  /** Reads what lies on the device and sends what waits. */
  start: (): Promise<void> => begin(),
  hurry,
};

function begin(): Promise<void> {
  started ??= (async () => {
    await reread(true);
    window.addEventListener('online', () => void hurry());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void hurry());
    channel?.addEventListener('message', () => void reread(false));
    watch(session.account, () => void hurry());
    void pump();
  })();
  return started;
}

async function reread(first: boolean): Promise<void> {
  const lying = await kept<Outgoing>('outbox');
  items.value = first ? lying.map(resumed) : lying;
  for (const old of forgotten(items.value)) await outbox.remove(old.key);
}

async function put(item: Outgoing): Promise<void> {
  const others = items.value.filter(({ key }) => key !== item.key);
  items.value = [...others, item];
  await keep('outbox', JSON.parse(JSON.stringify(item)) as Outgoing);
  channel?.postMessage('changed');
}

async function hurry(): Promise<void> {
  items.value = items.value.map(hurried);
  await pump();
}

/** One sender per browser; where locks are missing the key alone keeps a submission from being recorded twice. */
async function pump(): Promise<void> {
  if (pumping || !session.signedIn.value) return;
  pumping = true;
  clearTimeout(timer);
  try {
    if (navigator.locks)
      await navigator.locks.request('ledger.outbox', { ifAvailable: true }, async (lock) => (lock ? drain() : undefined));
    else await drain();
  } finally {
    pumping = false;
    const wait = waitOf(sendable(), session.account.value ?? '', Date.now());
    if (wait !== undefined) timer = setTimeout(() => void pump(), Math.max(wait, 500));
  }
}

async function drain(): Promise<void> {
  await uploadWaiting();
  for (;;) {
    const account = session.account.value;
    const next = account === undefined ? undefined : nextOf(sendable(), account, Date.now());
    if (next === undefined) return;
    const going = sent(next);
    await put(going);
    const answered = after(going, await tried(going), Date.now());
    await put(answered);
    if (answered.state === 'recorded') inMemory.delete(next.key);
  }
}

function sendable(): readonly Outgoing[] {
  return items.value.filter((item) => !outbox.lacks(item));
}

async function tried(item: Outgoing): Promise<Outcome> {
  const headers = {
    'idempotency-key': item.key,
    'ledger-source': 'web',
    ...(item.acting && session.roles.value.length > 1 ? { 'acting-as': item.acting } : {}),
    ...(item.revision === undefined ? {} : { 'if-match': `"${item.revision}"` }),
  };
  try {
    const body = inMemory.get(item.key) ?? item.payload;
    const recorded = await ask<Recorded>(
      `${item.category}/${encodeURIComponent(item.id)}/${item.action}`,
      {},
      { method: 'POST', body, headers },
    );
    return { is: 'recorded', recorded };
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason;
    const { status, code, text, next, errors } = reason;
    return { is: 'failed', refused: { status, code, text, next, errors: errors.map(({ field, text: says }) => ({ field, text: says })) } };
  }
}
