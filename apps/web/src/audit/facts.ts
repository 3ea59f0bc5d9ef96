import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import type { Query } from '../api/client';
import type { Label } from '../words';

/** A fact as long lists show it (`/api/history?brief=true`). */
export interface BriefFact {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly type: string;
  readonly label: Label;
  readonly category: string;
  readonly categoryLabel: Label;
  readonly id: string;
  /** The id in words where it begins with a unit. */
  readonly idText?: Label;
  readonly actionLabel: Label;
  readonly says: Label;
  readonly occurredOn: string;
  readonly recordedAt: string;
  readonly actor: {
    readonly account: string;
    readonly role: string;
    readonly unit: string;
    readonly accountLabel: Label;
    readonly roleLabel: Label;
    readonly unitName: string | null;
  };
  readonly concerns: string | null;
  readonly concernsName: string | null;
  readonly source: { readonly kind: string; readonly label?: Label };
}

export interface Change {
  readonly path: string;
  readonly label: Label;
  readonly says: { readonly before: Label; readonly after: Label };
}
export interface Said {
  readonly name: string;
  readonly label: Label;
  readonly text: Label;
}

/** A fact with everything that is told of it. */
export interface WholeFact extends BriefFact {
  readonly authority: { readonly rests?: string; readonly clause?: string; readonly text: Label };
  readonly refs: readonly string[];
  readonly submission: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly said: readonly Said[];
  readonly corrects: string | null;
  readonly correctedBy: string | null;
  readonly changes: readonly Change[] | null;
}

export interface Difference {
  readonly from: string;
  readonly to: string;
  readonly said: { readonly before: readonly Said[]; readonly after: readonly Said[] };
  readonly changes: readonly Change[];
  readonly count: number;
}

/** What a timeline is of: as the api asks it. Units and persons who acted are shown in ways of their own; all others by the kind the api declares. */
export type Subject =
  | { readonly kind: 'stream'; readonly category: string; readonly id: string }
  | { readonly kind: 'q'; readonly value: string }
  | { readonly kind: 'unit' | 'actor'; readonly value: string }
  | { readonly kind: 'other'; readonly by: string; readonly value: string };

/** The subject of an address, among the kinds that the api can be asked by (`GET /api/history/subjects`); undefined when it names none. */
export function subjectOf(query: LocationQuery, kinds: readonly string[]): Subject | undefined {
  const text = (name: string): string | undefined => (typeof query[name] === 'string' && query[name] !== '' ? query[name] : undefined);
  const [category, id, q] = [text('category'), text('id'), text('q')];
  if (category !== undefined && id !== undefined) return { kind: 'stream', category, id };
  if (q !== undefined) return { kind: 'q', value: q };
  const by = kinds.find((name) => text(name) !== undefined);
  if (by === undefined) return undefined;
  const value = text(by) ?? '';
  return by === 'unit' || by === 'actor' ? { kind: by, value } : { kind: 'other', by, value };
}

/** What its kind is called by in the api's declaration. */
export function kindOf(subject: Subject): string {
  return subject.kind === 'other' ? subject.by : subject.kind;
}

export function queryOf(subject: Subject): Record<string, string> {
  if (subject.kind === 'stream') return { category: subject.category, id: subject.id };
  return { [kindOf(subject)]: subject.value };
}

/** Where its facts are asked; streams and searches have paths of their own. */
export function pathOf(subject: Subject): string {
  if (subject.kind === 'stream') return `history/${subject.category}/${encodeURIComponent(subject.id)}`;
  return subject.kind === 'q' ? 'history/search' : 'history';
}

/** The members of the question that are not in its path. */
export function askedOf(subject: Subject): Query {
  return subject.kind === 'stream' ? {} : queryOf(subject);
}

/** Address of the timeline of a stream that is named `category-id@revision` or without revision. */
export function streamAddress(
  named: string,
  categories: ReadonlySet<string>,
): { readonly name: 'audit-timeline'; readonly query: LocationQueryRaw } | undefined {
  const [stream = '', revision] = named.split('@');
  const category = [...categories].filter((known) => stream.startsWith(`${known}-`)).sort((a, b) => b.length - a.length)[0];
  if (category === undefined) return undefined;
  return {
    name: 'audit-timeline',
    query: { category, id: stream.slice(category.length + 1), ...(revision === undefined ? {} : { fact: named }) },
  };
}

/** In which role and for which unit, beside the account's name: the ledger's own accounts are named as their role is. */
export function actedAs({ accountLabel, roleLabel, unitName, unit }: BriefFact['actor']): Label {
  const told = (language: keyof Label): string =>
    [roleLabel[language] === accountLabel[language] ? '' : roleLabel[language], unitName ?? unit].filter((part) => part !== '').join(' · ');
  return { zh: told('zh'), en: told('en') };
}

/** Shanghai's day and clock of an instant: what rows of a timeline are ordered by. */
export function clockOf(instant: string): { readonly day: string; readonly time: string } {
  const shanghai = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  return { day: shanghai.slice(0, 10), time: shanghai.slice(11, 16) };
}

/** One of six colours, the same for a category everywhere. */
export function hueOf(category: string): string {
  let sum = 0;
  for (const sign of category) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 997;
  return `var(--c${(sum % 6) + 1})`;
}

export function keyOf({ stream, revision }: Pick<BriefFact, 'stream' | 'revision'>): string {
  return `${stream}@${revision}`;
}
