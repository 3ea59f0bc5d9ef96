import type { Json } from '#kernel';
import type { Position } from '#ledger';
import { isLater, laterOf } from '#readside';

/** One line that the public may see, and the units whose boards show it. */
export interface PublicLine {
  readonly position: Position;
  readonly units: readonly string[];
  readonly item: Json;
}

export interface FreshLines {
  readonly lines: readonly PublicLine[];
  /** They are all there are up to this position. */
  readonly upTo: Position;
  /** There are others behind it. */
  readonly more: boolean;
}

export interface LineSource {
  /** Lines told after a position, oldest first: of at most `limit` facts, and of those that share the last one's position. */
  since(position: Position, limit: number): Promise<FreshLines>;
}

/** Lines looked up at once, and remembered for those who come back. */
const [LOOK_MAX, REMEMBERED_MAX] = [500, 2_000];

/** The last lines told: many clients that lost the network together are given what they missed without a look at the rows for each. */
export class RecentLines {
  private lines: PublicLine[] = [];
  private upTo: Position;
  /** Every line after this one is remembered. */
  private from: Position;

  constructor(
    private readonly source: LineSource,
    position: Position,
  ) {
    this.upTo = position;
    this.from = position;
  }

  /** The lines after those it gave before, a look at a time. @throws what the source throws */
  async fresh(): Promise<FreshLines> {
    const found = await this.source.since(this.upTo, LOOK_MAX);
    this.upTo = laterOf(found.upTo, this.upTo);
    this.lines.push(...found.lines);
    const over = this.lines.length - REMEMBERED_MAX;
    if (over > 0) this.from = this.lines.splice(0, over).at(-1)?.position ?? this.from;
    return found;
  }

  /** What was told after a position; undefined when it was too much. @throws what the source throws */
  async since(position: Position): Promise<readonly PublicLine[] | undefined> {
    if (!isLater(this.from, position)) return this.lines.filter((line) => isLater(line.position, position));
    const { lines, more } = await this.source.since(position, LOOK_MAX);
    return more ? undefined : lines;
  }

  /** Nobody listened: what came until here was not looked at. */
  skip(position: Position): void {
    this.lines = [];
    this.upTo = laterOf(position, this.upTo);
    this.from = this.upTo;
  }
}
