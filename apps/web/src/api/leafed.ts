import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { ask, type Page, type Query } from './client';
import { Problem, unreached } from './problem';

/** A long list read page by page, as somebody comes near its end. */
export interface Leafed {
  readonly loading: ShallowRef<boolean>;
  readonly problem: ShallowRef<Problem | undefined>;
  /** Nothing follows. */
  readonly done: ShallowRef<boolean>;
  more(): Promise<void>;
}

/** What becomes of the pages. `take` answers whether more may follow. */
export interface Leaves<T> {
  /** Begins anew: another question is asked. */
  clear(): void;
  take(items: readonly T[]): boolean;
}

/** Asks for `page` items at a time; begins anew whenever the question changes, and overtaken answers are dropped. undefined asks nothing. */
export function leafed<T>(
  asked: () => { readonly path: string; readonly query: Query } | undefined,
  page: number,
  leaves: Leaves<T>,
): Leafed {
  const [loading, done] = [shallowRef(false), shallowRef(false)];
  const problem = shallowRef<Problem | undefined>();
  let [cursor, abort]: [string | undefined, AbortController] = [undefined, new AbortController()];
  const more = async (): Promise<void> => {
    const question = asked();
    if (question === undefined || loading.value || done.value) return;
    const mine = abort;
    loading.value = true;
    try {
      const { items, next } = await ask<Page<T>>(question.path, { ...question.query, limit: page, cursor }, { signal: mine.signal });
      if (mine.signal.aborted) return;
      cursor = next ?? undefined;
      done.value = !leaves.take(items) || next === null;
      problem.value = undefined;
    } catch (reason) {
      if (!mine.signal.aborted) problem.value = reason instanceof Problem ? reason : unreached();
    } finally {
      if (mine === abort) loading.value = false;
    }
  };
  watch(
    () => JSON.stringify(asked()),
    () => {
      abort.abort();
      abort = new AbortController();
      [cursor, loading.value, done.value, problem.value] = [undefined, false, false, undefined];
      leaves.clear();
      void more();
    },
    { immediate: true },
  );
  onScopeDispose(() => abort.abort());
  return { loading, done, problem, more };
}
