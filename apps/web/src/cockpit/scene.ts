import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter, type LocationQuery } from 'vue-router';
import { session } from '../session/session';
import { pulse } from './pulse';

/** One moment of the ledger: the day whose state is shown, and the day whose records are taken into account (null = all up to now). */
export interface Moment {
  readonly asOf: string | undefined;
  readonly knownAt: string | undefined;
}
export interface Seen extends Moment {
  readonly unit: string;
  /** Counts the news of the ledger: another count, another question. */
  readonly pulse: number;
}
export interface Scene {
  /** Where the reader's sight begins. */
  readonly root: ComputedRef<string>;
  readonly seen: ComputedRef<Seen>;
  readonly screen: ComputedRef<boolean>;
  /** A member of the query, as it stands in the address. */
  read(name: string): string | undefined;
  /** Sets members of the query (undefined removes one) and stays on the page. */
  turn(change: Readonly<Record<string, string | undefined>>): void;
  /** The address of another page with unit and days kept. */
  link(
    path: string,
    change?: Readonly<Record<string, string | undefined>>,
  ): { readonly path: string; readonly query: Record<string, string> };
}

const KEPT = ['unit', 'asOf', 'knownAt'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What the page looks at, as its address says; so every view can be sent to somebody. */
export function useScene(): Scene {
  const route = useRoute();
  const router = useRouter();
  const root = computed(() => session.acting.value?.unit ?? '');
  const read = (name: string): string | undefined => textIn(route.query, name);
  const dayIn = (name: string): string | undefined => (DAY.test(read(name) ?? '') ? read(name) : undefined);
  const link = (path: string, change: Readonly<Record<string, string | undefined>> = {}) => {
    const kept = Object.fromEntries(KEPT.map((name) => [name, read(name)]));
    return { path, query: filled({ ...kept, ...change }) };
  };
  return {
    root,
    // One object per change of what is seen, not per change of the address.
    seen: steady(() => ({ unit: read('unit') ?? root.value, asOf: dayIn('asOf'), knownAt: dayIn('knownAt'), pulse: pulse.value })),
    screen: computed(() => read('screen') === '1'),
    read,
    turn: (change) => void router.push({ path: route.path, query: filled({ ...flat(route.query), ...change }) }),
    link,
  };
}

/** A computed value that keeps its identity while its members stay the same. */
export function steady<T extends object>(make: () => T): ComputedRef<T> {
  return computed<T>((before) => {
    const now = make();
    return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now;
  });
}

function textIn(query: LocationQuery, name: string): string | undefined {
  const value = query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function flat(query: LocationQuery): Record<string, string | undefined> {
  return Object.fromEntries(Object.keys(query).map((name) => [name, textIn(query, name)]));
}

function filled(members: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
