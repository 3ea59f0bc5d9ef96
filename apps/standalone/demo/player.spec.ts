import type { DemoStep } from './agenda';
import { play } from './player';

const step = (id: string, after: readonly string[] = []): DemoStep => ({
  account: 'a',
  category: 'funds',
  id,
  action: 'send',
  data: {},
  occurredOn: '2021-01-01',
  recordedAt: '2021-01-01T00:00:00.000Z',
  after,
});
const steps = [step('a'), step('b'), step('a'), step('c', ['funds-a']), step('c'), step('d', ['funds-c', 'funds-b'])];

/** Records in its own time: the step resolves when it is let go. */
function recorder() {
  const begun: number[] = [];
  const ended: number[] = [];
  const gates = new Map<number, () => void>();
  return {
    begun,
    ended,
    record: (_step: DemoStep, index: number) =>
      new Promise<void>((resolve) => {
        begun.push(index);
        gates.set(index, () => {
          ended.push(index);
          resolve();
        });
      }),
    /** Lets a step go and whatever follows from it at once. */
    async letGo(index: number): Promise<void> {
      gates.get(index)?.();
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    },
  };
}

it('keeps the order of a stream and of what depends on it, the rest side by side', async () => {
  const { begun, record, letGo } = recorder();
  const playing = play({ steps, record, from: 0, inFlightMax: 10 });
  await letGo(-1);
  expect(begun).toEqual([0, 1]);
  await letGo(0);
  expect(begun).toEqual([0, 1, 2]);
  await letGo(2);
  expect(begun).toEqual([0, 1, 2, 3]);
  await letGo(3);
  await letGo(4);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  await letGo(1);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  await letGo(5);
  expect(await playing).toBe(steps.length);
});

it('has no more under way than it may', async () => {
  const { begun, record, letGo } = recorder();
  const playing = play({ steps: [step('a'), step('b'), step('c'), step('d')], record, from: 0, inFlightMax: 2 });
  for (const next of [0, 1, 2, 3]) {
    await letGo(-1);
    expect(begun.length).toBeLessThanOrEqual(next + 2);
    await letGo(next);
  }
  expect(await playing).toBe(4);
});

it('begins no day before the one before it is recorded', async () => {
  const { begun, record, letGo } = recorder();
  const onDay = (id: string, day: string): DemoStep => ({ ...step(id), recordedAt: `${day}T01:00:00.000Z` });
  const playing = play({
    steps: [onDay('a', '2021-01-01'), onDay('b', '2021-01-01'), onDay('c', '2021-01-02'), onDay('a', '2021-01-02')],
    record,
    from: 0,
    inFlightMax: 10,
  });
  await letGo(-1);
  await letGo(0);
  expect(begun).toEqual([0, 1]);
  await letGo(1);
  expect(begun).toEqual([0, 1, 2, 3]);
  await letGo(2);
  await letGo(3);
  expect(await playing).toBe(4);
});

it('says up to where everything is recorded, and begins again from there', async () => {
  const told: number[] = [];
  const { record, letGo } = recorder();
  const stop = new AbortController();
  const playing = play({ steps, record, from: 0, inFlightMax: 10, onProgress: (upTo) => told.push(upTo), signal: stop.signal });
  await letGo(-1);
  await letGo(1);
  await letGo(0);
  stop.abort();
  await letGo(2);
  await letGo(3);
  await letGo(4);
  await letGo(5);
  expect(await playing).toBe(steps.length);
  expect(told).toEqual([0, 2, 3, 4, 5, 6]);
  const seen: number[] = [];
  await play({ steps, record: (_step, index) => Promise.resolve(void seen.push(index)), from: 4, inFlightMax: 1 });
  expect(seen).toEqual([4, 5]);
});

it('ends at the first failure, and records nothing after it in that stream', async () => {
  const seen: number[] = [];
  const record = (_step: DemoStep, index: number): Promise<void> =>
    index === 2 ? Promise.reject(new Error('refused')) : Promise.resolve(void seen.push(index));
  await expect(play({ steps, record, from: 0, inFlightMax: 10 })).rejects.toThrow('refused');
  expect(seen).not.toContain(3);
  expect(seen).not.toContain(5);
});
