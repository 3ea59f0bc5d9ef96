/** How much of the way to the end of the log, as it was at the start, is done. */
export class CatchUp {
  private readonly head: bigint;
  private from: bigint | undefined;
  private said = -1;

  /** @param head position of the last event when it began */
  constructor(head: string) {
    this.head = BigInt(head);
  }

  /** Percent, each told once and never less than before; undefined when there is nothing new to say. */
  share(position: string | undefined): number | undefined {
    if (position === undefined) return undefined;
    const at = BigInt(position);
    this.from ??= at;
    const way = this.head - this.from;
    const done = way <= 0n ? 100 : Number(((at - this.from) * 100n) / way);
    const percent = Math.min(100, Math.max(0, done));
    if (percent <= this.said) return undefined;
    return (this.said = percent);
  }
}
