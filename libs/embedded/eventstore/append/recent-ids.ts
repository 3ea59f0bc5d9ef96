/** Where an event id was first seen. */
export interface SeenId {
  readonly stream: string;
  readonly revision: bigint;
}

/** Characters of stream names held at most: a name may be as long as a message. */
const NAMES_MAX = 16 * 1024 * 1024;
/** Ids before the oldest that are let go of together. */
const TRIMMED_MAX = 16_384;

/**
 * The event ids of late appends: what recognises a retry with `any` or `stream_exists`. In memory, bounded, by id alone, the first stream
 * wins, forgotten at a restart: all as the real server does it, so that nobody comes to rely on more.
 */
export class RecentIds {
  private readonly seen = new Map<string, SeenId>();
  /** Oldest first. Asking the map for its first key would walk over all that were deleted before it: 0.2 ms an event once it is full. */
  private order: string[] = [];
  private first = 0;
  private names = 0;

  constructor(
    private readonly max = 100_000,
    private readonly namesMax = NAMES_MAX,
  ) {}

  find(id: string): SeenId | undefined {
    return this.seen.get(id);
  }

  add(id: string, at: SeenId): void {
    if (this.seen.has(id)) return;
    this.seen.set(id, at);
    this.order.push(id);
    this.names += at.stream.length;
    while (this.seen.size > this.max || (this.names > this.namesMax && this.seen.size > 1)) this.forgetOldest();
    if (this.first < TRIMMED_MAX) return;
    this.order = this.order.slice(this.first);
    this.first = 0;
  }

  private forgetOldest(): void {
    const oldest = this.order[this.first++] ?? '';
    this.names -= this.seen.get(oldest)?.stream.length ?? 0;
    this.seen.delete(oldest);
  }
}
