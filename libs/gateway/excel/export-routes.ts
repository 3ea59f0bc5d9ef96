import { fieldsOf, type Contract, type FieldSpec } from '#contracts';
import { isDay, isObject, type Instant, type Json } from '#kernel';
import { isProblem, problem } from '../problem';
import type { EdgeAnswer, EdgeOutcome, EdgeRequest, RouteSpec } from '../edge/route';
import { EXPORT_ROWS_MAX, exportSheet, type ExportColumn } from './export';
import { HEADS, MONEY } from './export-words';
import { XLSX } from './routes';

export interface ExportParts {
  readonly contracts: readonly Contract[];
  readonly synthetic: boolean;
  readonly now: () => Instant;
}

/** For each list that can be read, the same list as a workbook: `/api/excel/export/…`. Who may read it may export it, after signing in. */
export function exportRoutes(lists: readonly RouteSpec[], parts: ExportParts): readonly RouteSpec[] {
  const labels = labelsOf(parts.contracts);
  const making = { count: 0 };
  return lists.map((list) => ({
    method: 'GET',
    path: list.path.replace('/api/', '/api/excel/export/'),
    label: { zh: `导出：${list.label.zh}`, en: `Export: ${list.label.en}` },
    who: list.who === 'public' ? 'known' : list.who,
    scope: list.scope === 'none' ? 'own' : list.scope,
    operation: {
      ...list.operation,
      responses: {
        '200': {
          description: `A workbook of at most ${EXPORT_ROWS_MAX} rows`,
          content: { [XLSX]: { schema: { type: 'string', format: 'binary' } } },
        },
      },
    },
    handle: async (request) => {
      if (making.count >= MAKING_MAX) return problem('request.too-many', {}, { retryAfter: AGAIN_S });
      making.count += 1;
      try {
        return await exported(list, request, labels, parts);
      } finally {
        making.count -= 1;
      }
    },
  }));
}

/** Workbooks made at one time in one process, each of up to 50,000 rows held whole, and seconds after which one more may be asked for. */
const [MAKING_MAX, AGAIN_S] = [2, 5];

interface Gathered {
  readonly items: readonly Readonly<Record<string, Json | undefined>>[];
  readonly asOf: string;
  readonly position: string;
  readonly more: boolean;
}

async function exported(
  list: RouteSpec,
  request: EdgeRequest,
  labels: ReadonlyMap<string, string>,
  parts: ExportParts,
): Promise<EdgeOutcome> {
  const gathered = await gather(list, request);
  if (gathered === 'handled' || !('items' in gathered)) return gathered;
  const rows = gathered.items.map(flat);
  const title = `${list.label.zh}${gathered.more ? `（只导出前 ${EXPORT_ROWS_MAX} 行，请缩小范围）` : ''}`;
  const head = {
    title,
    by: request.known?.account ?? '',
    at: shanghaiTime(parts.now()),
    asOf: gathered.asOf,
    position: gathered.position,
    synthetic: parts.synthetic,
  };
  const content = await exportSheet(head, columnsOf(rows, labels, list.path.startsWith('/api/funds')), rows);
  const name = `${list.path
    .replace('/api/', '')
    .replaceAll(/[^a-z]+/gi, '-')
    .replace(/-$/, '')}.xlsx`;
  return { file: content, type: XLSX, name };
}

/** Reads the list page by page, as its reader would. */
async function gather(list: RouteSpec, request: EdgeRequest): Promise<Gathered | Exclude<EdgeOutcome, EdgeAnswer>> {
  const items: Gathered['items'][number][] = [];
  let [cursor, asOf, position]: [string | undefined, string, string] = [undefined, '', ''];
  do {
    const query: Record<string, unknown> = { ...request.query, limit: '500', ...(cursor === undefined ? {} : { cursor }) };
    const outcome: EdgeOutcome = await list.handle({ ...request, query });
    if (outcome === 'handled' || isProblem(outcome) || 'file' in outcome) return outcome;
    const body = outcome.body as {
      readonly items?: readonly Gathered['items'][number][];
      readonly next?: string | null;
      readonly asOf?: string;
      readonly position?: string;
    };
    items.push(...(body.items ?? []));
    [cursor, asOf, position] = [body.next ?? undefined, body.asOf ?? asOf, body.position ?? position];
  } while (cursor !== undefined && items.length < EXPORT_ROWS_MAX);
  return { items: items.slice(0, EXPORT_ROWS_MAX), asOf, position, more: cursor !== undefined };
}

/**
 * Members of objects get columns of their own (`actor.account`); texts in both languages show the Chinese one; lists are one cell. What only
 * says the same to machines or in English is left out.
 */
function flat(item: Gathered['items'][number]): Record<string, Json | undefined> {
  const row: Record<string, Json | undefined> = {};
  for (const [name, value] of Object.entries(item)) {
    if (LEFT_OUT.has(name) || name.endsWith('En')) continue;
    if (!isObject(value)) row[name] = Array.isArray(value) ? value.map(inWords).join('\n') : value;
    else if (typeof value['zh'] === 'string') row[name] = value['zh'];
    else for (const [member, inner] of Object.entries(flat(value as Gathered['items'][number]))) row[`${name}.${member}`] = inner;
  }
  return row;
}

/** `data` is told by `said`; the others are links, curves and sums of their own. */
const LEFT_OUT: ReadonlySet<string> = new Set(['data', 'history', 'series', 'quarters', 'values']);

/** An item of a list: `label：text` of what was entered, `label：before → after` of a change; others as they are. */
function inWords(item: Json): string {
  if (!isObject(item)) return String(item);
  const [label, says] = [zhOf(item['label']), item['says']];
  if (label !== undefined && isObject(says)) return `${label}：${zhOf(says['before']) ?? '（无）'} → ${zhOf(says['after']) ?? '（无）'}`;
  const text = zhOf(item['text']) ?? zhOf(item['title']);
  return text === undefined ? JSON.stringify(item) : label === undefined ? text : `${label}：${text}`;
}

function zhOf(text: unknown): string | undefined {
  return typeof text === 'string' ? text : isObject(text) && typeof text['zh'] === 'string' ? text['zh'] : undefined;
}

function columnsOf(
  rows: readonly Readonly<Record<string, Json | undefined>>[],
  labels: ReadonlyMap<string, string>,
  aboutMoney: boolean,
): readonly ExportColumn[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) => {
    const isMoney = aboutMoney && MONEY.includes(name);
    const label = isMoney && name === 'due' ? '应到位' : labelOf(name, labels);
    return { name, label, type: isMoney ? 'fen' : typeOf(name, rows) };
  });
}

function typeOf(name: string, rows: readonly Readonly<Record<string, Json | undefined>>[]): ExportColumn['type'] {
  const values = rows.map((row) => row[name]).filter((value) => value !== null && value !== undefined);
  if (/(Fen|_fen)$/.test(name)) return 'fen';
  if (values.length > 0 && values.every((value) => typeof value === 'number')) return 'number';
  if (values.length > 0 && values.every((value) => typeof value === 'boolean')) return 'boolean';
  return values.length > 0 && values.every((value) => isDay(value) && value >= '1900-03-01') ? 'day' : 'text';
}

function labelOf(name: string, labels: ReadonlyMap<string, string>): string {
  return name
    .split('.')
    .map((part) => part.replaceAll(/_([a-z])/g, (_, sign: string) => sign.toUpperCase()))
    .map((part) => HEADS[part] ?? labels.get(part) ?? part)
    .join('·');
}

/** The first label each member has in any contract: one word, one meaning. */
function labelsOf(contracts: readonly Contract[]): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  const walk = (fields: readonly FieldSpec[]): void => {
    for (const field of fields) {
      if (!labels.has(field.name)) labels.set(field.name, field.label.zh);
      walk(field.fields ?? []);
      walk(field.of?.fields ?? []);
    }
  };
  for (const contract of contracts)
    for (const spec of [
      ...Object.values(contract.actions).map((action) => action.payload),
      ...Object.values(contract.facts).map((fact) => fact.data),
    ])
      walk(fieldsOf(spec));
  return labels;
}

function shanghaiTime(now: Instant): string {
  return new Date(Date.parse(now) + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 16);
}
