import { objectMembers } from './raw-json';
import { DELETED } from '../protocol/expected-revision';

/** Who may what, as written in `$acl`; undefined: the default rules decide. */
export interface StreamAcl {
  readonly read: readonly string[] | undefined;
  readonly write: readonly string[] | undefined;
  readonly delete: readonly string[] | undefined;
  readonly metaRead: readonly string[] | undefined;
  readonly metaWrite: readonly string[] | undefined;
}

/** What a stream's last metadata event asks for. `maxAgeMs` in milliseconds. */
export interface StreamMetadata {
  readonly maxCount: bigint | undefined;
  readonly maxAgeMs: number | undefined;
  readonly truncateBefore: bigint | undefined;
  readonly acl: StreamAcl | undefined;
}

export const NO_METADATA: StreamMetadata = { maxCount: undefined, maxAgeMs: undefined, truncateBefore: undefined, acl: undefined };

/** A metadata stream keeps its last event only, whatever anyone writes about it. */
export const METASTREAM_METADATA: StreamMetadata = { ...NO_METADATA, maxCount: 1n };

export const SOFT_DELETED_JSON = `{"$tb":${DELETED}}`;

/**
 * Reads metadata as the real server does: a known key with a value of the wrong kind voids the whole document, a number that is not
 * positive is as if absent, of a repeated key the last wins.
 */
export function parseStreamMetadata(json: string): StreamMetadata {
  const members = objectMembers(json);
  if (members === undefined) return NO_METADATA;
  const found: { -readonly [K in keyof StreamMetadata]: StreamMetadata[K] } = { ...NO_METADATA };
  for (const [key, value] of members) {
    if (INTEGER_KEYS.has(key) && !/^-?\d+$/.test(value)) return NO_METADATA;
    if (key === '"$maxCount"') found.maxCount = positive(value, 1n);
    else if (key === '"$maxAge"') found.maxAgeMs = milliseconds(positive(value, 1n));
    else if (key === '"$tb"') found.truncateBefore = positive(value, 0n);
    else if (key === '"$acl"') {
      const acl = parseAcl(value);
      if (acl === 'malformed') return NO_METADATA;
      found.acl = acl;
    }
  }
  return found;
}

const INTEGER_KEYS = new Set(['"$maxCount"', '"$maxAge"', '"$tb"', '"$cacheControl"']);

function positive(value: string, least: bigint): bigint | undefined {
  const number = BigInt(value);
  return number >= least && number <= DELETED ? number : undefined;
}

function milliseconds(seconds: bigint | undefined): number | undefined {
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** One document of rights (`$r $w $d $mr $mw`), as text; null as if absent. */
export function parseAcl(json: string): StreamAcl | undefined | 'malformed' {
  const value: unknown = JSON.parse(json);
  if (value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) return 'malformed';
  const members = new Map(Object.entries(value));
  const roles = ['$r', '$w', '$d', '$mr', '$mw'].map((key) => rolesOf(members.get(key)));
  if (roles.includes('malformed')) return 'malformed';
  const [read, write, del, metaRead, metaWrite] = roles as (readonly string[] | undefined)[];
  return { read, write, delete: del, metaRead, metaWrite };
}

function rolesOf(value: unknown): readonly string[] | undefined | 'malformed' {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every((role) => typeof role === 'string')) return value;
  return 'malformed';
}
