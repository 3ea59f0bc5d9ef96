/** Bits per stream; with seven probes about one absent stream in a hundred is looked up for nothing. */
const BITS_PER_STREAM = 10;
const PROBES = 7;
const STREAMS_MIN = 1 << 16;

/**
 * Tells without asking the database that a stream is new (most appends to a ledger begin one): a Bloom filter over the keys of all streams,
 * 1.25 bytes each. Until it is filled it says "may exist" to everything. It never says "new" of a stream that is there.
 */
export class KnownStreams {
  private bits: Uint32Array | undefined;
  private mask = 0;
  private room = 0;
  private filling: Promise<void> | undefined;
  /** Keys added while the filter was being filled. */
  private meanwhile: bigint[] = [];

  /** `scan` hands over the keys of all streams in the log, page by page. */
  constructor(
    private readonly count: () => Promise<number>,
    private readonly scan: (page: (keys: readonly bigint[]) => void) => Promise<void>,
  ) {}

  mayExist(key: bigint): boolean {
    return this.bits === undefined || hasBits(this.bits, this.mask, key);
  }

  /**
   * The new streams of one commit, before it is written: so a commit whose outcome is unknown leaves no gap here, and a refill that
   * starts now counts them in though its scan may not see them yet.
   */
  add(keys: readonly bigint[]): void {
    if (this.bits !== undefined && this.room < keys.length) void this.fill().catch(() => undefined);
    if (this.filling) this.meanwhile.push(...keys);
    this.room -= keys.length;
    if (this.bits !== undefined) for (const key of keys) setBits(this.bits, this.mask, key);
  }

  /** Fills, or refills twice as large; meanwhile the old filter (or none) serves. Rejects when the log cannot be read. */
  fill(): Promise<void> {
    this.filling ??= this.refill().finally(() => (this.filling = undefined));
    return this.filling;
  }

  private async refill(): Promise<void> {
    this.meanwhile = [];
    const size = Math.max(STREAMS_MIN, 2 * (await this.count()));
    const words = 2 ** Math.ceil(Math.log2((size * BITS_PER_STREAM) / 32));
    const bits = new Uint32Array(words);
    const mask = words * 32 - 1;
    const put = (key: bigint): void => setBits(bits, mask, key);
    await this.scan((keys) => keys.forEach(put));
    this.meanwhile.forEach(put);
    this.meanwhile = [];
    this.bits = bits;
    this.mask = mask;
    this.room = size;
  }
}

/** The key is part of a digest: its halves, added up, are the probes. */
function setBits(bits: Uint32Array, mask: number, key: bigint): void {
  const step = Number(BigInt.asUintN(32, key >> 32n)) | 1;
  let at = Number(BigInt.asUintN(32, key));
  for (let i = 0; i < PROBES; i++, at = (at + step) >>> 0) {
    const bit = at & mask;
    bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
}

function hasBits(bits: Uint32Array, mask: number, key: bigint): boolean {
  const step = Number(BigInt.asUintN(32, key >> 32n)) | 1;
  let at = Number(BigInt.asUintN(32, key));
  for (let i = 0; i < PROBES; i++, at = (at + step) >>> 0) {
    const bit = at & mask;
    if (((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
  }
  return true;
}
