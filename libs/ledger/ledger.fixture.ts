import { uuid5 } from './ids';
import type { AppendRequest, FollowOptions, Ledger } from './ledger';
import type { Checkpoint, Metadata, RecordedFact } from './recorded';

export const FACT = { label: { zh: '事', en: 'fact' }, data: Object, says: { zh: '事', en: 'fact' } };
export const CONTRACTS = [
  { category: 'cards', facts: { CardIssued: FACT } },
  { category: 'funds', facts: { FundsSent: FACT } },
];
export const META: Omit<Metadata, 'subjects' | 'submission'> = {
  v: 1,
  digest: 'ab'.repeat(32),
  action: 'issue',
  actor: { account: 'p-desk', role: 'desk', unit: '330681001001' },
  authority: { kind: 'mandate', power: 'volunteers.run', rests: 'mandates-330681.volunteers.run@0', clause: '27' },
  refs: [],
  occurredOn: '2026-03-05',
  recordedAt: '2026-03-05T01:02:03.000Z',
  source: { kind: 'web' },
  trace: 't-1',
};

/** A follower under test, and what it was given. */
export class Follower {
  readonly facts: RecordedFact[] = [];
  readonly ends: Checkpoint[] = [];
  readonly ended: Promise<void>;
  isLive = false;
  private readonly abort = new AbortController();
  private readonly waiting = new Set<() => void>();

  constructor(ledger: Ledger, from: Checkpoint | undefined, batchMax: number) {
    const options: FollowOptions = {
      name: 'test',
      from,
      batchMax,
      signal: this.abort.signal,
      onBatch: async (facts, end) => {
        expect(facts.length).toBeLessThanOrEqual(batchMax);
        this.facts.push(...facts);
        this.ends.push(end);
        this.look();
      },
      onState: (state) => {
        this.isLive = state === 'live';
        this.look();
      },
    };
    this.ended = ledger.follow(options);
    this.ended.catch(() => undefined);
  }

  get last(): string | undefined {
    return this.facts.at(-1)?.position;
  }

  async until(holds: () => boolean, limit_ms = 30_000): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      const look = (): void => void (holds() && resolve());
      timer = setTimeout(() => reject(new Error(`not within ${limit_ms} ms; last ${this.last}, ${this.facts.length} facts`)), limit_ms);
      this.waiting.add(look);
      this.ended.catch(reject);
      look();
    });
    clearTimeout(timer);
  }

  expectWhole(): void {
    const positions = this.facts.map((fact) => BigInt(fact.position));
    expect(positions.every((position, n) => n === 0 || position > (positions[n - 1] ?? 0n))).toBe(true);
    const next = new Map<string, number>();
    for (const { stream, revision } of this.facts) {
      expect([stream, revision]).toEqual([stream, next.get(stream) ?? 0]);
      next.set(stream, revision + 1);
    }
  }

  async stop(): Promise<void> {
    this.abort.abort();
    await this.ended;
  }

  private look(): void {
    for (const look of this.waiting) look();
  }
}

export function issue(id: string, at: number, count = 1, key = 'key'): AppendRequest {
  const facts = Array.from({ length: count }, (_, n) => ({
    type: 'CardIssued',
    data: { n: at + 1 + n, 名: '暨阳' },
    subjects: [`card:${id}`],
  }));
  const submission = uuid5('b0a3c7de-5f0c-5c5e-9d0e-7b1f6a2e4c91', [id, String(at), key]);
  return { stream: { category: 'cards', id }, at, facts, meta: { ...META, submission }, personal: [] };
}

export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (reason) {
      if (attempt === 20 || !(reason instanceof Error) || !/ledger\.(unavailable|timeout)/.test(reason.message)) throw reason;
    }
  }
}
