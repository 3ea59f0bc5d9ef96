import fc from 'fast-check';
import { addDays, isRefusal, type Asked, type JsonObject } from '#kernel';
import type { RecordedFact } from '#ledger';
import { SMALL_CITY, STANDING } from '#testing';
import { availableOf, balanceOf, type AccountState } from './contract';
import { fundsDecider as funds, type FundsAction } from './decider';
import { dueOf, dueUpTo, matchRatioOf, quartersOf, reachedOf, serviceShareOf, sumsOf, type EntrySum } from './rules';
import { fundsView } from './views';

const ACCOUNT = '330681001001.2021.work';
const SENDER = '330681001.2021.work';

/** What may be asked of a community's account, often enough of the same few payments that chains come about. */
const payment = fc.constantFrom('p-1', 'p-2', 'p-3');
const amountFen = fc.integer({ min: 1, max: 50_000 });
const action: fc.Arbitrary<Asked<string, object>> = fc.oneof(
  fc.record({
    name: fc.constant('receive'),
    data: fc.record({ from: fc.constant(SENDER), sending: fc.constantFrom('s-1', 's-2', 's-3') }),
  }),
  fc.record({ name: fc.constant('match'), data: fc.record({ amountFen }) }),
  fc.record({
    name: fc.constant('set-cap'),
    data: fc.record({ amountFen: fc.integer({ min: 0, max: 200_000 }), reason: fc.constant('核定') }),
  }),
  fc.record({
    name: fc.constant('request'),
    data: fc.record({
      payment,
      purpose: fc.constant('维修'),
      amountFen,
      payee: fc.constant({ organisation: { name: '甲', account: '1' } }),
      vouchers: fc.constant([]),
    }),
  }),
  fc.record({ name: fc.constantFrom('approve'), data: fc.record({ payment }) }),
  fc.record({ name: fc.constantFrom('reject', 'reverse'), data: fc.record({ payment, reason: fc.constant('有误') }) }),
  fc.record({
    name: fc.constant('pay'),
    data: fc.record({ payment, paidOn: fc.constant(STANDING.today), reference: fc.constantFrom('a', 'b') }),
  }),
  fc.record({ name: fc.constant('return'), data: fc.record({ payment, amountFen, reason: fc.constant('结余') }) }),
  fc.record({
    name: fc.constant('settle'),
    data: fc.record({ payment, vouchers: fc.array(fc.record({ hash: fc.constantFrom('a', 'b', 'c'), amountFen }), { maxLength: 2 }) }),
  }),
);

const sender = {
  ...funds.initial(SENDER),
  sendings: Object.fromEntries([1, 2, 3].map((n) => [`s-${n}`, { to: ACCOUNT, amountFen: n * 40_000, is: 'sent' }])),
};

interface Played {
  readonly states: readonly AccountState[];
  readonly facts: readonly RecordedFact[];
}

/** Decides every action in turn, requests by the clerk and all else by the approver, one a day. */
function played(actions: readonly Asked<string, object>[]): Played {
  const states = [funds.initial(ACCOUNT)];
  const facts: RecordedFact[] = [];
  actions.forEach((asked, index) => {
    const state = states.at(-1) ?? funds.initial(ACCOUNT);
    const actor = { account: asked.name === 'request' ? 'clerk' : 'approver', role: 'approver', unit: '330681001' };
    const occurredOn = addDays('2021-01-01', Math.min(index, 160));
    const given = { ...standing, actor, occurredOn };
    const decision = funds.decide(asked as FundsAction, state, given);
    if (isRefusal(decision)) return;
    for (const fact of decision) {
      states.push(funds.evolve(states.at(-1) ?? state, fact, { actor, occurredOn, recordedAt: STANDING.now, revision: facts.length }));
      facts.push({
        id: ACCOUNT,
        stream: `funds-${ACCOUNT}`,
        revision: facts.length,
        type: fact.type,
        data: fact.data as unknown as JsonObject,
        meta: { actor, occurredOn },
      } as RecordedFact);
    }
  });
  return { states, facts };
}

const standing = {
  id: ACCOUNT,
  city: STANDING.city,
  authority: { kind: 'mandate' as const, power: 'test', clause: '19' },
  today: STANDING.today,
  now: STANDING.now,
  source: 'web',
  parameters: {},
  refs: { territory: SMALL_CITY, from: sender },
};

/** The entries that a view makes of facts, as its question sums them. */
function entriesOf(facts: readonly RecordedFact[]): readonly EntrySum[] {
  return facts
    .flatMap((fact) => fundsView.on[fact.type]?.(fact) ?? [])
    .flatMap((op) => (op.op === 'put' && op.table === 'fund_entries' ? [op.row] : []))
    .map((row) => ({
      kind: String(row['kind']),
      fund: String(row['fund']),
      community: true,
      day: String(row['day']),
      amount: Number(row['amount']),
    }));
}

describe('the laws of an account', () => {
  it('at any time the balance is the sum of the entries, never below nothing, and money received and matched stays within the cap', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const { states, facts } = played(actions);
        states.forEach((state, revision) => {
          const { balance, ...sums } = sumsOf(entriesOf(facts.slice(0, revision)));
          const { budget, received, matched, returned, sent, paid } = state;
          expect(sums).toEqual({ budget, received, matched, returned, sent, paid });
          expect(balance).toBe(balanceOf(state));
          expect(balance).toBeGreaterThanOrEqual(0);
          expect(availableOf(state)).toBeGreaterThanOrEqual(0);
          if (state.cap !== undefined) expect(received + matched).toBeLessThanOrEqual(state.cap);
          for (const one of Object.values(state.payments)) {
            expect(Object.values(one.settled).reduce((sum, fen) => sum + fen, 0)).toBeLessThanOrEqual(one.amountFen);
            expect(one.returns.reduce((sum, back) => sum + back.amountFen, 0)).toBeLessThanOrEqual(one.amountFen);
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  it('reaches every kind of fact, so that the law above is not idle', () => {
    const seen = new Set(
      fc
        .sample(fc.array(action, { minLength: 40, maxLength: 40 }), { numRuns: 300, seed: 7 })
        .flatMap((actions) => played(actions).facts.map((fact) => fact.type)),
    );
    expect([...seen].sort()).toEqual(
      [
        'CapSet',
        'FundsMatched',
        'FundsReceived',
        'PaymentApproved',
        'PaymentPaid',
        'PaymentRejected',
        'PaymentRequested',
        'PaymentReturned',
        'PaymentReversed',
        'PaymentSettled',
      ].sort(),
    );
  });
});

describe('indicators', () => {
  const entry = (kind: string, fund: string, amount: number, day = '2021-02-01', community = true): EntrySum => ({
    kind,
    fund,
    amount,
    day,
    community,
  });
  it('matches by the communities’ work funds, 1:1 = 1', () => {
    expect(
      matchRatioOf([
        entry('received', 'work', 400),
        entry('matched', 'work', 300),
        entry('received', 'work', 900, '2021-02-01', false),
        entry('received', 'service', 100),
      ]),
    ).toBe(0.75);
    expect(matchRatioOf([entry('received', 'service', 100)])).toBeNull();
  });
  it('says which share was spent on services', () => {
    expect(serviceShareOf([entry('paid', 'service', 100), entry('paid', 'work', 300)])).toBe(0.25);
    expect(serviceShareOf([entry('received', 'service', 100)])).toBeNull();
  });
  it('counts what reached communities once', () =>
    expect(reachedOf([entry('received', 'work', 100), entry('received', 'work', 100, '2021-02-01', false)])).toBe(100));
  it('says what is due: per community, or per thousand households by the last count', () => {
    const communities = [{ households: 1500 }, { households: 2333 }, { households: null }];
    expect(dueOf('service', communities, 10_000_000)).toEqual({ fen: 30_000_000, communities: 3, withoutCount: 0 });
    expect(dueOf('work', communities, 10_000_000)).toEqual({ fen: 38_330_000, communities: 3, withoutCount: 1 });
    expect(dueOf('work', [{ households: null }], 10_000_000)).toEqual({ fen: null, communities: 1, withoutCount: 1 });
    expect(dueOf('service', [], 10_000_000)).toEqual({ fen: null, communities: 0, withoutCount: 0 });
    expect(dueOf('service', communities, undefined)).toMatchObject({ fen: null });
  });
  it('sums quarters to the year, whatever the days', () => {
    const entries = fc.array(
      fc.record({
        kind: fc.constantFrom('received', 'matched', 'paid'),
        fund: fc.constant('work'),
        community: fc.boolean(),
        day: fc.integer({ min: -400, max: 800 }).map((n) => addDays('2021-01-01', n)),
        amount: fc.integer({ min: -1000, max: 1000 }),
      }),
    );
    fc.assert(
      fc.property(entries, fc.option(fc.nat(10_000_000)), (given, due) => {
        const quarters = quartersOf(given, 2021, due);
        const whole = sumsOf(given);
        for (const kind of ['received', 'matched', 'paid'] as const)
          expect(quarters.reduce((sum, quarter) => sum + quarter[kind], 0)).toBe(whole[kind]);
        expect(quarters.at(-1)?.reachedToDate).toBe(reachedOf(given));
        expect(quarters.at(-1)?.due).toBe(due);
      }),
    );
  });
  it('has q/4 of the year’s due by quarter q', () =>
    expect([1, 2, 3, 4].map((quarter) => dueUpTo(quarter, 10_000_001))).toEqual([2_500_000, 5_000_000, 7_500_000, 10_000_001]));
});
