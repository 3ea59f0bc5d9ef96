import { filled, isVeiled, type Contract } from '#contracts';
import { isObject, type Json, type JsonObject } from '#kernel';
import type { RecordedFact } from '#ledger';
import { view, type RowOp, type TableSpec, type ViewSpec } from '#readside';

/** Every fact, with what an auditor asks it by. Rows never change. Key: the position in 20 digits, so that keys sort as facts came. */
export const FACTS: TableSpec = {
  name: 'history_facts',
  history: false,
  once: true,
  columns: {
    category: 'text',
    id: 'text',
    revision: 'integer',
    type: 'text',
    says: 'text',
    says_en: 'text',
    occurred_on: 'day',
    recorded_at: 'instant',
    account: 'text',
    role: 'text',
    unit: 'text',
    concerns: 'text',
    action: 'text',
    authority: 'json',
    refs: 'texts',
    source: 'json',
    submission: 'text',
    data: 'json',
  },
  indexes: [
    ['stream', 'revision'],
    ['account', 'key'],
  ],
  search: ['says', 'id'],
};

/** Facts by subject (`payment:p1`). Key: subject and the key of the fact. */
export const FACT_SUBJECTS: TableSpec = {
  name: 'history_subjects',
  history: false,
  once: true,
  columns: { subject: 'text', fact: 'text' },
  indexes: [['subject', 'fact']],
};

/** The history of the whole ledger as a view: derived from the contracts, so a new fact type is in it from its first day. */
export function historyView(contracts: readonly Contract[]): ViewSpec {
  const types = new Set(contracts.flatMap((contract) => Object.keys(contract.facts)));
  const byCategory = new Map(contracts.map((contract) => [contract.category, contract]));
  const operations = (fact: RecordedFact): readonly RowOp[] => rowsOf(fact, byCategory.get(fact.category));
  return view({
    name: 'history',
    version: 1,
    tables: [FACTS, FACT_SUBJECTS],
    on: Object.fromEntries([...types].map((type) => [type, operations])),
  });
}

export function factKey(fact: Pick<RecordedFact, 'position' | 'revision'>): string {
  // Facts of one append may share a position in stores with positions of transactions; the revision tells them apart.
  return `${fact.position.padStart(20, '0')}.${String(fact.revision).padStart(9, '0')}`;
}

function rowsOf(fact: RecordedFact, contract: Contract | undefined): readonly RowOp[] {
  const key = factKey(fact);
  const shown = masked(fact.data) as JsonObject;
  const says = contract?.facts[fact.type]?.says;
  const { meta } = fact;
  const row = {
    category: fact.category,
    id: fact.id,
    revision: fact.revision,
    type: fact.type,
    says: says ? filled(says.zh, worded(shown)) : fact.type,
    says_en: says ? filled(says.en, worded(shown)) : fact.type,
    occurred_on: meta.occurredOn,
    recorded_at: meta.recordedAt,
    account: meta.actor.account,
    role: meta.actor.role,
    unit: meta.actor.unit,
    concerns: meta.unit ?? null,
    action: meta.action,
    authority: meta.authority as unknown as JsonObject,
    refs: meta.refs as readonly Json[],
    source: meta.source as unknown as JsonObject,
    submission: meta.submission,
    data: shown,
  };
  const subjects = new Set([...meta.subjects, ...foundBy(fact.data)]);
  return [
    { op: 'put', table: FACTS.name, key, row },
    ...[...subjects].map((subject): RowOp => ({
      op: 'put',
      table: FACT_SUBJECTS.name,
      key: `${subject}#${key}`,
      row: { subject, fact: key },
    })),
  ];
}

const HASH = /^[0-9a-f]{64}$/;
/** Subjects found in one fact at most. */
const FOUND_MAX = 60;

/** What a search finds a fact by though it is no subject of it: hashes of vouchers and evidence, amounts, the pseudonyms of persons. */
function foundBy(data: JsonObject): readonly string[] {
  const found: string[] = [];
  const walk = (value: Json, name: string): void => {
    if (found.length >= FOUND_MAX) return;
    if (typeof value === 'string' && HASH.test(value)) found.push(`hash:${value}`);
    else if (typeof value === 'number' && name.endsWith('Fen')) found.push(`amount:${value}`);
    else if (Array.isArray(value)) for (const item of value) walk(item, name);
    else if (isVeiled(value)) found.push(`person:${value.subject}`);
    else if (isObject(value)) for (const [member, inner] of Object.entries(value as JsonObject)) walk(inner, member);
  };
  walk(data, '');
  return found;
}

/** A sealed value becomes its mask and its pseudonym: histories show who it was only as far as the mask does. */
export function masked(value: Json): Json {
  if (Array.isArray(value)) return value.map(masked);
  if (!isObject(value)) return value;
  if (isVeiled(value)) return { subject: value.subject, mask: value.mask };
  return Object.fromEntries(Object.entries(value as JsonObject).map(([name, member]) => [name, masked(member)]));
}

/** Members as said in words: a masked value as its mask. */
function worded(data: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(data).map(([name, member]) => [name, isObject(member) && typeof member['mask'] === 'string' ? member['mask'] : member]),
  );
}
