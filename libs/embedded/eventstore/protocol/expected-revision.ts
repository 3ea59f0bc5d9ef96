/** What a writer believes the stream's last revision to be; a bigint is exact. */
export type ExpectedRevision = bigint | 'any' | 'no_stream' | 'stream_exists';

/** The revision of a tombstone, and the `$tb` of a soft-deleted stream. */
export const DELETED = 9223372036854775807n;

/** The number the real server writes into trailers and compares with. */
export function expectedNumber(expected: ExpectedRevision): bigint {
  if (expected === 'no_stream') return -1n;
  if (expected === 'any') return -2n;
  if (expected === 'stream_exists') return -4n;
  return expected;
}
