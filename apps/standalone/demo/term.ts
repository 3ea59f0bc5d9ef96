import type { Day } from '#kernel';
import { DEMO_FIRST_DAY } from '../../wiring/demo-days';
import { Agenda, type DemoStep } from './agenda';
import { demoCity } from './city';
import { count } from './counting';
import { disclose } from './disclosing';
import { inspect } from './inspecting';
import { moveMoney } from './money';
import { appoint } from './offices';
import { DEMO_SEED, Seeded } from './seeded';
import { serve } from './serving';
import { voice } from './voicing';

export const DEMO_LAST_DAY: Day = '2026-03-31';

/** A made-up term of office: every submission in order, the same every time. */
export function demoSteps(last: Day = DEMO_LAST_DAY, seed = new Seeded(DEMO_SEED)): Generator<DemoStep> {
  const city = demoCity(seed, DEMO_FIRST_DAY, last);
  const agenda = new Agenda(city.first, city.last);
  appoint(agenda, city);
  count(agenda, city, seed);
  inspect(agenda, city, seed);
  moveMoney(agenda, city, seed);
  serve(agenda, city, seed);
  voice(agenda, city, seed);
  disclose(agenda, city, seed);
  return agenda.steps();
}
