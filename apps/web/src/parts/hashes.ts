const HASH = /^[0-9a-f]{64}$/;
/** Lists within lists in a fact's data. */
const DEPTH_MAX = 4;

/** The SHA-256 values in what a fact says: its attachments. Each once, in their order. */
export function hashesIn(data: unknown, depth = 0): readonly string[] {
  if (typeof data === 'string') return HASH.test(data) ? [data] : [];
  if (typeof data !== 'object' || data === null || depth > DEPTH_MAX) return [];
  return [...new Set(Object.values(data).flatMap((value) => hashesIn(value, depth + 1)))];
}
