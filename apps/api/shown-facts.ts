import { filled } from '#contracts';
import { canonical, isObject, type Json, type JsonObject, type Label } from '#kernel';
import { powerOf } from '#policy';
import type { ReadContext, Row } from '#readside';
import { AT_A_TIME, foldedOf, others, rowKey, type Change, type ChangesParts, type Folded, type FoldLimits } from './changes';
import { unitCodesIn, type UnitNames, type Words } from './words';

export interface ShownParts extends ChangesParts {
  readonly words: Words;
}

/** The facts as an auditor reads them: who, when, by what authority, from where, in plain words, and before → after. Nothing later than `until`. */
export async function shownFacts(
  rows: readonly Row[],
  parts: ShownParts,
  context: ReadContext,
  until: string | undefined,
  limits?: FoldLimits,
): Promise<readonly JsonObject[]> {
  const folded = await foldedOf(rows, parts, until, limits);
  const units = await unitNames(context, unitCodesIn([rows, [...folded.changes.values()]]));
  const told: JsonObject[] = [];
  for (const row of rows) {
    told.push(shown(row, folded, parts.words, units));
    if (told.length % AT_A_TIME === 0) await others();
  }
  return told;
}

/** The same without data and changes: no stream is folded, so a page costs one query. */
export async function briefFacts(rows: readonly Row[], parts: ShownParts, context: ReadContext): Promise<readonly JsonObject[]> {
  const units = await unitNames(context, unitCodesIn([rows]));
  return rows.map((row) => brief(row, parts.words, units));
}

/** The members of a state in words. */
export function saidOf(category: string, state: Json, words: Words, units: UnitNames): readonly JsonObject[] {
  return isObject(state)
    ? Object.entries(state as JsonObject)
        .filter(([name]) => !words.isUnsaid(category, name))
        .map(([name, value]) => ({
          name,
          label: json(words.member(category, [name])),
          text: json(words.value(category, [name], value, units)),
        }))
    : [];
}

/** Names of units and organisations as they are called today; of those that are gone, their last. */
export async function unitNames(context: ReadContext, codes: ReadonlySet<string>): Promise<UnitNames> {
  if (codes.size === 0) return new Map();
  const rows = await context.rows<{ key: string; name: string }>(
    `SELECT u.key, u.name FROM ${context.table('units')} u WHERE u.key = ANY($1::text[]) UNION ALL SELECT o.key, o.name FROM ${context.table('organisations')} o WHERE o.key = ANY($1::text[])`,
    [[...codes].slice(0, CODES_MAX)],
  );
  return new Map(rows.map(({ key, name }) => [key, name]));
}

const CODES_MAX = 2_000;

/** Changes with the labels of their members, and the values in words. */
export function wordedChanges(changes: readonly Change[], category: string, words: Words, units: UnitNames): readonly JsonObject[] {
  return changes
    .filter(({ members }) => !members.some((name) => words.isUnsaid(category, name)))
    .map((change) => ({
      ...(change as unknown as JsonObject),
      label: json(words.member(category, change.members, units)),
      says: saidApart(change, category, words, units),
    }));
}

/** Before and after in words; of two lists only what is not in both, or a card would tell all its years at each entry. */
function saidApart({ members, before, after }: Change, category: string, words: Words, units: UnitNames): JsonObject {
  const lists = Array.isArray(before) && Array.isArray(after);
  const apart = (some: Json | undefined, others: Json | undefined): Json | undefined => {
    if (!lists) return some;
    const known = new Set((others as readonly Json[]).map(canonical));
    return (some as readonly Json[]).filter((item) => !known.has(canonical(item)));
  };
  const said = (value: Json | undefined): JsonObject => json(words.value(category, members, value, units));
  return { before: said(apart(before, after)), after: said(apart(after, before)) };
}

function brief(row: Row, words: Words, units: UnitNames): JsonObject {
  const [category, type] = [String(row['category']), String(row['type'])];
  const stated = (name: string): Json => row[name] ?? null;
  const data = isObject(row['data']) ? (row['data'] as JsonObject) : {};
  const unitName = (name: string): Json => units.get(String(row[name])) ?? null;
  return {
    stream: stated('stream'),
    revision: stated('revision'),
    position: String(row['position']),
    type,
    label: json(words.fact(category, type)),
    category,
    categoryLabel: json(words.category(category)),
    id: stated('id'),
    idText: json(words.id(category, String(row['id']), units)),
    action: stated('action'),
    actionLabel: json(words.action(category, String(row['action']))),
    says: json(words.says(category, type, data, units) ?? { zh: String(row['says']), en: String(row['says_en']) }),
    occurredOn: stated('occurred_on'),
    recordedAt: stated('recorded_at'),
    actor: {
      account: stated('account'),
      role: stated('role'),
      unit: stated('unit'),
      accountLabel: json(words.account(String(row['account']))),
      roleLabel: json(words.role(String(row['role']))),
      unitName: unitName('unit'),
    },
    concerns: stated('concerns'),
    concernsName: unitName('concerns'),
    source: sourceOf(row),
  };
}

function shown(row: Row, folded: Folded, words: Words, units: UnitNames): JsonObject {
  const key = rowKey(row);
  const category = String(row['category']);
  const changes = folded.changes.get(key);
  const stated = (name: string): Json => row[name] ?? null;
  const data = isObject(row['data']) ? (row['data'] as JsonObject) : {};
  return {
    ...brief(row, words, units),
    authority: authorityOf(row),
    refs: stated('refs'),
    submission: stated('submission'),
    data,
    said: saidOf(category, data, words, units),
    corrects: folded.corrects.get(key) ?? null,
    correctedBy: folded.correctedBy.get(key) ?? null,
    changes: changes ? wordedChanges(changes, category, words, units) : null,
  };
}

function authorityOf(row: Row): JsonObject {
  const authority = isObject(row['authority']) ? (row['authority'] as JsonObject) : {};
  const power = powerOf(String(authority['power']));
  const { clause = '' } = authority;
  const label = power?.label ?? (authority['kind'] === 'grant' ? DATE_SET : authority['kind'] === 'duty' ? DUTY : CLAUSE_ITSELF);
  return {
    ...authority,
    text: {
      zh: filled('{label}，条款 {clause}', { label: label.zh, clause }),
      en: filled('{label}, clause {clause}', { label: label.en, clause }),
    },
  };
}

function sourceOf(row: Row): JsonObject {
  const source = isObject(row['source']) ? (row['source'] as JsonObject) : {};
  const label = SOURCES[String(source['kind'])];
  const line = typeof source['row'] === 'string' ? source['row'] : undefined;
  if (!label) return source;
  return { ...source, label: line === undefined ? json(label) : { zh: `${label.zh}第 ${line} 行`, en: `${label.en}, row ${line}` } };
}

/** What the system does on the day rests on what set the day. */
const DATE_SET: Label = { zh: '原先定下的期限', en: 'The date that was set' };
const DUTY: Label = { zh: '机构承担的职责', en: 'A duty of the organisation' };
const CLAUSE_ITSELF: Label = { zh: '政策条款本身', en: 'The clause itself' };
const SOURCES: Readonly<Record<string, Label>> = {
  web: { zh: '网页办理', en: 'Web' },
  api: { zh: '接口', en: 'API' },
  excel: { zh: '表格导入', en: 'Excel import' },
  reactor: { zh: '系统到期办理', en: 'The system, on the day' },
  genesis: { zh: '账本开立', en: 'The beginning' },
  demo: { zh: '演示数据', en: 'Demonstration data' },
  public: { zh: '居民提交', en: 'A resident' },
};

export function json(label: Label): JsonObject {
  return { zh: label.zh, en: label.en };
}
