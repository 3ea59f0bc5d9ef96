/** Where an event id was first seen. */
export interface SeenId {
  readonly stream: string;
  readonly revision: bigint;
}

/**
 * The event ids of late appends: what recognises a retry with `any` or `stream_exists`. In memory, bounded, by id alone, the first stream
 * wins, forgotten at a restart: all as the real server does it, so that nobody comes to rely on more.
 */
export class RecentIds {
  private readonly seen = new Map<string, SeenId>();

  constructor(private readonly max = 100_000) {}

  find(id: string): SeenId | undefined {
    return this.seen.get(id);
  }

  add(id: string, at: SeenId): void {
    if (this.seen.has(id)) return;
    this.seen.set(id, at);
    if (this.seen.size <= this.max) return;
    const [oldest] = this.seen.keys();
    if (oldest !== undefined) this.seen.delete(oldest);
  }
}
