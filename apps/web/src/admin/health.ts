import type { Label } from '../words';

export type HealthStatus = 'ok' | 'warn' | 'bad';

/** One part of the ledger, in words, with what to do next (`GET /api/health/detail`). `value`: the figures behind the words. */
export interface HealthItem {
  readonly name: string;
  readonly label: Label;
  readonly status: HealthStatus;
  readonly value: unknown;
  readonly text: Label;
  readonly next: Label | null;
}

export interface Health {
  readonly status: HealthStatus;
  readonly at: string;
  readonly items: readonly HealthItem[];
}

type Figures = Readonly<Record<string, unknown>>;

/** Lists behind an item that are worth opening: views that lag, streams that wait, programs that were started again. */
export function linesOf({ name, value }: HealthItem): readonly Figures[] {
  if (!Array.isArray(value)) return [];
  const lines = value as readonly Figures[];
  return name === 'views' ? lines.filter((line) => line['behind'] === true) : lines;
}

/** Share of the disk in use, 0 to 1; undefined for everything else. */
export function usedOf({ name, value }: HealthItem): number | undefined {
  if (name !== 'disk' || typeof value !== 'object' || value === null) return undefined;
  const { free, total } = value as { readonly free?: unknown; readonly total?: unknown };
  return typeof free === 'number' && typeof total === 'number' && total > 0 ? 1 - free / total : undefined;
}
