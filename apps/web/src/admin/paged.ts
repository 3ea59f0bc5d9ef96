import { computed, ref, watch, type ComputedRef, type Ref, type WatchSource } from 'vue';
import { ask, type Page, type Query } from '../api/client';
import { loaded, type Loaded } from '../api/loaded';
import { Problem, unreached } from '../api/problem';

/** A list read page by page: the first at once, more when asked for. Begins anew when what is asked changes. */
export interface Paged<T> {
  readonly source: Loaded<Page<T>>;
  readonly items: ComputedRef<readonly T[]>;
  readonly more: ComputedRef<boolean>;
  readonly loadingMore: Ref<boolean>;
  next(): Promise<void>;
}

export function paged<T>(path: string, query: WatchSource<Query>, size = 60): Paged<T> {
  let asked: Query = {};
  const source = loaded(query, (own, signal) => {
    asked = own;
    return ask<Page<T>>(path, { limit: size, ...own }, { signal });
  });
  const further = ref<readonly Page<T>[]>([]) as Ref<readonly Page<T>[]>;
  const loadingMore = ref(false);
  watch(source.value, () => (further.value = []));
  const last = computed(() => further.value.at(-1) ?? source.value.value);
  return {
    source,
    items: computed(() => [source.value.value, ...further.value].flatMap((page) => page?.items ?? [])),
    more: computed(() => typeof last.value?.next === 'string'),
    loadingMore,
    async next() {
      if (loadingMore.value || typeof last.value?.next !== 'string') return;
      loadingMore.value = true;
      const of = source.value.value;
      try {
        const page = await ask<Page<T>>(path, { limit: size, ...asked, cursor: last.value.next });
        if (of === source.value.value) further.value = [...further.value, page];
      } catch (reason) {
        source.problem.value = reason instanceof Problem ? reason : unreached();
      } finally {
        loadingMore.value = false;
      }
    },
  };
}
