import type { Coverage } from '../api/answers';
import { number } from '../format';
import { say } from '../words';
import type { OverdueCell, PolicyTarget, UnitTarget } from './answers';
import { COVERAGE_NUMBERS, type Evidence } from './evidence';
import { heatOf, HOT, warmth } from './heat';
import { evidenceOfUnit } from './target-evidence';
import { measured, statusLabel, toneOf } from './texts';
import { words } from './words';

/** How one unit's tile is coloured, and the words that say the same. */
export interface Shade {
  readonly tone: 'good' | 'bad' | 'quiet' | `warm${number}`;
  readonly text: string;
  /** What its words say in numbers, and on what they rest. */
  readonly shows?: Evidence;
}
export type Shades = ReadonlyMap<string, Shade>;

export function shadesOfLate(cells: readonly OverdueCell[]): Shades {
  const { rows } = heatOf(cells);
  const most = Math.max(HOT, ...rows.map(({ late }) => late));
  return new Map(
    rows.map(({ unit, name, late, open }) => [
      unit,
      {
        tone: late === 0 ? 'good' : `warm${warmth(late, most)}`,
        text: `${say(words.late)} ${number(late)}`,
        shows: {
          title: `${name} · ${say(words.lateCount)}`,
          value: say(words.openOf, { open: number(open), late: number(late) }),
          unit,
          overdueOf: '*',
        },
      },
    ]),
  );
}

/** Of the units due: inspected or not yet. Units of other levels that were not selected have no shade. */
export function shadesOfCoverage({ levels, term }: Coverage, units: readonly string[], level: 'subdistrict' | 'community'): Shades {
  const never = new Set(levels.flatMap((one) => one.never.map(({ code }) => code)));
  const shows = (unit: string, value: string): Evidence => ({
    title: say(words.coverage),
    value,
    unit,
    of: { number: COVERAGE_NUMBERS[level], term, measure: 'count' },
  });
  return new Map(
    units.flatMap((unit): [string, Shade][] => {
      const text = say(never.has(unit) ? words.never : words.inspected);
      if (never.has(unit)) return [[unit, { tone: 'bad', text, shows: shows(unit, text) }]];
      return level === 'subdistrict' ? [[unit, { tone: 'good', text, shows: shows(unit, text) }]] : [];
    }),
  );
}

export function shadesOfTarget(units: readonly UnitTarget[], by: PolicyTarget): Shades {
  return new Map(
    units.map((of) => [
      of.unit,
      of.value === null
        ? { tone: toneOf(of.status), text: say(statusLabel(of.status)) }
        : { tone: toneOf(of.status), text: measured(of.value, by.unitOfMeasure, of.target), shows: evidenceOfUnit(by, of) },
    ]),
  );
}
