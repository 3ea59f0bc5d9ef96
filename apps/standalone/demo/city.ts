import { yearOf, type Day } from '#kernel';
import { readDivisions, type Division } from '#mechanisms';
import { Seeded } from './seeded';

export interface Community {
  readonly code: string;
  readonly name: string;
  readonly street: string;
  /** Counted in the autumn before a year. */
  households(year: number): number;
}

/** The units of the city as the demonstration sees them. */
export interface DemoCity {
  readonly code: string;
  /** Level subdistrict, in the order of their codes. */
  readonly streets: readonly Division[];
  /** Of kind community: those that have funds and volunteers. */
  readonly communities: readonly Community[];
  readonly villages: readonly Community[];
  readonly first: Day;
  readonly last: Day;
  readonly years: readonly number[];
}

export function demoCity(seed: Seeded, first: Day, last: Day): DemoCity {
  const divisions = readDivisions();
  const of = (kind: string): readonly Community[] => divisions.filter((unit) => unit.kind === kind).map((unit) => communityOf(unit, seed));
  const years = Array.from({ length: yearOf(last) - yearOf(first) + 1 }, (_, index) => yearOf(first) + index);
  return {
    code: divisions.find((unit) => unit.level === 'city')?.code ?? '',
    streets: divisions.filter((unit) => unit.level === 'subdistrict'),
    communities: of('community'),
    villages: of('village'),
    first,
    last,
    years,
  };
}

function communityOf(unit: Division, seed: Seeded): Community {
  const chance = seed.of('households', unit.code);
  const base = unit.kind === 'community' ? chance.whole(900, 4_200) : chance.whole(220, 1_400);
  const growth = chance.between(-0.01, 0.04);
  return {
    code: unit.code,
    name: unit.name,
    street: unit.parent ?? '',
    households: (year) => Math.round(base * (1 + growth) ** (year - 2021)),
  };
}
