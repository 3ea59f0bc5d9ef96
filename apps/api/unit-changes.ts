import { FACTS, type Changes } from '#gateway';
import { BOARD, stepPlace, STEPS } from '#mechanisms';
import { isLater, laterOf, type ReadSide } from '#readside';
import type { Day } from '#kernel';
import type { Position } from '#ledger';

/** Facts looked at in one look; more than that change everything. Units remembered. */
const [FACTS_MAX, UNITS_MAX] = [1_000, 20_000];

interface Changed {
  /** Null: the whole city. */
  readonly unit: string | null;
  readonly position: Position;
  readonly facts: number;
}

/**
 * Which units something changed at, from the rows: a fact changes the unit it concerns and the units whose boards it speaks on; one that
 * concerns the city or no unit changes all. Looked up at most once per new position, and only when somebody asks.
 */
export class UnitChanges implements Changes {
  private readonly units = new Map<string, Position>();
  private reached: Position;
  /** Everything changed here, as far as is known. */
  private all: Position;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly reading: ReadSide,
    private readonly today: () => Day,
    private readonly city: string,
  ) {
    this.reached = reading.position;
    this.all = this.reached;
  }

  async upTo(position: Position): Promise<Position> {
    while (isLater(position, this.reached)) {
      this.looking ??= this.look().finally(() => (this.looking = undefined));
      await this.looking;
    }
    return this.reached;
  }

  changedAt(unit: string): Position {
    return laterOf(this.units.get(unit) ?? '0', this.all);
  }

  private async look(): Promise<void> {
    const reached = this.reading.position;
    const today = this.today();
    const context = this.reading.context({ asOf: today, knownAt: undefined, today, reader: undefined });
    const between = (key: string): string => `${key} > $1 AND ${key} < $2`;
    const rows = await context.rows<Changed>(
      `SELECT c.unit, max(c.position) AS position, count(*)::int AS facts FROM (
         (SELECT f.concerns AS unit, f.position FROM ${context.table(FACTS.name)} f WHERE ${between('f.key')} ORDER BY f.key LIMIT $3)
         UNION ALL
         (SELECT unnest(b.unit || coalesce(b.concerns, '{}')), s.position
          FROM ${context.table(STEPS.name)} s JOIN ${context.table(BOARD)} b ON b.key = s.line WHERE ${between('s.key')} LIMIT $3)
       ) c GROUP BY c.unit`,
      [`${stepPlace(this.reached)}~`, `${stepPlace(reached)}~`, FACTS_MAX],
    );
    this.take(rows, reached);
  }

  private take(rows: readonly Changed[], reached: Position): void {
    if (rows.reduce((sum, row) => sum + row.facts, 0) >= FACTS_MAX || this.units.size + rows.length > UNITS_MAX) {
      this.units.clear();
      this.all = reached;
    }
    for (const { unit, position } of rows) {
      if (unit === null || unit === this.city) this.all = laterOf(position, this.all);
      else this.units.set(unit, laterOf(position, this.units.get(unit) ?? '0'));
    }
    this.reached = reached;
  }
}
