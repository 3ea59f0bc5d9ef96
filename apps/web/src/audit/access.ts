import { shallowRef, type ShallowRef } from 'vue';
import type { Query } from '../api/client';
import { leafed, type Leafed } from '../api/leafed';
import { vocabulary, type Label } from '../words';
import { kindLabelOf } from './kinds';

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
export function accessLines(asked: () => Query): Leafed & { readonly lines: ShallowRef<readonly AccessLine[]> } {
  const lines = shallowRef<readonly AccessLine[]>([]);
  const leaf = leafed<AccessLine>(() => ({ path: 'access-log', query: asked() }), PAGE, {
    clear: () => void (lines.value = []),
    take: (items) => {
      lines.value = [...lines.value, ...items];
      return true;
    },
  });
  return { lines, ...leaf };
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
export function aboutOf({
  route,
  target,
}: Pick<AccessLine, 'route' | 'target'>): readonly { readonly name: string; readonly label: Label; readonly value: string }[] {
  const [path = '', search = ''] = target.split('?');
  const [named, given] = [route.split('/'), path.split('/')];
  const inPath = named.flatMap((part, index) => (part.startsWith(':') ? [[part.slice(1), decoded(given[index] ?? '')] as const] : []));
  const inQuery = [...new URLSearchParams(search)].filter(([name]) => !HIDDEN.has(name));
  return [...inPath, ...inQuery].map(([name, value]) => ({ name, label: labelOf(name), value }));
}

function labelOf(name: string): Label {
  return (PARTS as Readonly<Record<string, Label>>)[name] ?? kindLabelOf(name) ?? { zh: name, en: name };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
