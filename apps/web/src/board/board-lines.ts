import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue';
import { ask, type Page } from '../api/client';
import { Problem, unreached } from '../api/problem';
import type { Line } from '../api/answers';

/** What is asked of a board. */
export interface Asked {
  readonly unit: string;
  readonly topic: string | undefined;
  readonly asOf: string | undefined;
  readonly q: string | undefined;
  readonly within: string | undefined;
}

export interface BoardLines {
  readonly lines: ShallowRef<readonly Line[]>;
  /** The day that was answered for. */
  readonly asOf: Ref<string>;
  readonly loading: Ref<boolean>;
  readonly problem: ShallowRef<Problem | undefined>;
  /** Whether there are lines behind those that were read. */
  readonly more: Ref<boolean>;
  /** Reads the next page, one at a time. */
  next(): Promise<void>;
  /** Reads again what is shown, at least as new as a position; the lines stay until the answer is there. */
  renew(after?: string): Promise<void>;
  again(): Promise<void>;
}

const [FIRST, PAGE, RENEWED_MAX] = [50, 200, 500] as const;

/** The lines of a board, page by page; asked anew whenever what is asked changes. */
export function boardLines(asked: WatchSource<Asked>): BoardLines {
  const lines = shallowRef<readonly Line[]>([]);
  const [asOf, loading, more] = [ref(''), ref(true), ref(false)];
  const problem = shallowRef<Problem | undefined>();
  let current: Asked | undefined;
  let cursor: string | null = null;
  let turn = new AbortController();
  let reading: Promise<void> | undefined;

  const read = async (query: Readonly<Record<string, string | number | undefined>>, take: (page: Page<Line>) => void): Promise<void> => {
    if (!current) return;
    const { unit, ...own } = current;
    const { signal } = turn;
    try {
      const page = await ask<Page<Line>>(`board/${unit}`, { ...own, ...query }, { signal });
      if (signal.aborted) return;
      take(page);
      asOf.value = page.asOf;
      cursor = page.next;
      more.value = page.next !== null;
      problem.value = undefined;
    } catch (reason) {
      if (!signal.aborted) problem.value = reason instanceof Problem ? reason : unreached();
    }
  };
  const begin = async (): Promise<void> => {
    turn.abort();
    turn = new AbortController();
    const { signal } = turn;
    reading = undefined;
    lines.value = [];
    more.value = false;
    loading.value = true;
    await read({ limit: FIRST }, (page) => (lines.value = page.items));
    if (!signal.aborted) loading.value = false;
  };
  const next = (): Promise<void> => {
    if (cursor === null || loading.value) return Promise.resolve();
    reading ??= read({ limit: PAGE, cursor }, (page) => (lines.value = [...lines.value, ...page.items])).finally(
      () => (reading = undefined),
    );
    return reading;
  };
  const renew = async (after?: string): Promise<void> => {
    await reading;
    const limit = Math.min(RENEWED_MAX, Math.max(FIRST, lines.value.length));
    await read({ limit, after: after === '' ? undefined : after }, (page) => (lines.value = page.items));
  };
  watch(
    asked,
    (now, before) => {
      if (before && JSON.stringify(now) === JSON.stringify(before)) return;
      current = now;
      void begin();
    },
    { immediate: true },
  );
  onScopeDispose(() => turn.abort());
  return { lines, asOf, loading, problem, more, next, renew, again: begin };
}
