import * as fc from 'fast-check';
import { fieldsOf, isVeiled, personalValues, type Contract, type FieldSpec } from '#contracts';
import { isObject, type About, type Decider, type Fact, type Json, type JsonObject } from '#kernel';
import type { RecordedFact } from '#ledger';
import { validPayload } from './payloads';
import { STANDING } from './scenario';

/** A category and its rules. */
interface Ruled {
  readonly contract: Contract;
  readonly decider: Decider<unknown>;
}

/** A fact of a declared shape, whether or not it could ever come about. */
export interface ToldFact {
  readonly fact: Fact;
  readonly about: About;
}

const day = fc.integer({ min: 0, max: 4_000 }).map((n) => new Date(Date.UTC(2016, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));
const actor = fc.record({
  account: fc.constantFrom('genesis', 'zhou', 'wang'),
  role: fc.constantFrom('registrar', 'clerk', 'approver'),
  unit: fc.constantFrom('330681', '330681001', '330681001001'),
});
export const aboutOf = fc.record({ actor, occurredOn: day, recordedAt: fc.constant(STANDING.now), revision: fc.nat({ max: 50 }) });

export function historyOf(category: Ruled): fc.Arbitrary<readonly ToldFact[]> {
  return fc.array(fc.oneof(...Object.keys(category.contract.facts).map((type) => factOf(category, type))), { maxLength: 6 });
}

export function factOf({ contract }: Ruled, type: string): fc.Arbitrary<ToldFact> {
  const fields = fieldsOf(contract.facts[type]?.data ?? class {});
  return fc.tuple(validPayload(fields), aboutOf).map(([data, about]) => ({ fact: { type, data: veiled(fields, data) }, about }));
}

export function fold({ decider }: Ruled, id: string, facts: readonly ToldFact[]): unknown {
  return facts.reduce((state: unknown, { fact, about }) => decider.evolve(state, fact, about), decider.initial(id));
}

/** Personal values as deciders get them: a reference and a mask (here the value itself, so that it can be found again). */
export function veiled(fields: readonly FieldSpec[], data: JsonObject): JsonObject {
  const copy = JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
  for (const [veil, { path, personal, value }] of personalValues(fields, data).entries()) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const holder = names.reduce((at, name) => at[name] as Record<string, unknown>, copy);
    holder[last] = { subject: 'p-abcdefghijklmnopqrstuvwxyz', purpose: personal.purpose, mask: value, veil };
  }
  return copy as JsonObject;
}

export function unveiled(value: Json): Json {
  if (Array.isArray(value)) return value.map(unveiled);
  if (isVeiled(value)) return value.mask;
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unveiled(member as Json)])) : value;
}

export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

/** The fact as it would be read back. */
export function recordedAs({ contract }: Ruled, id: string, { fact, about }: ToldFact): RecordedFact {
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
