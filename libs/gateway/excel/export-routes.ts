import { fieldsOf, type Contract, type FieldSpec } from '#contracts';
import { isDay, isObject, type Instant, type Json } from '#kernel';
import { isProblem, problem } from '../problem';
import type { EdgeAnswer, EdgeOutcome, EdgeRequest, RouteSpec } from '../edge/route';
import { EXPORT_ROWS_MAX, exportSheet, type ExportColumn } from './export';
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
  const content = await exportSheet(head, columnsOf(rows, labels), rows);
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

/** Members of objects get columns of their own (`actor.account`); texts in both languages show the Chinese one; lists stay JSON. */
function flat(item: Gathered['items'][number]): Record<string, Json | undefined> {
  const row: Record<string, Json | undefined> = {};
  for (const [name, value] of Object.entries(item)) {
    if (!isObject(value)) row[name] = value;
    else if (typeof value['zh'] === 'string') row[name] = value['zh'];
    else for (const [member, inner] of Object.entries(value)) row[`${name}.${member}`] = inner as Json;
  }
  return row;
}

function columnsOf(
  rows: readonly Readonly<Record<string, Json | undefined>>[],
  labels: ReadonlyMap<string, string>,
): readonly ExportColumn[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) => ({ name, label: labelOf(name, labels), type: typeOf(name, rows) }));
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
    .map((part) => GENERAL[part] ?? labels.get(part) ?? part)
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

/** What rows and histories carry beside the members of their contracts. */
const GENERAL: Readonly<Record<string, string>> = {
  key: '编号',
  id: '编号',
  stream: '流',
  revision: '版本',
  position: '位置',
  status: '状态',
  type: '事项',
  action: '办理',
  says: '内容',
  title: '标题',
  titleEn: '标题（英文）',
  text: '内容',
  textEn: '内容（英文）',
  occurredOn: '办理日期',
  recordedAt: '记录时刻',
  effectiveOn: '生效日期',
  actor: '办理人',
  account: '账号',
  role: '角色',
  unit: '单位',
  organisation: '机构',
  authority: '依据',
  kind: '类别',
  power: '职权',
  rests: '所依',
  clause: '条款',
  source: '来源',
  copy: '表格',
  row: '序号',
  concerns: '涉及单位',
  before: '之前',
  after: '之后',
  corrects: '更正',
  trace: '追踪号',
  since: '起',
  until: '止',
  from: '起',
  timeline: '沿革',
  publishedOn: '公开日期',
  due: '应办日期',
  late: '逾期',
  holder: '持有者',
  basis: '依据文件',
  level: '层级',
  parent: '上级',
  name: '名称',
  code: '代码',
  households: '户数',
  residents: '人数',
  countedOn: '统计日期',
  size: '规模',
  topic: '类别',
  refs: '参照',
  data: '数据',
  on: '日期',
};
