import { ask, type Page } from '../api/client';
import { session } from '../session/session';
import { say, type Label } from '../words';
import { written } from '../format';
import { loadUnits, units, unitPath, type Unit } from './catalogue';
import type { FormSpec } from './spec';

// What a search box offers.

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

const OFFERED = 30;

/** Units by name, code or pinyin initials; those of the own tree first. Without a network by what is known here. */
export async function findUnits(text: string, signal: AbortSignal): Promise<readonly Option[]> {
  // On a weak network somebody types before the names are here: they are waited for.
  if (units.value.size === 0) await loadUnits();
  const own = session.acting.value?.unit ?? '';
  const here = [...units.value.values()].filter(({ name, code }) => text === '' || name.includes(text) || code.startsWith(text));
  const there = /^[a-z]+$/i.test(text)
    ? (await ask<Page<Unit>>('units', { q: text, limit: OFFERED }, { signal }).catch(() => undefined))?.items
    : undefined;
  const all = new Map([...here, ...(there ?? [])].map((unit) => [unit.code, unit]));
  return [...all.values()]
    .sort((a, b) => near(b, own) - near(a, own) || a.code.length - b.code.length || (a.code < b.code ? -1 : 1))
    .slice(0, OFFERED)
    .map(({ code }) => ({ value: code, label: unitPath(code), hint: code }));
}

function near({ code }: Unit, own: string): number {
  return code === own ? 2 : code.startsWith(own) || own.startsWith(code) ? 1 : 0;
}

/** Units and organisations. */
export async function findHolders(text: string, signal: AbortSignal): Promise<readonly Option[]> {
  const [own, organisations] = await Promise.all([findUnits(text, signal), findResources('organisations', text, signal).catch(() => [])]);
  return [...own, ...organisations].slice(0, OFFERED);
}

type Row = Readonly<Record<string, unknown>>;

/** Resources of a category from its register. */
export async function findResources(category: string, text: string, signal: AbortSignal): Promise<readonly Option[]> {
  const answer = await ask<Partial<Page<Row>>>(category, { q: text, limit: OFFERED }, { signal });
  return (answer.items ?? []).map((row) => {
    const value = String(row['key'] ?? row['id'] ?? '');
    return {
      value,
      label: titleOf(row) ?? value,
      hint: [titleOf(row) ? value : '', typeof row['unit'] === 'string' ? unitPath(row['unit']) : ''].filter(Boolean).join(' · '),
    };
  });
}

/** What a row of any register is called. */
export function titleOf(row: Row): string | undefined {
  for (const name of ['name', 'title', 'text', 'name_mask', 'nickname']) {
    const value = row[name];
    if (typeof value === 'string' && value !== '') return value.length > 40 ? `${value.slice(0, 40)}…` : value;
    if (isLabel(value)) return say(value);
  }
  return undefined;
}

interface Offer {
  readonly value: string;
  readonly says: Label;
  readonly now: Label;
}

/** What a field of this form may name of what was recorded before, newest first: its id, the sentence of the fact that made it, what became of it. */
export async function findRecorded(
  form: FormSpec,
  id: string,
  field: string,
  text: string,
  signal: AbortSignal,
): Promise<readonly Option[]> {
  if (id === '') return [];
  const path = `${form.category}/${encodeURIComponent(id)}/${form.action}/offers`;
  const { items } = await ask<Page<Offer>>(path, { field, q: text, limit: OFFERED }, { signal });
  return items.map(({ value, says, now }) => ({ value, label: written(say(says)), hint: `${value} · ${say(now)}` }));
}

function isLabel(value: unknown): value is Label {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}
