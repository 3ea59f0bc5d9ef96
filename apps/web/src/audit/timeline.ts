import { onScopeDispose, shallowRef, triggerRef, watch, type ShallowRef } from 'vue';
import { ask, type Page, type Query } from '../api/client';
import { Problem, unreached } from '../api/problem';
import type { BriefFact } from './facts';
import { append, type Row } from './rows';

/** Facts of one page, and of all pages at most: beyond it somebody scrolling has lost the thread, and the device its memory. */
const [PAGE, MOST] = [250, 200_000];

export interface Timeline {
  /** Days and facts as they stand under each other; grows at its end. */
  readonly rows: ShallowRef<readonly Row[]>;
  readonly loading: ShallowRef<boolean>;
  readonly problem: ShallowRef<Problem | undefined>;
  /** Nothing follows. */
  readonly done: ShallowRef<boolean>;
  more(): Promise<void>;
}

/** A history page by page: the next one is read when somebody comes near the end. */
export function timeline(asked: () => { readonly path: string; readonly query: Query } | undefined): Timeline {
  const all: Row[] = [];
  const rows = shallowRef<readonly Row[]>(all);
  const [loading, done] = [shallowRef(false), shallowRef(false)];
  const problem = shallowRef<Problem | undefined>();
  let [cursor, abort, day]: [string | undefined, AbortController, string] = [undefined, new AbortController(), ''];

  const more = async (): Promise<void> => {
    const question = asked();
    if (question === undefined || loading.value || done.value) return;
    const mine = abort;
    loading.value = true;
    try {
      const page = await ask<Page<BriefFact>>(question.path, { ...question.query, brief: true, limit: PAGE, cursor }, { signal: mine.signal });
      if (mine.signal.aborted) return;
      day = append(all, page.items, day);
      cursor = page.next ?? undefined;
      done.value = page.next === null || all.length >= MOST;
      problem.value = undefined;
      triggerRef(rows);
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
      all.length = 0;
      [cursor, day] = [undefined, ''];
      [loading.value, done.value, problem.value] = [false, false, undefined];
      triggerRef(rows);
      void more();
    },
    { immediate: true },
  );
  onScopeDispose(() => abort.abort());
  return { rows, loading, problem, done, more };
}
