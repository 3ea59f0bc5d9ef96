import type { Label } from '#kernel';
import { isForAnyone, type ActionSpec, type Contract, type Correction, type Permission } from './contract';
import { fieldsOf, type FieldKind, type FieldSpec } from './fields';

/** Everything a screen needs to draw the form of one action: no screen knows a mechanism by name. */
export interface FormSpec {
  readonly category: string;
  readonly action: string;
  readonly label: Label;
  readonly help?: Label;
  readonly clause: string;
  readonly id: Contract['id'];
  /** Which roles may ask, resting on which power, for units of which levels. */
  readonly who: readonly Permission[];
  /** Anybody may ask, without a login. */
  readonly public?: true;
  readonly fields: readonly FieldSpec[];
  /** Earlier days of the act may be entered though the authority has since ended. */
  readonly lateEntry: boolean;
  /** May begin one under a new id. */
  readonly begins?: true;
  /** The day of the act is the day of submission: no form asks for it. */
  readonly occurredOn?: 'today';
  /** The action that takes it back, where there is one. */
  readonly compensation?: string;
  /** What puts a mistake right instead. */
  readonly correction?: Correction;
}

/** The forms of a category: its actions that a person may ask for, in the order of their declaration. */
export function formsOf(contract: Contract): readonly FormSpec[] {
  return Object.entries(contract.actions)
    .filter(([, action]) => action.who.length > 0 || isForAnyone(action))
    .map(([name, action]) => formOf(contract, name, action));
}

/** What a recorded member is called, and its values. */
export interface Word {
  readonly label: Label;
  readonly kind?: FieldKind;
  readonly values?: Readonly<Record<string, Label>>;
  readonly unit?: Label;
}

/** The words of a category's registers: its folded state, then what its facts and payloads declare; the first of a name counts. */
export function wordsOf(contract: Contract): Readonly<Record<string, Word>> {
  const words: Record<string, Word> = {};
  for (const [name, { zh, en, kind, values }] of Object.entries(contract.state ?? {}))
    words[name] = { label: { zh, en }, ...(kind ? { kind } : {}), ...(values ? { values } : {}) };
  const learn = (fields: readonly FieldSpec[]): void => {
    for (const field of fields) {
      if (!Object.hasOwn(words, field.name)) words[field.name] = wordOf(field);
      learn([...(field.fields ?? []), ...(field.of?.fields ?? [])]);
    }
  };
  for (const { data } of Object.values(contract.facts)) learn(fieldsOf(data));
  for (const { payload } of Object.values(contract.actions)) learn(fieldsOf(payload));
  return words;
}

function wordOf({ kind, label, unit, choices, of }: FieldSpec): Word {
  const named = choices ?? of?.choices;
  return {
    label,
    kind: of?.kind ?? kind,
    ...(named ? { values: Object.fromEntries(named.map(({ value, label: says }) => [value, says])) } : {}),
    ...(unit ? { unit } : {}),
  };
}

function formOf(contract: Contract, name: string, action: ActionSpec): FormSpec {
  return {
    category: contract.category,
    action: name,
    label: action.label,
    ...(action.help ? { help: action.help } : {}),
    clause: action.clause,
    id: contract.id,
    who: action.who,
    ...(isForAnyone(action) ? { public: true as const } : {}),
    fields: fieldsOf(action.payload),
    lateEntry: action.lateEntry === true,
    ...(action.begins ? { begins: true as const } : {}),
    ...(action.occurredOn ? { occurredOn: action.occurredOn } : {}),
    ...(action.compensation ? { compensation: action.compensation.action } : {}),
    ...(contract.corrections?.[name] ? { correction: contract.corrections[name] } : {}),
  };
}
