import { mask, personalValues, type FieldSpec, type PersonalValue } from '#contracts';
import { isObject, type Json, type JsonObject } from '#kernel';
import { pseudonym } from './identity';

/** A payload whose personal values are replaced by references, and the values themselves, by veil number. */
export interface VeiledPayload {
  readonly data: JsonObject;
  readonly personal: readonly string[];
}

/**
 * Replaces each personal value by `{subject, purpose, mask, veil}`. The values of one object belong to one subject, named by the
 * value marked as identity (its only value when none is marked).
 */
export function veiled(fields: readonly FieldSpec[], data: JsonObject, secret: Buffer): VeiledPayload {
  const values = personalValues(fields, data);
  if (values.length === 0) return { data, personal: [] };
  const replaced = values.reduce(
    (whole, value, veil) => placed(whole, value.path.split('.'), reference(value, veil, values, secret)),
    data,
  );
  return { data: replaced, personal: values.map((value) => value.value) };
}

function reference(value: PersonalValue, veil: number, all: readonly PersonalValue[], secret: Buffer): JsonObject {
  const siblings = all.filter((other) => other.group === value.group);
  const identity = siblings.find((sibling) => sibling.personal.identity) ?? siblings[0] ?? value;
  const { purpose } = value.personal;
  return { subject: pseudonym(secret, purpose, identity.value), purpose, mask: mask(value.personal.mask, value.value), veil };
}

function placed(into: JsonObject, path: readonly string[], value: Json): JsonObject {
  const [head, ...rest] = path;
  if (head === undefined) return into;
  const member = into[head];
  return { ...into, [head]: rest.length === 0 ? value : placed(isObject(member) ? (member as JsonObject) : {}, rest, value) };
}
