import { dayText, moneyText, momentText, number } from '../format';
import { unitName, unitPath, units } from '../forms/catalogue';
import { idText } from '../forms/ids';
import type { CategoryForms, Word } from '../forms/spec';
import { ROLE_NAMES } from '../shell/areas';
import { say, type Label } from '../words';
import { columnWords } from './words';

export type Row = Readonly<Record<string, unknown>>;

/** What rows carry for machines. */
const TECHNICAL = new Set([
  'stream',
  'position',
  'timeline',
  'revision',
  'subject',
  'history',
  'asOf',
  'knownAt',
  'nameEn',
  'titleEn',
  'textEn',
]);
const FIRST = ['key', 'id', 'code', 'name', 'nameMask', 'title', 'text', 'unit', 'status'];
const LAST = 90;

/** Columns of rows: those that have a name in words, what tells the row first. */
export function columnsOf(rows: readonly Row[], category: CategoryForms | undefined): readonly string[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
    (name) => !TECHNICAL.has(name) && columnLabel(name, category) !== undefined,
  );
  const rank = (name: string): number => (FIRST.includes(camel(name)) ? FIRST.indexOf(camel(name)) : LAST);
  const told = names.filter((name) => !(name === 'key' && names.includes('code') && rows.every((row) => row['key'] === row['code'])));
  return told.sort((a, b) => rank(a) - rank(b));
}

export function columnLabel(name: string, category: CategoryForms | undefined): Label | undefined {
  const plain = camel(name);
  const general = columnWords[plain as keyof typeof columnWords] as Label | undefined;
  const own = wordOf(plain, category)?.label;
  if (plain === 'key' || plain === 'id') return category?.forms[0]?.id.label ?? general;
  return plain === 'status' ? general : ((own && { zh: own.zh.replace(/\(分\)$/, ''), en: own.en.replace(/ in fen$/, '') }) ?? general);
}

/** A value in words: money in yuan, days in full, codes and units by their names. */
export function cellText(name: string, value: unknown, category: CategoryForms | undefined): string {
  if (value === null || value === undefined || value === '') return '—';
  const plain = camel(name);
  if ((plain === 'key' || plain === 'id') && typeof value === 'string') return nameOfId(value, category);
  const word = wordOf(plain, category);
  if (typeof value === 'boolean') return say(value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' });
  if (typeof value === 'number')
    return plain === 'year'
      ? String(value)
      : /Fen$/.test(plain) || word?.kind === 'fen'
        ? moneyText(value)
        : `${number(value, 2)}${word?.unit ? ` ${say(word.unit)}` : ''}`;
  if (Array.isArray(value))
    return value.length === 0
      ? '—'
      : value
          .slice(0, 8)
          .map((item) => cellText(name, item, category))
          .join(typeof value[0] === 'object' ? '；' : '、') + (value.length > 8 ? ` … ${value.length}` : '');
  if (typeof value === 'object') return objectText(value as Row, category);
  return textOf(String(value), word);
}

/** The id of a resource in words, where it is made of a unit, a year, a fund. */
export function nameOfId(id: string, category: CategoryForms | undefined): string {
  return idText(id, category?.forms[0]?.id, unitPath, say);
}

export function isNumber(name: string, value: unknown): boolean {
  return typeof value === 'number' && camel(name) !== 'year';
}

function textOf(text: string, word: Word | undefined): string {
  const named = word?.values?.[text] ?? ROLE_NAMES[text] ?? LEVELS[text];
  if (named) return say(named);
  if (text === '0001-01-01') return say({ zh: '有记录以来', en: 'since the beginning' });
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return dayText(text);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return momentText(text);
  return units.value.has(text) ? unitName(text) : text;
}

function objectText(value: Row, category: CategoryForms | undefined): string {
  if (typeof value['zh'] === 'string' && typeof value['en'] === 'string') return say(value as unknown as Label);
  if (typeof value['mask'] === 'string') return value['mask'];
  return Object.entries(value)
    .flatMap(([name, inner]) =>
      columnLabel(name, category) ? [`${say(columnLabel(name, category) as Label)} ${cellText(name, inner, category)}`] : [],
    )
    .join('，');
}

function wordOf(name: string, category: CategoryForms | undefined): Word | undefined {
  return (
    (name === 'status' ? (category?.words?.['status'] ?? category?.words?.['is']) : undefined) ??
    category?.words?.[name] ??
    category?.words?.[`${name}Fen`]
  );
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, sign: string) => sign.toUpperCase());
}

/** Levels and kinds of units (fixed by the wire). */
const LEVELS: Readonly<Record<string, Label>> = {
  city: { zh: '市', en: 'City' },
  subdistrict: { zh: '街道', en: 'Subdistrict' },
  town: { zh: '镇', en: 'Town' },
  township: { zh: '乡', en: 'Township' },
  community: { zh: '社区', en: 'Community' },
  village: { zh: '村', en: 'Village' },
  grid: { zh: '网格', en: 'Grid' },
  service: { zh: '党组织服务群众专项经费', en: 'Service fund' },
  work: { zh: '社区工作经费', en: 'Work fund' },
};
