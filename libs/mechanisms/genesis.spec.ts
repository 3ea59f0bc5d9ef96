import { fieldsOf, checkFields } from '#contracts';
import { isRefusal, streamOf, type About, type Given } from '#kernel';
import { all, CITY, firstAccounts, genesisSteps, POLICY_DAY, readDivisions, type GenesisStep } from '.';

const categories = new Map(all.flatMap((mechanism) => mechanism.categories).map((category) => [category.contract.category, category]));

/** Plays the steps through the deciders as the submission handler would, and returns what was recorded per stream. */
function played(steps: Iterable<GenesisStep>): { readonly states: Map<string, unknown>; readonly facts: Map<string, number> } {
  const states = new Map<string, unknown>();
  const facts = new Map<string, number>();
  for (const step of steps) {
    const category = categories.get(step.category);
    if (!category) throw new Error(step.category);
    const { decider, contract } = category;
    const spec = contract.actions[step.action];
    expect(spec && checkFields(fieldsOf(spec.payload), step.data)).toEqual([]);
    expect(step.id).toMatch(new RegExp(contract.id.pattern, 'u'));
    const stream = streamOf(step);
    const stateOf = (name: { category: string; id: string }): unknown =>
      states.get(streamOf(name)) ?? categories.get(name.category)?.decider.initial(name.id);
    const state = stateOf(step);
    const actor = { account: 'genesis', role: 'genesis', unit: CITY };
    const action = { name: step.action, data: step.data };
    const needs = decider.needs?.({ action, id: step.id, state, city: CITY, actor }) ?? {};
    const refs = Object.fromEntries(Object.entries(needs.streams ?? {}).map(([name, of]) => [name, stateOf(of)]));
    const about: Omit<About, 'revision'> = { actor, occurredOn: step.occurredOn, recordedAt: '2026-01-01T00:00:00.000Z' };
    const given: Given = {
      id: step.id,
      city: CITY,
      actor,
      authority: { kind: 'clause', power: 'x', clause: step.clause },
      occurredOn: step.occurredOn,
      today: '2026-01-01',
      now: about.recordedAt,
      source: 'genesis',
      parameters: {},
      refs,
    };
    const decision = decider.decide(action, state, given);
    if (isRefusal(decision)) throw new Error(`${stream} ${step.action}: ${decision.refused} ${JSON.stringify(decision.values ?? {})}`);
    const before = facts.get(stream) ?? 0;
    states.set(
      stream,
      decision.reduce((now, fact, i) => decider.evolve(now, fact, { ...about, revision: before + i }), state),
    );
    facts.set(stream, before + decision.length);
  }
  return { states, facts };
}

describe('genesis', () => {
  const steps = [...genesisSteps({ firstDay: POLICY_DAY })];

  it('is accepted by every decider, each step recording something', () => {
    const { facts } = played(steps);
    expect([...facts.values()].reduce((sum, count) => sum + count, 0)).toBe(steps.length);
    expect(facts.get(`territory-${CITY}`)).toBe(539);
  });

  it('records nothing when played a second time', () => {
    const { facts } = played([...steps, ...steps]);
    expect([...facts.values()].reduce((sum, count) => sum + count, 0)).toBe(steps.length);
  });

  it('knows the 539 units by their level and kind', () => {
    const units = readDivisions();
    const count = (by: 'level' | 'kind', of: string): number => units.filter((unit) => unit[by] === of).length;
    expect({
      all: units.length,
      subdistricts: count('level', 'subdistrict'),
      communities: count('level', 'community'),
      community: count('kind', 'community'),
      village: count('kind', 'village'),
    }).toEqual({ all: 539, subdistricts: 23, communities: 515, community: 118, village: 397 });
  });

  it('gives the powers of clause 1 to 23 subdistricts and 118 communities', () => {
    const holders = (power: string): number => steps.filter((step) => step.category === 'mandates' && step.id.endsWith(`.${power}`)).length;
    expect(holders('planning.take-part')).toBe(23);
    expect(holders('team.recommend')).toBe(118);
    expect(holders('counts.record')).toBe(515);
    expect(holders('mandates.grant')).toBe(1);
  });

  it('appoints every first account', () => {
    const appointed = steps.filter((step) => step.phase === 'appointments').map((step) => step.id);
    expect(appointed).toEqual(firstAccounts().map((one) => one.account));
  });

  it('has a smallest form: one unit, one registrar, the powers to grant and to appoint', () => {
    const smallest = [...genesisSteps({ firstDay: POLICY_DAY, smallest: true })];
    played(smallest);
    expect(smallest.map((step) => `${step.category}-${step.id}`)).toEqual([
      `territory-${CITY}`,
      `mandates-${CITY}.mandates.grant`,
      `mandates-${CITY}.appointments.make`,
      'appointments-registrar',
    ]);
  });

  it('begins a demo on its first day', () => {
    const demo = [...genesisSteps({ firstDay: '2016-01-01' })];
    played(demo);
    expect(demo.filter((step) => step.category === 'mandates').every((step) => step.data['from'] === '2016-01-01')).toBe(true);
  });
});
