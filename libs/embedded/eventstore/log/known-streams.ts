/** Bits per stream; with seven probes about one absent stream in a hundred is looked up for nothing. */
const BITS_PER_STREAM = 12;
const PROBES = 7;
const STREAMS_MIN = 1 << 16;

/**
 * Tells without asking the database that a stream is new (most appends to a ledger begin one): Bloom filters over the keys of all streams,
 * each made for twice as many as the one before, two to three bytes a stream. Until the log was read once it says "may exist" to everything. It never
 * says "new" of a stream that is there, and never reads the log again: at ten million streams that took its server's attention for a minute.
 */
export class KnownStreams {
  private readonly filters: Filter[] = [new Filter(STREAMS_MIN)];
  private filled = false;
  private filling: Promise<void> | undefined;

  /** `scan` hands over the keys of all streams in the log, page by page, eight bytes each, as big-endian numbers. */
  constructor(
    private readonly count: () => Promise<number>,
    private readonly scan: (page: (keys: Buffer) => void) => Promise<void>,
  ) {}

  mayExist(key: bigint): boolean {
    const [high, low] = halves(key);
    return !this.filled || this.filters.some((filter) => filter.has(high, low));
  }

  /**
   * The new streams of one commit, before it is written: so a commit whose outcome is unknown leaves no gap here, and one that the
   * first scan does not see yet is counted in.
   */
  add(keys: readonly bigint[]): void {
    for (const key of keys) this.roomy().add(...halves(key));
  }

  /** Reads the log once. Rejects when it cannot be read; then it may be tried again. */
  fill(): Promise<void> {
    this.filling ??= this.read().finally(() => (this.filling = undefined));
    return this.filling;
  }

  private async read(): Promise<void> {
    const count = await this.count();
    if (count > STREAMS_MIN / 2) this.filters.push(new Filter(2 * count));
    await this.scan((keys) => {
      for (let at = 0; at < keys.length; at += 8) this.roomy().add(keys.readUInt32BE(at), keys.readUInt32BE(at + 4));
    });
    this.filled = true;
  }

  private roomy(): Filter {
    const last = this.filters.at(-1);
    if (last && last.room > 0) return last;
    const next = new Filter(last ? 2 * last.streams : STREAMS_MIN);
    this.filters.push(next);
    return next;
  }
}

class Filter {
  room: number;
  private readonly bits: Uint32Array;
  private readonly mask: number;

  constructor(readonly streams: number) {
    const words = 2 ** Math.ceil(Math.log2((streams * BITS_PER_STREAM) / 32));
    this.bits = new Uint32Array(words);
    this.mask = words * 32 - 1;
    this.room = streams;
  }

  /** The key is part of a digest: its halves, added up, are the probes. */
  add(high: number, low: number): void {
    this.room -= 1;
    const step = high | 1;
    let at = low;
    for (let i = 0; i < PROBES; i++, at = (at + step) >>> 0) {
      const bit = (at & this.mask) >>> 0;
      this.bits[bit >>> 5] = (this.bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }

  has(high: number, low: number): boolean {
    const step = high | 1;
    let at = low;
    for (let i = 0; i < PROBES; i++, at = (at + step) >>> 0) {
      const bit = (at & this.mask) >>> 0;
      if (((this.bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

function halves(key: bigint): readonly [high: number, low: number] {
  return [Number(BigInt.asUintN(32, key >> 32n)), Number(BigInt.asUintN(32, key))];
}
