import { shallowRef, triggerRef, type ShallowRef } from 'vue';
import type { Query } from '../api/client';
import { leafed, type Leafed } from '../api/leafed';
import type { BriefFact } from './facts';
import { append, type Row } from './rows';

/** Facts of one page, and of all pages at most: beyond it somebody scrolling has lost the thread, and the device its memory. */
const [PAGE, MOST] = [250, 200_000];

export interface Timeline extends Leafed {
  /** Days and facts as they stand under each other; grows at its end. */
  readonly rows: ShallowRef<readonly Row[]>;
}

/** A history page by page: the next one is read when somebody comes near the end. */
export function timeline(asked: () => { readonly path: string; readonly query: Query } | undefined): Timeline {
  const all: Row[] = [];
  const rows = shallowRef<readonly Row[]>(all);
  let day = '';
  const brief = (): ReturnType<typeof asked> => {
    const question = asked();
    return question && { ...question, query: { ...question.query, brief: true } };
  };
  const leaf = leafed<BriefFact>(brief, PAGE, {
    clear: () => {
      [all.length, day] = [0, ''];
      triggerRef(rows);
    },
    take: (items) => {
      day = append(all, items, day);
      triggerRef(rows);
      return all.length < MOST;
    },
  });
  return { rows, ...leaf };
}
