import { randomUUID } from 'node:crypto';
import type { Ledger, Metadata } from '#ledger';
import { isLater } from '#readside';
import type { StandaloneRun } from '#testing';

const IN_FLIGHT = 64;

/** Appends one posted wish per unit named, straight to the ledger; the last position. */
export async function wishFacts(ledger: Ledger, units: readonly string[]): Promise<string> {
  const left = [...units];
  let last = '0';
  const worker = async (): Promise<void> => {
    for (let unit = left.pop(); unit !== undefined; unit = left.pop()) {
      const id = `b-${randomUUID().slice(0, 30)}`;
      const fact = {
        type: 'WishPosted',
        data: { text: '希望社区广场多装几盏路灯,晚上散步安全些', unit },
        subjects: [`wish:${id}`, `unit:${unit}`],
      };
      const { position } = await ledger.append({
        stream: { category: 'wishes', id },
        at: -1,
        facts: [fact],
        meta: metaOf(unit),
        personal: [],
      });
      if (isLater(position, last)) last = position;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return last;
}

function metaOf(unit: string): Omit<Metadata, 'subjects'> {
  return {
    v: 1,
    submission: randomUUID(),
    digest: '0'.repeat(64),
    action: 'post',
    actor: { account: 'desk-1', role: 'desk', unit },
    authority: { kind: 'mandate', power: 'volunteers.run', rests: `mandates-${unit}.volunteers.run@0`, clause: '16' },
    refs: [],
    occurredOn: '2026-01-01',
    recordedAt: new Date().toISOString(),
    source: { kind: 'api' },
    trace: 'bench',
    unit,
  };
}

/** Waits until every view has reached a position. */
export async function visible(ledger: StandaloneRun, position: string): Promise<void> {
  const until = Date.now() + 900_000;
  while (Date.now() < until) {
    const response = await fetch(`${ledger.url}/readyz`);
    const { lag } = (await response.json()) as { lag?: { shown?: string } };
    if (!isLater(position, lag?.shown ?? '0')) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the rows did not appear within 15 minutes');
}
