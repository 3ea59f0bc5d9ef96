import { isObject, type Instant, type Json, type JsonObject, type Label } from '#kernel';

// Apart from the gathering: the thread that sets a PDF loads this and neither the edge nor the read side.

/** Who took the file out, when, and how far the ledger was: on every page of it. */
export interface Watermark {
  readonly account: string;
  readonly role: string;
  readonly roleLabel: Label;
  readonly unit: string;
  readonly unitName: string;
  readonly at: Instant;
  readonly position: string;
  readonly synthetic: boolean;
}

/** The histories asked for, as a file: what was asked, who took it out, and every fact as `/api/history` tells it. */
export interface CaseFile {
  readonly title: Label;
  readonly filter: readonly { readonly label: Label; readonly text: Label }[];
  readonly watermark: Watermark;
  readonly asOf: string;
  readonly knownAt: string | null;
  readonly facts: readonly JsonObject[];
}

/** Members of a shown fact, read back safely: a file must not fail on one odd fact. */
export function textOf(value: Json | undefined, language: keyof Label = 'zh'): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return isObject(value) && typeof value[language] === 'string' ? value[language] : '';
}

export function memberOf(fact: JsonObject, name: string): JsonObject {
  const member = fact[name];
  return isObject(member) ? (member as JsonObject) : {};
}

export function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((one): one is JsonObject => isObject(one)) : [];
}

/** The one line that marks every page: reader, role, unit, time, position. */
export function watermarkLine({ account, roleLabel, unitName, at, position }: Watermark, moment: (at: Instant) => string): string {
  return `${account} · ${roleLabel.zh} · ${unitName} · ${moment(at)} · 位置 ${position}`;
}
