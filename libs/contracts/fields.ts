import type { Label } from '#kernel';

export type FieldKind =
  'text' | 'code' | 'day' | 'instant' | 'fen' | 'integer' | 'quarters' | 'boolean' | 'choice' | 'hash' | 'object' | 'list';

/** How a personal value is shown where it must not be read: 张*明, 138****1234, ****1234. */
export type MaskKind = 'name' | 'phone' | 'account';

/** Marks a value that is sealed before it is recorded. */
export interface Personal {
  readonly mask: MaskKind;
  /** What the key is for; a key exists per subject × purpose. */
  readonly purpose: string;
  /** The field whose HMAC names the subject among its siblings; exactly one per personal object. */
  readonly identity?: boolean;
}

export interface Choice {
  readonly value: string;
  readonly label: Label;
}

/** Everything that is derived about a field (validation, schema, form, Excel column, OpenAPI) comes from this. */
export interface FieldSpec {
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: Label;
  readonly help?: Label;
  /** Absent is allowed; null never is. */
  readonly optional?: boolean;
  /** Code points of a text (default 1), least value of a number, least items of a list (default 0). */
  readonly min?: number;
  /** Code points of a text, greatest value of a number, most items of a list. Always bounded. */
  readonly max?: number;
  /** An anchored pattern of a `code`. */
  readonly pattern?: string;
  /** What the pattern means, said to the person. */
  readonly patternSays?: Label;
  /** The category it is an id of, where its pattern alone does not tell: forms offer that register. */
  readonly refers?: string;
  readonly choices?: readonly Choice[];
  readonly unit?: Label;
  readonly personal?: Personal;
  /** Holds numbers that others hand out (a bank's receipt): one of them may look like a bank card's, and is none. */
  readonly numbering?: boolean;
  /** Members of an `object`, or of the items of a `list` of objects. */
  readonly fields?: readonly FieldSpec[];
  /** Exactly one of these members must be there. */
  readonly exactlyOne?: readonly string[];
  /** The items of a `list`. */
  readonly of?: FieldSpec;
  /** Items of a list must differ. */
  readonly unique?: boolean;
}

/** A payload class: its fields are declared by the decorators in this folder. */
export type Shape<T extends object = object> = new () => T;

const fieldsOfShape = new WeakMap<object, FieldSpec[]>();

/** The fields of a payload class in the order of their declaration. */
export function fieldsOf(shape: Shape): readonly FieldSpec[] {
  return fieldsOfShape.get(shape.prototype as object) ?? [];
}

/** Called by the decorators alone. */
export function declareField(prototype: object, spec: FieldSpec): void {
  const fields = fieldsOfShape.get(prototype) ?? [];
  fields.push(spec);
  fieldsOfShape.set(prototype, fields);
}
