import { isObject, type JsonObject } from '#kernel';
import type { FieldSpec, MaskKind, Personal } from './fields';

/** One personal value of a payload, found by its path (`payee.person.name`). */
export interface PersonalValue {
  readonly path: string;
  readonly personal: Personal;
  readonly value: string;
  /** The path of the object it lies in: values of one object belong to one subject. */
  readonly group: string;
}

/** Finds the personal values of a checked payload. Personal fields lie in objects, never in lists. */
export function personalValues(fields: readonly FieldSpec[], data: JsonObject, path = ''): readonly PersonalValue[] {
  return fields.flatMap((field): readonly PersonalValue[] => {
    const value = data[field.name];
    const here = path === '' ? field.name : `${path}.${field.name}`;
    if (field.personal && typeof value === 'string') return [{ path: here, personal: field.personal, value, group: path }];
    return field.fields && isObject(value) ? personalValues(field.fields, value as JsonObject, here) : [];
  });
}

/** 张*明 · 138****1234 · ****1234. Never longer than it must be, never the whole value. */
export function mask(kind: MaskKind, value: string): string {
  const signs = [...value];
  if (kind === 'name') return signs.length <= 2 ? `${signs[0] ?? ''}*` : `${signs[0]}${'*'.repeat(signs.length - 2)}${signs.at(-1)}`;
  if (kind === 'phone') return signs.length < 8 ? '****' : `${signs.slice(0, 3).join('')}****${signs.slice(-4).join('')}`;
  return signs.length < 8 ? '****' : `****${signs.slice(-4).join('')}`;
}

/**
 * What stands in a decision and, once sealed, in a recorded fact in place of a personal value.
 * `veil` numbers the value within its submission and is gone when sealed; then `key` names the key and `sealed` is base64 of nonce ‖ ciphertext ‖ tag.
 */
export interface Veiled {
  readonly subject: string;
  readonly purpose: string;
  readonly mask: string;
  readonly veil?: number;
  readonly key?: string;
  readonly sealed?: string;
}

export function isVeiled(value: unknown): value is Veiled {
  return (
    isObject(value) && typeof value['subject'] === 'string' && typeof value['purpose'] === 'string' && typeof value['mask'] === 'string'
  );
}
