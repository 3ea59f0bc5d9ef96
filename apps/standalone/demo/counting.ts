import { addDays } from '#kernel';
import type { Agenda } from './agenda';
import type { Community, DemoCity } from './city';
import { clerkOf } from './offices';
import type { Seeded } from './seeded';

/** Households and residents are counted each November; the count before the first year is entered in its first days. */
export function count(agenda: Agenda, city: DemoCity, seed: Seeded): void {
  for (const unit of [...city.communities, ...city.villages]) {
    const chance = seed.of('counts', unit.code);
    record(agenda, unit, city.years[0] ?? 0, addDays(city.first, chance.whole(2, 6)), chance);
    for (const year of city.years) record(agenda, unit, year + 1, `${year}-11-${String(chance.whole(10, 28))}`, chance);
  }
}

function record(agenda: Agenda, unit: Community, forYear: number, on: string, chance: Seeded): void {
  const households = unit.households(forYear);
  const residents = Math.round(households * chance.between(2.3, 2.9));
  const countedOn = `${forYear - 1}-11-0${chance.whole(1, 9)}`;
  const lateDays = chance.chance(0.05) ? chance.whole(1, 12) : 0;
  agenda.on(addDays(on, lateDays), () => [
    { by: clerkOf(unit.code), to: ['counts', unit.code, 'record'], data: { households, residents, countedOn }, occurredOn: on },
  ]);
}
