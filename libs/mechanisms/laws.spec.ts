import * as fc from 'fast-check';
import { checkFields, fieldsOf, type ActionSpec } from '#contracts';
import { canonical, isRefusal, streamOf, type Decision, type Fact, type Given, type JsonObject, type Needs } from '#kernel';
import { PARAMETERS } from '#policy';
import { SMALL_CITY, STANDING } from '#testing';
import { aboutOf, fold, frozen, historyOf, unveiled, veiled, type ToldFact } from '../testing/histories';
import { usually, validPayload } from '../testing/payloads';
import { all, type Category } from '.';

// Looped over all mechanisms: what must hold of every decider, whatever it decides.

const categories = all.flatMap((mechanism) => mechanism.categories.map((category) => [category.contract.category, category] as const));
const byName = new Map(categories);
const RUNS = 30;
/** Facts recorded on the walks, by category. */
const walked = new Map<string, number>();
const samples = new Map<string, readonly (readonly ToldFact[])[]>();

const surroundings = fc.record({
  about: aboutOf,
  refs: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
  source: fc.constantFrom('web', 'genesis', 'reactor'),
  withParameters: fc.boolean(),
});
type Surroundings = typeof surroundings extends fc.Arbitrary<infer S> ? S : never;

describe.each(categories)('%s', (_name, category) => {
  const { contract, decider } = category;
  const history = historyOf(category);

  it('folds any declared facts in any order to plain JSON, and leaves the state before as it was', () => {
    fc.assert(
      fc.property(usually(contract.id.pattern), history, (id, facts) => {
        facts.reduce((state: unknown, told) => {
          const before = canonical(state);
          const after = decider.evolve(frozen(state), frozen(told.fact), told.about);
          expect(canonical(state)).toBe(before);
          expect(JSON.parse(JSON.stringify(after))).toEqual(after);
          return after;
        }, decider.initial(id));
      }),
      { numRuns: RUNS, seed: 1 },
    );
  });

  it.each(Object.keys(contract.actions))(
    '%s: decides for any state whatever, recording declared facts or refusing with a declared code',
    (name) => {
      const action = actionOf(category, name);
      fc.assert(
        fc.property(
          usually(contract.id.pattern),
          history,
          validPayload(fieldsOf(action.payload)),
          surroundings,
          (id, facts, payload, around) => {
            const decision = decided(category, { id, state: fold(category, id, facts), name, payload, around });
            if (isRefusal(decision)) expect(action.refusals).toContain(decision.refused);
            else for (const fact of decision) expect(action.facts).toContain(fact.type);
          },
        ),
        { numRuns: RUNS, seed: 2 },
      );
    },
  );

  it('records facts of their declared shapes, which survive JSON, on any walk through its actions', () => {
    const names = Object.keys(contract.actions);
    const step = fc.oneof(
      ...names.map((name) => fc.tuple(fc.constant(name), validPayload(fieldsOf(actionOf(category, name).payload)), surroundings)),
    );
    let recorded = 0;
    fc.assert(
      fc.property(usually(contract.id.pattern), fc.array(step, { minLength: 1, maxLength: 12 }), (id, steps) => {
        let state: unknown = contract.category === 'territory' ? SMALL_CITY : decider.initial(id);
        for (const [name, payload, around] of steps) {
          const decision = decided(category, { id, state, name, payload, around });
          for (const fact of isRefusal(decision) ? [] : decision) {
            recorded += 1;
            const kept = JSON.parse(canonical(fact)) as Fact;
            expect(kept).toEqual(JSON.parse(JSON.stringify(fact)));
            expect(checkFields(fieldsOf(contract.facts[fact.type]?.data ?? class {}), unveiled(kept.data))).toEqual([]);
            state = decider.evolve(state, kept, around.about);
          }
        }
      }),
      { numRuns: RUNS * 2, seed: 4 },
    );
    walked.set(contract.category, recorded);
  });
});

it('the walks did record', () => {
  expect([...walked.values()].filter((recorded) => recorded > 0).length).toBeGreaterThan(categories.length / 2);
});

interface Step {
  readonly id: string;
  readonly state: unknown;
  readonly name: string;
  readonly payload: JsonObject;
  readonly around: Surroundings;
}

/** As the submission handler does: concerns, needs, then the decision, from what cannot be changed. */
function decided(category: Category, { id, state, name, payload, around }: Step): Decision {
  const { decider } = category;
  const action = frozen({ name, data: veiled(fieldsOf(actionOf(category, name).payload), payload) });
  const question = { action, id, state: frozen(state), city: STANDING.city, actor: around.about.actor };
  decider.concerns(question);
  return decider.decide(action, question.state, givenOf(id, decider.needs?.(question) ?? {}, around));
}

function actionOf({ contract }: Category, name: string): ActionSpec {
  const action = contract.actions[name];
  if (!action) throw new Error(`${contract.category}.${name}: no such action`);
  return action;
}

function givenOf(id: string, needs: Needs, { about, refs, source, withParameters }: Surroundings): Given {
  const states = Object.entries(needs.streams ?? {}).map(([name, stream], i): [string, unknown] => {
    const of = byName.get(stream.category);
    if (!of) throw new Error(`${streamOf(stream)}: no such category`);
    if (stream.category === 'territory') return [name, SMALL_CITY];
    const known = sampled(of);
    return [name, frozen(fold(of, stream.id, known[(refs[i] ?? 0) % known.length] ?? []))];
  });
  const parameters = (needs.parameters ?? []).map((code): [string, Given['parameters'][string]] => [
    code,
    withParameters ? valuesOf(code) : [],
  ]);
  const { occurredOn } = about;
  return {
    id,
    city: STANDING.city,
    actor: about.actor,
    authority: { kind: 'mandate', power: 'x', rests: 'mandates-x.y@0', clause: '1' },
    occurredOn,
    today: occurredOn,
    now: `${occurredOn}T04:00:00.000Z`,
    source,
    parameters: Object.fromEntries(parameters),
    refs: Object.fromEntries(states),
  };
}

/** Histories of other streams: some, made once. */
function sampled(category: Category): readonly (readonly ToldFact[])[] {
  const name = category.contract.category;
  const known = samples.get(name) ?? fc.sample(historyOf(category), { numRuns: 20, seed: 5 });
  samples.set(name, known);
  return known;
}

function valuesOf(code: string): Given['parameters'][string] {
  return PARAMETERS.filter((one) => one.code === code).flatMap((one) =>
    one.values.map(({ from, value }) => ({ from, value, kinds: one.kinds, clause: one.clause })),
  );
}
