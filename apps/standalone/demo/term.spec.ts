import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { openDoor, runGenesis, type SubmissionDoor } from '#gateway';
import { dayOf, noonOf } from '#kernel';
import { createFolds } from '#ledger';
import { CITY, genesisSteps } from '#mechanisms';
import { InMemoryLedger } from '#testing';
import { DEMO_FIRST_DAY } from '../../wiring/demo-days';
import { house, standingOver, systemClock } from '../../wiring';
import type { DemoStep } from './agenda';
import { play } from './player';
import { recorderOver } from './recorder';
import { demoSteps } from './term';

jest.setTimeout(120_000);

/** Last day of what the rules are run over here; the whole of it takes minutes. */
const LAST = '2021-04-15';

/** The whole of it in a few words. */
function told(steps: Iterable<DemoStep>): {
  readonly steps: number;
  readonly digest: string;
  readonly first: string;
  readonly last: string;
  readonly inOrder: boolean;
  readonly actions: Record<string, number>;
} {
  const digest = createHash('sha256');
  const actions: Record<string, number> = {};
  let [count, first, last, inOrder] = [0, '', '', true];
  for (const step of steps) {
    digest.update(JSON.stringify(step));
    const action = `${step.category}.${step.action}`;
    actions[action] = (actions[action] ?? 0) + 1;
    const day = dayOf(step.recordedAt);
    inOrder &&= last <= day && step.occurredOn <= day;
    if (count === 0) first = day;
    last = day;
    count += 1;
  }
  return { steps: count, digest: digest.digest('hex'), first, last, inOrder, actions };
}

describe('the made-up term', () => {
  it('is the same every time, long enough, and in the order of its days', () => {
    const [once, again] = [told(demoSteps()), told(demoSteps())];
    expect(again).toEqual(once);
    expect(once).toMatchObject({ inOrder: true, first: '2021-01-02', last: '2026-03-31' });
    // A confirmed service records its credits as well: more than 100,000 facts.
    expect(once.steps + (once.actions['cards.confirm'] ?? 0)).toBeGreaterThan(100_000);
    const categories = new Set(Object.keys(once.actions).map((action) => action.slice(0, action.indexOf('.'))));
    expect([...categories].sort()).toEqual([
      'appointments',
      'cards',
      'counts',
      'disclosures',
      'funds',
      'notes',
      'objections',
      'rounds',
      'stations',
      'teams',
      'terms',
      'wishes',
    ]);
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
    // What was known on a day is what stands before a place.
    const days = ledger.facts.slice(before).map((fact) => dayOf(fact.meta.recordedAt));
    expect(days).toEqual([...days].sort());
    expect(recorded - before).toBeGreaterThan(steps.length * 0.95);
    expect(await play1(steps, Math.floor(steps.length / 2))).toBe(steps.length);
    expect(ledger.facts.length).toBe(recorded);
  });
});
