import fc from 'fast-check';
import { isRefusal, type Given } from '#kernel';
import { STANDING } from '#testing';
import type { Card, CardFact } from './card-state.contract';
import { cardsDecider } from './cards.decider';
import { balanceOn, hoursIn, lapsed, spendable, usableUntil } from './rules';

const DAYS = ['2020-03-01', '2020-12-30', '2020-12-31', '2021-01-01', '2021-01-02', '2021-06-01', '2021-12-31', '2022-01-01', '2022-05-05'];
const day = fc.constantFrom(...DAYS);
const step = fc.oneof(
  fc.record({
    kind: fc.constant('earn' as const),
    on: day,
    credits: fc.integer({ min: 1, max: 20 }),
    until: fc.constantFrom('2020-12-31', '2021-12-31', '2022-12-31'),
  }),
  fc.record({ kind: fc.constantFrom('spend' as const, 'adjust' as const), on: day, credits: fc.integer({ min: 1, max: 25 }) }),
  fc.record({ kind: fc.constant('expire' as const), on: day }),
);
type Step = (typeof step extends fc.Arbitrary<infer T> ? T : never) & { readonly credits?: number; readonly until?: string };

describe('credits, whatever happens in whatever order of days', () => {
  it('never let a balance fall below nothing, and every balance is the sum of its entries', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { card, facts } = played(steps as readonly Step[]);
        for (const on of DAYS) {
          const balance = balanceOn(card.entries, on);
          expect(balance).toBe(facts.reduce((sum, [at, fact]) => (at <= on ? sum + moved(fact) : sum), 0));
          expect(balance).toBeGreaterThanOrEqual(0);
          expect(spendable(card.entries, on)).toBeLessThanOrEqual(balance);
          expect(lapsed(card.entries, on)).toBeLessThanOrEqual(balance);
        }
      }),
      { numRuns: 500 },
    ));

  it('are gone for good once expired', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { card } = played([...(steps as readonly Step[]), { kind: 'expire', on: '2022-05-05' }]);
        expect(lapsed(card.entries, '2022-05-05')).toBe(0);
      }),
    ));
});

describe('the arithmetic of a service', () => {
  it('counts whole quarters only', () => expect([hoursIn(899_999), hoursIn(900_000), hoursIn(7_199_999)]).toEqual([0, 0.25, 1.75]));
  it('lets credits lapse at the end of a year', () =>
    expect([usableUntil('2021-06-01', 0), usableUntil('2021-06-01', 1)]).toEqual(['2021-12-31', '2022-12-31']));
});

/** Plays what the decider allows; gains are facts as they stand. */
function played(steps: readonly Step[]): { card: Card; facts: readonly (readonly [string, CardFact])[] } {
  let card = cardsDecider.evolve(
    cardsDecider.initial('1'),
    { type: 'CardIssued', data: { unit: '330681001001', person: { name: '', phone: '' } } },
    about('2020-01-01'),
  );
  const facts: (readonly [string, CardFact])[] = [];
  steps.forEach((one, i) => {
    for (const fact of recorded(one, i, card)) {
      card = cardsDecider.evolve(card, fact, about(one.on));
      facts.push([one.on, fact]);
    }
  });
  return { card, facts };
}

function recorded(one: Step, i: number, card: Card): readonly CardFact[] {
  if (one.kind === 'earn') return [{ type: 'CreditsEarned', data: { service: `s${i}`, credits: one.credits, until: one.until } }];
  if (one.kind === 'expire') return facts(cardsDecider.decide({ name: 'expire', data: {} }, card, given(one.on, 'reactor')));
  if (one.kind === 'spend')
    return facts(cardsDecider.decide({ name: 'spend', data: { item: '米', credits: one.credits } }, card, given(one.on, 'desk')));
  const proposed = facts(
    cardsDecider.decide(
      { name: 'adjust', data: { adjustment: `a${i}`, credits: -one.credits, reason: '改' } },
      card,
      given(one.on, 'desk'),
    ),
  );
  const first = proposed[0];
  if (!first) return [];
  return [
    first,
    ...facts(
      cardsDecider.decide(
        { name: 'countersign', data: { adjustment: `a${i}` } },
        cardsDecider.evolve(card, first, about(one.on)),
        given(one.on, 'other'),
      ),
    ),
  ];
}

const facts = (decision: ReturnType<typeof cardsDecider.decide>): readonly CardFact[] => (isRefusal(decision) ? [] : decision);

function moved(fact: CardFact): number {
  if (fact.type === 'CreditsEarned' || fact.type === 'CreditsAdjusted') return fact.data.credits;
  return fact.type === 'CreditsSpent' || fact.type === 'CreditsExpired' ? -fact.data.credits : 0;
}

function about(on: string, account = 'desk') {
  return { actor: { ...STANDING.actor, account }, occurredOn: on, recordedAt: STANDING.now, revision: 0 };
}

function given(on: string, account: string): Given {
  return {
    id: '1',
    city: '330681',
    actor: { ...STANDING.actor, account },
    authority: { kind: 'duty', power: 'volunteers.run', clause: '16' },
    occurredOn: on,
    today: '2022-06-01',
    now: STANDING.now,
    source: 'web',
    parameters: {},
    refs: {},
  };
}
