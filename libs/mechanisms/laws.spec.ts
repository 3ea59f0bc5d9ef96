import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { checkFields, fieldsOf, isVeiled, personalValues, type ActionSpec, type FieldSpec } from '#contracts';
import { canonical, isObject, isRefusal, streamOf, type About, type Decision, type Fact, type Given, type Json, type JsonObject, type Needs } from '#kernel';
import { SMALL_CITY, STANDING } from '#testing';
import { usually, validPayload } from '../testing/payloads';
import { PARAMETERS } from '#policy';
import { all, type Category } from '.';

// Looped over all mechanisms: what must hold of every decider, whatever it decides.

const categories = all.flatMap((mechanism) => mechanism.categories.map((category) => [category.contract.category, category] as const));
const byName = new Map(categories);
const RUNS = 30;
/** Facts recorded on the walks, by category. */
const walked = new Map<string, number>();
const samples = new Map<string, readonly (readonly ToldFact[])[]>();

const day = fc.integer({ min: 0, max: 4_000 }).map((n) => new Date(Date.UTC(2016, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));
const actor = fc.record({ account: fc.constantFrom('genesis', 'zhou', 'wang'), role: fc.constantFrom('registrar', 'clerk', 'approver'), unit: fc.constantFrom('330681', '330681001', '330681001001') });
const aboutOf = fc.record({ actor, occurredOn: day, recordedAt: fc.constant(STANDING.now), revision: fc.nat({ max: 50 }) });
const surroundings = fc.record({ about: aboutOf, refs: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), source: fc.constantFrom('web', 'genesis', 'reactor'), withParameters: fc.boolean() });
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

  it.each(Object.keys(contract.actions))('%s: decides for any state whatever, recording declared facts or refusing with a declared code', (name) => {
    const action = actionOf(category, name);
    fc.assert(
      fc.property(usually(contract.id.pattern), history, validPayload(fieldsOf(action.payload)), surroundings, (id, facts, payload, around) => {
        const decision = decided(category, { id, state: fold(category, id, facts), name, payload, around });
        if (isRefusal(decision)) expect(action.refusals).toContain(decision.refused);
        else for (const fact of decision) expect(action.facts).toContain(fact.type);
      }),
      { numRuns: RUNS, seed: 2 },
    );
  });

  it('records facts of their declared shapes, which survive JSON, on any walk through its actions', () => {
    const names = Object.keys(contract.actions);
    const step = fc.oneof(...names.map((name) => fc.tuple(fc.constant(name), validPayload(fieldsOf(actionOf(category, name).payload)), surroundings)));
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

describe('what a mechanism declares', () => {
  it.each(all.filter((mechanism) => mechanism.categories.length > 0).map((mechanism) => [mechanism.name, mechanism] as const))('%s: every action and every refusal is exercised in its specs', (name, mechanism) => {
    const specs = specsOf(name);
    for (const { contract } of mechanism.categories) {
      const codes = [...new Set(Object.values(contract.actions).flatMap((action) => action.refusals))];
      expect(codes.filter((code) => !specs.includes(`'${code}'`))).toEqual([]);
      expect(Object.keys(contract.refusals).filter((code) => !codes.includes(code))).toEqual([]);
      expect(Object.keys(contract.actions).filter((action) => !specs.includes(`'${action}'`))).toEqual([]);
    }
  });

  it.each(categories)('%s: says everything in both languages, and what to do next', (_name, { contract }) => {
    const labels = [contract.label, contract.id.says, contract.id.label, ...Object.values(contract.actions).map((action) => action.label)];
    labels.push(...Object.values(contract.facts).flatMap((fact) => [fact.label, fact.says]), ...Object.values(contract.refusals).flatMap((refusal) => [refusal, refusal.next]));
    for (const { zh, en } of labels) {
      expect(zh).toMatch(/\p{Script=Han}|^x$/u);
      expect(en).toMatch(/^[^\p{Script=Han}]*[a-zA-Z]|三\(|一/u);
    }
  });

  it.each(categories)('%s: every fact it records has a row in some view', (_name, { contract }) => {
    const seen = new Set(all.flatMap((mechanism) => mechanism.views.flatMap((view) => Object.keys(view.on))));
    expect(Object.keys(contract.facts).filter((type) => !seen.has(type))).toEqual([]);
  });

  it('every view writes to its own tables and columns alone', () => {
    for (const { views } of all)
      for (const view of views) {
        const tables = new Map(view.tables.map((table) => [table.name, new Set([...Object.keys(table.columns), 'timeline'])]));
        for (const [type, category] of factTypes()) {
          const meaning = view.on[type];
          if (!meaning) continue;
          fc.assert(
            fc.property(usually(category.contract.id.pattern), factOf(category, type), (id, told) => {
              const recorded = recordedAs(category, id, told);
              for (const op of meaning(recorded)) {
                const columns = tables.get(op.table);
                expect(columns).toBeDefined();
                const row = op.op === 'put' || op.op === 'patch' ? op.row : op.op === 'span' ? { ...op.row, ...op.set } : op.op === 'add' ? { ...op.add, ...op.set } : {};
                expect(Object.keys(row).filter((column) => !columns?.has(column))).toEqual([]);
                expect(op.key).not.toBe('');
              }
            }),
            { numRuns: 5, seed: 3 },
          );
        }
      }
  });
});

interface ToldFact {
  readonly fact: Fact;
  readonly about: About;
}

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

function historyOf(category: Category): fc.Arbitrary<readonly ToldFact[]> {
  return fc.array(fc.oneof(...Object.keys(category.contract.facts).map((type) => factOf(category, type))), { maxLength: 6 });
}

function factOf({ contract }: Category, type: string): fc.Arbitrary<ToldFact> {
  const fields = fieldsOf(contract.facts[type]?.data ?? class {});
  return fc.tuple(validPayload(fields), aboutOf).map(([data, about]) => ({ fact: { type, data: veiled(fields, data) }, about }));
}

function fold({ decider }: Category, id: string, facts: readonly ToldFact[]): unknown {
  return facts.reduce((state: unknown, { fact, about }) => decider.evolve(state, fact, about), decider.initial(id));
}

function givenOf(id: string, needs: Needs, { about, refs, source, withParameters }: Surroundings): Given {
  const states = Object.entries(needs.streams ?? {}).map(([name, stream], i): [string, unknown] => {
    const of = byName.get(stream.category);
    if (!of) throw new Error(`${streamOf(stream)}: no such category`);
    if (stream.category === 'territory') return [name, SMALL_CITY];
    const known = sampled(of);
    return [name, frozen(fold(of, stream.id, known[(refs[i] ?? 0) % known.length] ?? []))];
  });
  const parameters = (needs.parameters ?? []).map((code): [string, Given['parameters'][string]] => [code, withParameters ? valuesOf(code) : []]);
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
  return PARAMETERS.filter((one) => one.code === code).flatMap((one) => one.values.map(({ from, value }) => ({ from, value, kinds: one.kinds, clause: one.clause })));
}

/** Personal values as deciders get them: a reference and a mask (here the value itself, so that it can be found again). */
function veiled(fields: readonly FieldSpec[], data: JsonObject): JsonObject {
  const copy = JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
  for (const [veil, { path, personal, value }] of personalValues(fields, data).entries()) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const holder = names.reduce((at, name) => at[name] as Record<string, unknown>, copy);
    holder[last] = { subject: 'p-abcdefghijklmnopqrstuvwxyz', purpose: personal.purpose, mask: value, veil };
  }
  return copy as JsonObject;
}

function unveiled(value: Json): Json {
  if (Array.isArray(value)) return value.map(unveiled);
  if (isVeiled(value)) return value.mask;
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unveiled(member as Json)])) : value;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

function factTypes(): readonly (readonly [string, Category])[] {
  return categories.flatMap(([, category]) => Object.keys(category.contract.facts).map((type) => [type, category] as const));
}

function recordedAs({ contract }: Category, id: string, { fact, about }: ToldFact) {
  return {
    stream: `${contract.category}-${id}`,
    category: contract.category,
    id,
    revision: about.revision,
    position: '1',
    eventId: '00000000-0000-5000-8000-000000000000',
    ...fact,
    meta: {
      v: 1 as const,
      submission: '00000000-0000-5000-8000-000000000000',
      digest: '0'.repeat(64),
      action: 'x',
      actor: about.actor,
      authority: { kind: 'clause' as const, power: 'x', clause: '1' },
      refs: [],
      occurredOn: about.occurredOn,
      recordedAt: about.recordedAt,
      source: { kind: 'web' as const },
      trace: 'x',
      subjects: [],
    },
  };
}

/** The specs of a mechanism, as text: they lie in its folder. */
function specsOf(name: string): string {
  const folder = join(__dirname, name);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}
