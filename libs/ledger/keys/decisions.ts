import type { KeyStore } from '../sealing';
import type { RecordedFact } from '../recorded';

/** Facts of the mechanism `subjects`, whose stream id is the subject. Stored names. */
const OBEYED: Readonly<Record<string, (keys: KeyStore, fact: RecordedFact) => Promise<unknown>>> = {
  SubjectRestricted: (keys, fact) => keys.restrict(fact.id),
  SubjectRestrictionLifted: (keys, fact) => keys.lift(fact.id),
  SubjectErased: (keys, fact) => keys.erase(fact.id, fact.meta.recordedAt),
};

/**
 * Carries recorded decisions about persons into the key store. Idempotent: replayed from the first fact after the key store was restored from a
 * backup, it destroys again every key that was destroyed, and no younger one.
 * @throws KeysUnavailable: nothing may be followed past an erasure that was not carried out.
 */
export async function obeyKeyDecisions(facts: readonly RecordedFact[], keys: KeyStore): Promise<void> {
  for (const fact of facts) if (fact.category === 'subjects') await OBEYED[fact.type]?.(keys, fact);
}
