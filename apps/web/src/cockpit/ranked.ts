import { targetByUnit, type PolicyTarget, type UnitTarget } from './answers';
import type { Seen } from './scene';

export interface Ranked {
  readonly target: PolicyTarget;
  readonly units: readonly UnitTarget[];
}
const TRIES = 5;

/** The first of these targets that tells units apart, with the units by it; some are the city's alone. Undefined when none of the first five does. */
export async function firstTelling(candidates: readonly PolicyTarget[], seen: Seen): Promise<Ranked | undefined> {
  for (const target of candidates.slice(0, TRIES)) {
    const units = await targetByUnit(target.id, seen);
    if (new Set(units.map(({ value }) => value)).size > 1) return { target, units };
  }
  return undefined;
}
