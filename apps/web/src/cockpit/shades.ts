import type { Coverage } from '../api/answers';
import { number } from '../format';
import { say } from '../words';
import type { OverdueCell, UnitTarget } from './answers';
import { heatOf, HOT, warmth } from './heat';
import { measured, statusLabel, toneOf } from './texts';
import { words } from './words';

/** How one unit's tile is coloured, and the words that say the same. */
export interface Shade {
  readonly tone: 'good' | 'bad' | 'quiet' | `warm${number}`;
  readonly text: string;
}
export type Shades = ReadonlyMap<string, Shade>;

export function shadesOfLate(cells: readonly OverdueCell[]): Shades {
  const { rows } = heatOf(cells);
  const most = Math.max(HOT, ...rows.map(({ late }) => late));
  return new Map(
    rows.map(({ unit, late }) => [
      unit,
      late === 0
        ? { tone: 'good', text: `${say(words.late)} 0` }
        : { tone: `warm${warmth(late, most)}`, text: `${say(words.late)} ${number(late)}` },
    ]),
  );
}

/** Of the units due: inspected or not yet. Units of other levels that were not selected have no shade. */
export function shadesOfCoverage({ levels }: Coverage, units: readonly string[], level: 'subdistrict' | 'community'): Shades {
  const never = new Set(levels.flatMap((one) => one.never.map(({ code }) => code)));
  return new Map(
    units.flatMap((unit): [string, Shade][] => {
      if (never.has(unit)) return [[unit, { tone: 'bad', text: say(words.never) }]];
      return level === 'subdistrict' ? [[unit, { tone: 'good', text: say(words.inspected) }]] : [];
    }),
  );
}

export function shadesOfTarget(units: readonly UnitTarget[], unitOfMeasure: string): Shades {
  return new Map(
    units.map(({ unit, value, status, target }) => [
      unit,
      { tone: toneOf(status), text: value === null ? say(statusLabel(status)) : `${measured(value, unitOfMeasure, target)}` },
    ]),
  );
}
