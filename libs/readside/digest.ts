import { createHash } from 'node:crypto';
import { canonical } from '#kernel';
import { columnsOf } from './columns';
import type { HeldRow } from './fold';
import type { TableSpec } from './view';

const MODULUS = 1n << 256n;

/** A digest of a view's rows: 64 lower-case hex digits. Of no rows: all zeros. */
export const EMPTY_DIGEST = '0'.repeat(64);

/** Σ SHA-256(canonical row) mod 2²⁵⁶ over a view's rows: free of their order, kept up by adding what came and taking away what went. */
export class DigestSum {
  private sum: bigint;

  constructor(from: string) {
    this.sum = BigInt(`0x${from}`);
  }

  add(hash: Buffer): void {
    this.sum = (this.sum + numberOf(hash)) % MODULUS;
  }

  subtract(hash: Buffer): void {
    this.sum = (this.sum - numberOf(hash) + MODULUS) % MODULUS;
  }

  get hex(): string {
    return this.sum.toString(16).padStart(64, '0');
  }
}

/** The one spelling of a row: canonical JSON of `key`, `stream`, `position` (text) and its columns that are not null. */
export function rowText(table: TableSpec, key: string, held: HeldRow): string {
  let text = '{';
  for (const name of namesOf(table)) {
    const value = name === 'key' ? key : name === 'stream' ? held.stream : name === 'position' ? held.position : held.row[name];
    if (value === undefined || value === null) continue;
    text += `${text.length > 1 ? ',' : ''}"${name}":${typeof value === 'object' ? canonical(value) : JSON.stringify(value)}`;
  }
  return `${text}}`;
}

/** SHA-256 of `["table",row]`. */
export function rowHash(table: TableSpec, text: string): Buffer {
  return createHash('sha256').update(`["${table.name}",${text}]`).digest();
}

const names = new WeakMap<TableSpec, readonly string[]>();

function namesOf(table: TableSpec): readonly string[] {
  let known = names.get(table);
  if (!known) names.set(table, (known = ['key', 'stream', 'position', ...columnsOf(table).map(([name]) => name)].sort()));
  return known;
}

function numberOf(hash: Buffer): bigint {
  return BigInt(`0x${hash.toString('hex')}`);
}
