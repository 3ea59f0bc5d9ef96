import { onScopeDispose, shallowRef, watch, type ShallowRef, type WatchSource } from 'vue';
import { Problem, unreached } from './problem';

/** What a part of a screen shows: nothing yet, an answer (`value`, kept while a newer one is on its way), or what went wrong. */
export interface Loaded<T> {
  readonly value: ShallowRef<T | undefined>;
  readonly problem: ShallowRef<Problem | undefined>;
  readonly loading: ShallowRef<boolean>;
  /** Asks again with what is watched as it is now. */
  again(): Promise<void>;
}

/** Asks whenever what `watched` says changes; an overtaken question is aborted. `loaded(() => unit.value, (unit, signal) => ask(…, {signal}))`. */
export function loaded<W, T>(watched: WatchSource<W>, load: (watched: W, signal: AbortSignal) => Promise<T>): Loaded<T> {
  const value = shallowRef<T | undefined>();
  const problem = shallowRef<Problem | undefined>();
  const loading = shallowRef(true);
  let current: AbortController | undefined;
  let last: W;
  const run = async (): Promise<void> => {
    current?.abort();
    const mine = new AbortController();
    current = mine;
    loading.value = true;
    try {
      const answer = await load(last, mine.signal);
      if (mine.signal.aborted) return;
      value.value = answer;
      problem.value = undefined;
    } catch (reason) {
      if (mine.signal.aborted) return;
      problem.value = reason instanceof Problem ? reason : unreached();
    } finally {
      if (current === mine) loading.value = false;
    }
  };
  watch(
    watched,
    (now) => {
      last = now;
      void run();
    },
    { immediate: true },
  );
  onScopeDispose(() => current?.abort());
  return { value, problem, loading, again: run };
}
