import type { About, Actor, Asked, Decider, Fact, Given, ParameterValue } from '#kernel';
import { canonical, isRefusal, type Needs } from '#kernel';

/** A fact that was given: its data, and what is to differ from the standing `About`. */
export interface GivenFact {
  readonly type: string;
  readonly data: object;
  readonly by?: Partial<Actor>;
  readonly on?: string;
}

export interface Scenario {
  readonly id: string;
  readonly facts?: readonly GivenFact[];
  readonly actor?: Partial<Actor>;
  readonly occurredOn?: string;
  readonly today?: string;
  readonly source?: string;
  readonly parameters?: Readonly<Record<string, readonly ParameterValue[]>>;
  readonly refs?: Readonly<Record<string, unknown>>;
}

/** Time, place and person of every scenario unless said otherwise. */
export const STANDING = {
  today: '2021-06-15',
  now: '2021-06-15T02:00:00.000Z',
  city: '330681',
  actor: { account: 'zhou', role: 'registrar', unit: '330681' },
} as const;

export interface Outcome {
  /** The whole facts recorded, in order. */
  then(...facts: readonly Fact<string, object>[]): void;
  /** Already so: nothing is recorded. */
  silent(): void;
  refused(code: string): void;
}

/** Facts given, action when, facts or refusal then. */
export function given<S, A extends Asked<string, object>, F extends Fact<string, object>>(
  decider: Decider<S, A, F>,
  scenario: Scenario,
): { when(name: A['name'], data: object): Outcome; state(): S; needs(name: A['name'], data: object): Needs } {
  const state = folded(decider, scenario);
  const question = (name: string, data: object) => ({
    action: { name, data } as unknown as A,
    id: scenario.id,
    state,
    city: STANDING.city,
    actor: actorOf(scenario.actor),
  });
  return {
    state: () => state,
    needs: (name, data) => decider.needs?.(question(name, data)) ?? {},
    when: (name, data) => outcome(decider.decide({ name, data } as unknown as A, state, givenOf(scenario))),
  };
}

export function folded<S, A extends Asked<string, object>, F extends Fact<string, object>>(
  decider: Decider<S, A, F>,
  scenario: Pick<Scenario, 'id' | 'facts'>,
): S {
  return (scenario.facts ?? []).reduce(
    (state, fact, revision) => decider.evolve(state, { type: fact.type, data: fact.data } as F, aboutOf(fact, revision)),
    decider.initial(scenario.id),
  );
}

function aboutOf(fact: GivenFact, revision: number): About {
  return { actor: actorOf(fact.by), occurredOn: fact.on ?? STANDING.today, recordedAt: STANDING.now, revision };
}

function actorOf(actor: Partial<Actor> | undefined): Actor {
  return { ...STANDING.actor, ...actor };
}

function givenOf(scenario: Scenario): Given {
  const actor = actorOf(scenario.actor);
  const today = scenario.today ?? STANDING.today;
  return {
    id: scenario.id,
    city: STANDING.city,
    actor,
    authority: { kind: 'mandate', power: 'test', rests: 'mandates-330681.test@0', clause: '1' },
    occurredOn: scenario.occurredOn ?? today,
    today,
    now: STANDING.now,
    source: scenario.source ?? 'web',
    parameters: scenario.parameters ?? {},
    refs: scenario.refs ?? {},
  };
}

function outcome(decision: ReturnType<Decider<unknown>['decide']>): Outcome {
  return {
    then: (...facts) => expect(isRefusal(decision) ? decision : decision.map(plain)).toEqual(facts.map(plain)),
    silent: () => expect(decision).toEqual([]),
    refused: (code) => expect(isRefusal(decision) ? decision.refused : decision).toBe(code),
  };
}

/** What is recorded is what survives JSON: compare that. */
function plain(fact: Fact<string, object>): unknown {
  return JSON.parse(canonical(fact));
}
