import type { Ledger } from '../ledger';
import type { RecordedFact } from '../recorded';
import type { KeyStore } from '../sealing';
import type { PostgresKeys } from './key-store';

/** Facts of the mechanism `subjects`, whose stream id is the subject. Stored names. */
const OBEYED: Readonly<Record<string, (keys: KeyStore, fact: RecordedFact) => Promise<unknown>>> = {
  SubjectRestricted: (keys, fact) => keys.restrict(fact.id),
  SubjectRestrictionLifted: (keys, fact) => keys.lift(fact.id),
  SubjectErased: (keys, fact) => keys.erase(fact.id, fact.meta.recordedAt),
};

const PAGE = 1_000;

/**
 * Carries recorded decisions about persons into the key store. Idempotent: replayed from the first fact after the key store was restored from a
 * backup, it destroys again every key that was destroyed, and no younger one.
 * @throws KeysUnavailable: nothing may be followed past an erasure that was not carried out.
 */
export async function obeyKeyDecisions(facts: readonly RecordedFact[], keys: KeyStore): Promise<void> {
  for (const fact of facts) if (fact.category === 'subjects') await OBEYED[fact.type]?.(keys, fact);
}

/**
 * Carries out what was decided since the key store last noted it: at every start, and after the key store was restored from a backup. Without it a
 * restored backup would bring erased persons back. Returns how many facts about persons were looked at.
 * @param subjects a ledger that declares the category `subjects` alone, so that the event store leaves out everything else
 */
export async function replayKeyDecisions(subjects: Ledger, keys: PostgresKeys): Promise<number> {
  const [from, end] = [await keys.obeyedUpTo(), await subjects.head()];
  let seen = 0;
  for await (const facts of subjects.readAll(from, PAGE)) {
    await obeyKeyDecisions(facts, keys);
    seen += facts.length;
  }
  await keys.obeyed(end);
  return seen;
}
