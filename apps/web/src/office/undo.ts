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

interface Done {
  readonly stream: string;
  readonly position: string;
  readonly category: string;
  readonly action: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Positions of those, newest first, that a later one among them takes back: by the declared action, naming the same. */
export function undoneAmong(
  facts: readonly Done[],
  formOf: (category: string, action: string) => FormSpec | undefined,
): ReadonlySet<string> {
  const undone = new Set<string>();
  facts.forEach((fact, i) => {
    const compensation = formOf(fact.category, fact.action)?.compensation;
    const undo = compensation === undefined ? undefined : formOf(fact.category, compensation);
    if (!undo) return;
    const named = Object.entries(undoPayload(undo, fact.data, ''));
    const takes = (later: Done): boolean =>
      later.stream === fact.stream &&
      later.action === compensation &&
      named.every(([name, value]) => value === '' || later.data[name] === value);
    if (facts.slice(0, i).some(takes)) undone.add(fact.position);
  });
  return undone;
}
