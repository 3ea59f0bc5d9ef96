import { createHash } from 'node:crypto';

/** The ledger secret of a demonstration folder comes from it as well: pseudonyms and reservations are the same every time. */
export const DEMO_SEED = 'zhuji-demo-1';

/** Chance that is the same every time: a stream of numbers from a text (mulberry32 over its hash). Not for secrets. */
export class Seeded {
  private state: number;

  constructor(readonly seed: string) {
    this.state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  }

  /** A stream of its own, independent of how much was drawn from this one. */
  of(...names: readonly (string | number)[]): Seeded {
    return new Seeded([this.seed, ...names].join('/'));
  }

  /** At least 0, below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  between(min: number, max: number): number {
    return min + this.next() * (max - min);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<const L extends readonly [unknown, ...unknown[]]>(list: L): L[number] {
    return list[Math.floor(this.next() * list.length)] ?? list[0];
  }

  shuffled<T>(list: readonly T[]): readonly T[] {
    return list
      .map((item) => ({ item, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }

  /** SHA-256 of a name under this seed: stands for a document nobody has. */
  hash(name: string): string {
    return createHash('sha256').update(`${this.seed}/${name}`).digest('hex');
  }
}
