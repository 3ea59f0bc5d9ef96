import { createLedger, type RecordedFact } from '#ledger';
import type { StandaloneRun } from '#testing';
import { house } from '../../apps/wiring';

/** Every fact in the event store of a running ledger, oldest first. */
export async function recordedFacts({ engines }: Pick<StandaloneRun, 'engines'>): Promise<readonly RecordedFact[]> {
  const reader = await createLedger({ url: engines['EVENTSTORE_URL'] ?? '', prefix: '', contracts: house.contracts });
  try {
    const facts: RecordedFact[] = [];
    for await (const page of reader.readAll(undefined, 1_000)) facts.push(...page);
    return facts;
  } finally {
    await reader.close();
  }
}
