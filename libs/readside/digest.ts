import { hash } from 'node:crypto';
import { canonical, type Json } from '#kernel';
import { columnsOf } from './columns';
import type { HeldRow } from './fold';
import type { TableSpec } from './view';

/** A digest of a view's rows: 64 lower-case hex digits. Of no rows: all zeros. */
export const EMPTY_DIGEST = '0'.repeat(64);

/** Words of 32 bits in a sum, and how many sums a word takes in before its carry must be settled (doubles are exact below 2⁵³). */
const WORDS = 8;
const WORD = 2 ** 32;
const UNSETTLED_MAX = 1_000_000;

/** Σ SHA-256(canonical row) mod 2²⁵⁶ over a view's rows: free of their order, kept up by adding what came and taking away what went. */
export class DigestSum {
  /** Least first. Carries are settled when the sum is asked for: adding is then eight additions. */
  private readonly words = new Float64Array(WORDS);
  private unsettled = 0;

  constructor(from: string) {
    this.count(Buffer.from(from, 'hex'), 1);
  }

  add(rowHash: Buffer): void {
    this.count(rowHash, 1);
  }

  subtract(rowHash: Buffer): void {
    this.count(rowHash, -1);
  }

  get hex(): string {
    this.settle();
    const bytes = Buffer.alloc(WORDS * 4);
    for (let word = 0; word < WORDS; word++) bytes.writeUInt32BE(this.words[word] ?? 0, (WORDS - 1 - word) * 4);
    return bytes.toString('hex');
  }

  private count(bytes: Buffer, sign: 1 | -1): void {
    for (let word = 0; word < WORDS; word++) this.words[word] = (this.words[word] ?? 0) + sign * bytes.readUInt32BE((WORDS - 1 - word) * 4);
    if (++this.unsettled >= UNSETTLED_MAX) this.settle();
  }

  /** What is carried out of the last word is what the modulus takes away. */
  private settle(): void {
    let carry = 0;
    for (let word = 0; word < WORDS; word++) {
      const sum = (this.words[word] ?? 0) + carry;
      carry = Math.floor(sum / WORD);
      this.words[word] = sum - carry * WORD;
    }
    this.unsettled = 0;
  }
}

/** The one spelling of a row: canonical JSON of `key`, `stream`, `position` (text) and its columns that are not null. */
export function rowText(table: TableSpec, key: string, held: HeldRow): string {
  let text = '';
  for (const [name, heading] of namesOf(table)) {
    const value = name === 'key' ? key : name === 'stream' ? held.stream : name === 'position' ? held.position : held.row[name];
    if (value === undefined || value === null) continue;
    text += (text === '' ? '{' : ',') + heading + spelled(value);
  }
  return `${text}}`;
}

/** SHA-256 of `["table",row]`. */
export function rowHash(table: TableSpec, text: string): Buffer {
  return hash('sha256', `["${table.name}",${text}]`, 'buffer');
}

/** Text and hash at once. Hashing makes one flat string of the many pieces; the text is cut out of that one, so that the pieces are not kept for a whole batch. */
export function rowSpelled(table: TableSpec, key: string, held: HeldRow): { readonly text: string; readonly hash: Buffer } {
  const whole = `["${table.name}",${rowText(table, key, held)}]`;
  const digest = hash('sha256', whole, 'buffer');
  return { text: whole.slice(table.name.length + 4, -1), hash: digest };
}

/** Signs that JSON spells otherwise than as they are. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

function spelled(value: Json): string {
  if (typeof value === 'string') return ESCAPED.test(value) ? JSON.stringify(value) : `"${value}"`;
  return typeof value === 'object' ? canonical(value) : String(value);
}

const names = new WeakMap<TableSpec, readonly (readonly [string, string])[]>();

/** Members of a row's spelling in its order, each with its heading. */
function namesOf(table: TableSpec): readonly (readonly [string, string])[] {
  let known = names.get(table);
  if (!known) {
    const sorted = ['key', 'stream', 'position', ...columnsOf(table).map(([name]) => name)].sort();
    names.set(table, (known = sorted.map((name) => [name, `"${name}":`] as const)));
  }
  return known;
}
