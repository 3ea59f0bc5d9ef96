import { onScopeDispose, ref } from 'vue';
import { live } from '../api/live';

/** Counts up when the ledger has news: everything shown is then asked for again. */
export const pulse = ref(0);
const KEPT_MS = 20_000;
const APART_MS = 5_000;
let beatAt = 0;
const kept = new Map<string, { readonly until: number; readonly answer: Promise<unknown> }>();

/** One question of several panels is asked once: answers are shared for a while, failures are not. */
export function shared<T>(key: string, load: () => Promise<T>): Promise<T> {
  const now = Date.now();
  for (const [old, { until }] of kept) if (until < now) kept.delete(old);
  const known = kept.get(key);
  if (known) return known.answer as Promise<T>;
  const answer = load();
  kept.set(key, { until: now + KEPT_MS, answer });
  answer.catch(() => kept.delete(key));
  return answer;
}

/** Whether what is asked now is asked by the page itself, after news, not by somebody there. */
export function byItself(): boolean {
  return Date.now() - beatAt < APART_MS;
}

/** Follows a unit's public lines (and asks anew every `everyMs`, for what no line tells); news in quick succession count once. */
export function usePulse(unit: () => string | undefined, everyMs?: number): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const beat = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      kept.clear();
      beatAt = Date.now();
      pulse.value += 1;
    }, APART_MS);
  };
  live(unit, beat);
  const timer = everyMs === undefined ? undefined : setInterval(beat, everyMs);
  onScopeDispose(() => {
    clearTimeout(waiting);
    clearInterval(timer);
  });
}
