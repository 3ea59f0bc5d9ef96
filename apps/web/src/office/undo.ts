import type { FormSpec, Payload, Value } from '../forms/spec';

/** Where the form of `undo` stands filled in with what it takes back. */
export interface UndoQuery {
  readonly id: string;
  readonly with: string;
  /** The action that is taken back. */
  readonly undoes: string;
  readonly [name: string]: string;
}

export function undoQuery(
  undo: FormSpec,
  of: { readonly id: string; readonly action: string; readonly data: Readonly<Record<string, unknown>> },
  today: string,
): UndoQuery {
  return { id: of.id, with: JSON.stringify(undoPayload(undo, of.data, today)), undoes: of.action };
}

/** What names the thing taken back, from the day it held; a reason is asked for anew, values of persons never go into an address. */
export function undoPayload(undo: FormSpec, data: Readonly<Record<string, unknown>>, today: string): Payload {
  const known: Readonly<Record<string, unknown>> = { on: data['from'] ?? today, ...data };
  const named = undo.fields.filter(
    (field) =>
      field.name !== 'reason' &&
      field.personal === undefined &&
      field.kind !== 'object' &&
      field.kind !== 'list' &&
      known[field.name] !== undefined,
  );
  return Object.fromEntries(named.map(({ name }) => [name, known[name] as Value]));
}
