import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { ask, type Query } from '../api/client';
import { Problem, unreached } from '../api/problem';
import { vocabulary, type Label } from '../words';
import { KINDS } from './words';

/** One line of `/api/access-log`. */
export interface AccessLine {
  readonly id: string;
  readonly at: string;
  readonly account: string | null;
  /** `role@unit`. */
  readonly roles: readonly string[];
  readonly method: string;
  readonly route: string;
  /** Path with its query. */
  readonly target: string;
  readonly status: number;
  readonly code: string | null;
  readonly address: string;
  readonly label: Label | null;
}

const PAGE = 100;

/** Newest first; more on request. */
export function accessLines(asked: () => Query): { readonly lines: ShallowRef<readonly AccessLine[]>; readonly loading: ShallowRef<boolean>; readonly done: ShallowRef<boolean>; readonly problem: ShallowRef<Problem | undefined>; more(): Promise<void> } {
  const lines = shallowRef<readonly AccessLine[]>([]);
  const [loading, done] = [shallowRef(false), shallowRef(false)];
  const problem = shallowRef<Problem | undefined>();
  let [cursor, abort]: [string | undefined, AbortController] = [undefined, new AbortController()];
  const more = async (): Promise<void> => {
    if (loading.value || done.value) return;
    const mine = abort;
    loading.value = true;
    try {
      const { items, next } = await ask<{ readonly items: readonly AccessLine[]; readonly next: string | null }>('access-log', { ...asked(), limit: PAGE, cursor }, { signal: mine.signal });
      if (mine.signal.aborted) return;
      lines.value = [...lines.value, ...items];
      cursor = next ?? undefined;
      done.value = next === null;
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
      [lines.value, cursor, loading.value, done.value] = [[], undefined, false, false];
      void more();
    },
    { immediate: true },
  );
  onScopeDispose(() => abort.abort());
  return { lines, loading, done, problem, more };
}

const PARTS = vocabulary({
  id: { zh: '编号', en: 'Id' },
  code: { zh: '代码', en: 'Code' },
  category: { zh: '类别', en: 'Category' },
  q: { zh: '检索', en: 'Search' },
  asOf: { zh: '生效日', en: 'In effect on' },
  knownAt: { zh: '所知日', en: 'Known on' },
  from: { zh: '自', en: 'From' },
  to: { zh: '至', en: 'To' },
  until: { zh: '至', en: 'Until' },
  parent: { zh: '上级', en: 'Parent' },
  holder: { zh: '持有者', en: 'Holder' },
  power: { zh: '职权', en: 'Power' },
  year: { zh: '年度', en: 'Year' },
  fund: { zh: '经费', en: 'Fund' },
  topic: { zh: '栏目', en: 'Topic' },
  status: { zh: '状态', en: 'Status' },
  on: { zh: '日期', en: 'Day' },
  level: { zh: '层级', en: 'Level' },
  kind: { zh: '类别', en: 'Kind' },
  name: { zh: '名称', en: 'Name' },
  hash: { zh: '哈希', en: 'Hash' },
  action: { zh: '事项', en: 'Action' },
});
/** How a list was leafed through says nothing of what was read. */
const HIDDEN = new Set(['cursor', 'limit', 'after', 'brief', 'order', 'revision']);

/** What was read, of what and with which filters: the parameters of the path, then those of the query. */
export function aboutOf({ route, target }: Pick<AccessLine, 'route' | 'target'>): readonly { readonly name: string; readonly label: Label; readonly value: string }[] {
  const [path = '', search = ''] = target.split('?');
  const [named, given] = [route.split('/'), path.split('/')];
  const inPath = named.flatMap((part, index) => (part.startsWith(':') ? [[part.slice(1), decoded(given[index] ?? '')] as const] : []));
  const inQuery = [...new URLSearchParams(search)].filter(([name]) => !HIDDEN.has(name));
  return [...inPath, ...inQuery].map(([name, value]) => ({ name, label: labelOf(name), value }));
}

function labelOf(name: string): Label {
  const all: Readonly<Record<string, Label>> = { ...KINDS, ...PARTS };
  return all[name] ?? { zh: name, en: name };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
