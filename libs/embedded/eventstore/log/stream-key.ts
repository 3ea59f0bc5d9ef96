import { hash } from 'node:crypto';

/** 64 bits of SHA-256 of the name, as PostgreSQL's bigint. Two names may share a key: whoever looks one up compares the name as well. */
export function streamKey(name: string): bigint {
  return hash('sha256', name, 'buffer').readBigInt64BE(0);
}
