import 'reflect-metadata';
import { openDoor, runGenesis, type SubmissionDoor } from '#gateway';
import { noonOf } from '#kernel';
import { createFolds } from '#ledger';
import { CITY, genesisSteps } from '#mechanisms';
import { InMemoryLedger } from '#testing';
import { DEMO_FIRST_DAY } from '../../wiring/demo-days';
import { house, standingOver, systemClock } from '../../wiring';
import type { DemoStep } from './agenda';
import { play } from './player';
import { recorderOver } from './recorder';
import { demoSteps } from './term';

jest.setTimeout(600_000);

/** Days of the demonstration that the rules are run over here; DEMO_LAST_DAY plays it whole. */
const LAST = process.env['DEMO_LAST_DAY'] ?? '2021-02-15';

describe('the made-up term', () => {
  it('is the same every time, long enough, and in the order of its days', () => {
    const [once, again] = [[...demoSteps()], [...demoSteps()]];
    expect(again).toEqual(once);
    expect(once.length).toBeGreaterThan(95_000);
    expect(once.every((step, index) => index === 0 || (once[index - 1]?.occurredOn ?? '') <= step.occurredOn)).toBe(true);
    expect([once[0]?.occurredOn, once.at(-1)?.occurredOn]).toEqual(['2021-01-02', '2026-03-31']);
  });

  it('uses every category that has an everyday use', () => {
    const used = new Set([...demoSteps()].map((step) => step.category));
    for (const category of ['appointments', 'counts', 'terms', 'rounds', 'funds', 'cards', 'wishes', 'teams', 'stations'])
      expect(used).toContain(category);
  });
});

describe('played through the one door', () => {
  let ledger: InMemoryLedger;
  let door: SubmissionDoor;
  let play1: (steps: Iterable<DemoStep>, from?: number) => Promise<number>;
  beforeAll(async () => {
    ledger = new InMemoryLedger(house.contracts);
    const folds = createFolds({
      ledger,
      deciders: Object.fromEntries(house.ruled.map(({ contract, decider }) => [contract.category, decider])),
    });
    const standing = standingOver(folds, CITY);
    const secret = Buffer.alloc(32, 7);
    door = await openDoor({ categories: house.categories, clock: systemClock, folds, ...standing, secret, city: CITY });
    const plan = {
      city: CITY,
      synthetic: true,
      submissions: [...genesisSteps({ firstDay: DEMO_FIRST_DAY })],
      recordedAt: noonOf(DEMO_FIRST_DAY),
    };
    await runGenesis(plan, { categories: house.categories, folds, submit: (request) => door.submit(request) });
    play1 = (steps, from = 0) => play({ steps, record: recorderOver(door, standing), from, inFlightMax: 32 });
  });
  afterAll(() => door?.close());

  it('refuses nothing of it, and played again records nothing twice', async () => {
    const steps = [...demoSteps(LAST)];
    const before = ledger.facts.length;
    expect(await play1(steps)).toBe(steps.length);
    const recorded = ledger.facts.length;
    expect(recorded - before).toBeGreaterThan(steps.length * 0.95);
    expect(await play1(steps, Math.floor(steps.length / 2))).toBe(steps.length);
    expect(ledger.facts.length).toBe(recorded);
  });
});
