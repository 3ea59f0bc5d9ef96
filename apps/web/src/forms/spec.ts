// What `GET /api/forms/{category}` answers: the declarations of the mechanisms. The screens know nothing else about what can be done.

/** A text in both languages. */
export interface Label {
  readonly zh: string;
  readonly en: string;
}

export type FieldKind =
  'text' | 'code' | 'day' | 'instant' | 'fen' | 'integer' | 'quarters' | 'boolean' | 'choice' | 'hash' | 'object' | 'list';

export interface Choice {
  readonly value: string;
  readonly label: Label;
}

export interface FieldSpec {
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: Label;
  readonly help?: Label;
  readonly optional?: boolean;
  /** Code points of a text (default 1), least value of a number (0), least items of a list (0). */
  readonly min?: number;
  /** Code points of a text (200), greatest value of a number, most items of a list (100). */
  readonly max?: number;
  readonly pattern?: string;
  readonly patternSays?: Label;
  /** The category it is an id of, where the pattern alone does not tell. */
  readonly refers?: string;
  readonly choices?: readonly Choice[];
  readonly unit?: Label;
  /** Sealed before it is recorded; shown as a mask to whoever may not read it. */
  readonly personal?: { readonly mask: string; readonly purpose: string; readonly identity?: boolean };
  readonly fields?: readonly FieldSpec[];
  /** Exactly one of these members must be there. */
  readonly exactlyOne?: readonly string[];
  readonly of?: FieldSpec;
  readonly unique?: boolean;
}

export interface Permission {
  readonly roles: readonly string[];
  readonly power: string;
  readonly levels?: readonly string[];
}

export interface FormSpec {
  readonly category: string;
  readonly action: string;
  readonly label: Label;
  readonly help?: Label;
  readonly clause: string;
  readonly id: {
    readonly pattern: string;
    readonly says: Label;
    readonly label: Label;
    /** Made by whoever begins one: the form proposes it. */
    readonly proposed?: boolean;
    /** What the words in it are called. */
    readonly words?: Readonly<Record<string, Label>>;
  };
  readonly who: readonly Permission[];
  /** Anybody may ask, without a login. */
  readonly public?: boolean;
  readonly fields: readonly FieldSpec[];
  /** May be entered though the authority has since ended. */
  readonly lateEntry: boolean;
  /** May begin one under a new id, beside the first of the category. */
  readonly begins?: boolean;
  /** The day of the act is the day of submission, so nobody is asked for it. */
  readonly occurredOn?: 'today';
  /** The action that takes it back. */
  readonly compensation?: string;
  /** What puts a mistake right where nothing takes it back. */
  readonly correction?: { readonly by: readonly string[]; readonly says: Label };
}

/** One category with its actions a person may ask for. */
export interface CategoryForms {
  readonly category: string;
  readonly label: Label;
  readonly clause: string;
  readonly forms: readonly FormSpec[];
  /** Who may read its register. */
  readonly readers?: 'public' | readonly string[];
  /** What its recorded members and their values are called. */
  readonly words?: Readonly<Record<string, Word>>;
}

export interface Word {
  readonly label: Label;
  readonly kind?: FieldKind;
  readonly values?: Readonly<Record<string, Label>>;
  readonly unit?: Label;
}

/** A value as it is sent: what the api's payloads are made of. */
export type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value };
export type Payload = Readonly<Record<string, Value>>;

/** May one who acts in this role ask for it? The api decides for itself; this only spares a form that would be refused. */
export function isFor(form: FormSpec, role: string | undefined): boolean {
  return role !== undefined && form.who.some(({ roles }) => roles.includes(role));
}

/** Whether a value of a person is asked for anywhere in these fields. */
export function asksPersonal(fields: readonly FieldSpec[]): boolean {
  return fields.some(
    (field) => field.personal !== undefined || asksPersonal(field.fields ?? []) || (field.of !== undefined && asksPersonal([field.of])),
  );
}
