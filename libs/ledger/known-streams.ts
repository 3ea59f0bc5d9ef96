/** With ten bits a stream and seven probes about one absent stream in a hundred is taken for a possible one, and read for nothing. */
const BITS_PER_STREAM = 10;
const PROBES = 7;
const STREAMS_MIN = 1 << 16;
/** Memory of all filters together at most (27 million streams); beyond it every stream may exist. */
const BYTES_MAX = 32 * 1_048_576;

/**
 * Which streams a ledger certainly does not have: most submissions begin a stream, and reading one that is not there costs as much as appending to
 * it. Bloom filters, each twice as large as the one before. It never says "absent" of a stream that was added, and nothing at all until `complete`.
 */
export class KnownStreams {
  private readonly filters: Filter[] = [];
  private isComplete = false;

  constructor(private readonly bytes_max: number = BYTES_MAX) {}

  /** Whoever appends adds before it appends: an append whose outcome is unknown may have happened. */
  add(stream: string): void {
    const hash = hashOf(stream);
    if (this.filters.some((filter) => filter.has(hash))) return;
    let last = this.filters.at(-1);
    if (!last?.hasRoom) {
      last = new Filter(last ? last.streams * 2 : STREAMS_MIN);
      this.filters.push(last);
    }
    last.add(hash);
  }

  /** Every stream there is has been added, and each that others begin will be. */
  complete(): void {
    this.isComplete = true;
  }

  mayExist(stream: string): boolean {
    if (!this.isComplete || this.bytes > this.bytes_max) return true;
    const hash = hashOf(stream);
    return this.filters.some((filter) => filter.has(hash));
  }

  get bytes(): number {
    return this.filters.reduce((sum, filter) => sum + filter.bytes, 0);
  }
}

interface Hash {
  readonly at: number;
  readonly step: number;
}

class Filter {
  readonly bits: Uint32Array;
  private readonly mask: number;
  private room: number;

  constructor(readonly streams: number) {
    const words = 2 ** Math.ceil(Math.log2((streams * BITS_PER_STREAM) / 32));
    this.bits = new Uint32Array(words);
    this.mask = words * 32 - 1;
    this.room = streams;
  }

  get hasRoom(): boolean {
    return this.room > 0;
  }

  get bytes(): number {
    return this.bits.byteLength;
  }

  add({ at, step }: Hash): void {
    this.room--;
    for (let probe = 0; probe < PROBES; probe++, at = (at + step) >>> 0) {
      const bit = (at & this.mask) >>> 0;
      this.bits[bit >>> 5] = (this.bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }

  has({ at, step }: Hash): boolean {
    for (let probe = 0; probe < PROBES; probe++, at = (at + step) >>> 0) {
      const bit = (at & this.mask) >>> 0;
      if (((this.bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

/** Two hashes of the name (FNV-1a, finished as MurmurHash3 does): a clash costs a read, nothing else. */
function hashOf(name: string): Hash {
  let [a, b] = [0x811c9dc5, 0x1b873593];
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b) ^ (b >>> 15);
  }
  return { at: finished(a), step: (finished(b) | 1) >>> 0 };
}

function finished(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
