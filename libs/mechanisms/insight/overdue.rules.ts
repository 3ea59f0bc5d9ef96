import type { Day } from '#kernel';

interface Counted {
  readonly open: number;
  readonly late: number;
  readonly oldest: Day | null;
}

/** What several counts are together; nothing is nothing, with no day. */
export function addedUp(counts: readonly Counted[]): Counted {
  return counts.reduce(
    (sum, { open, late, oldest }) => ({
      open: sum.open + open,
      late: sum.late + late,
      oldest: oldest === null || (sum.oldest !== null && sum.oldest <= oldest) ? sum.oldest : oldest,
    }),
    { open: 0, late: 0, oldest: null as Day | null },
  );
}
