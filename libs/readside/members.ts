import type { Json } from '#kernel';
import type { RecordedFact } from '#ledger';
import type { Row } from './view';

/** What a fact says in one member; null where it says nothing. */
export function memberOf(fact: RecordedFact, member: string): Json {
  return fact.data[member] ?? null;
}

/** A member that the fact's declaration requires, as text. */
export function textOf(fact: RecordedFact, member: string): string {
  return String(fact.data[member]);
}

/** Members that go into columns of the same names. */
export function rowOf(fact: RecordedFact, ...members: readonly string[]): Row {
  return Object.fromEntries(members.map((member) => [member, memberOf(fact, member)]));
}
