import type { Line, Topic } from '../../api/answers';
import { groupOf } from '../standing';

/** One page of the screen: the overview, or some lines under a heading. */
export type KioskPage =
  | { readonly kind: 'overview'; readonly key: string }
  | {
      readonly kind: 'lines';
      readonly key: string;
      readonly of: Topic | 'attention';
      readonly lines: readonly Line[];
      readonly n: number;
      readonly pages: number;
    };

/** Pages of one topic at most: what is further back is found by touch and search. */
const PAGES_MAX = 3;

/** The pages in the order of their turn: overview, what is late or due, then each topic's newest. `perPage`: lines that fit the screen. */
export function pagesOf(topics: readonly (readonly [Topic, readonly Line[]])[], perPage: number): readonly KioskPage[] {
  const open = topics.flatMap(([, lines]) => lines.filter((line) => groupOf(line) !== 'shown'));
  const late = open.filter((line) => groupOf(line) === 'late');
  const due = open.filter((line) => groupOf(line) === 'due');
  return [
    { kind: 'overview', key: 'overview' },
    ...divided('attention', [...late, ...due], perPage),
    ...topics.flatMap(([topic, lines]) =>
      divided(
        topic,
        lines.filter((line) => groupOf(line) === 'shown'),
        perPage,
      ),
    ),
  ];
}

function divided(of: Topic | 'attention', lines: readonly Line[], perPage: number): readonly KioskPage[] {
  const pages = Math.min(PAGES_MAX, Math.ceil(lines.length / perPage));
  return Array.from({ length: pages }, (_, n) => ({
    kind: 'lines',
    key: `${of}.${n + 1}`,
    of,
    lines: lines.slice(n * perPage, (n + 1) * perPage),
    n: n + 1,
    pages,
  }));
}
