import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEventStore, startPostgres, type RunningEventStore, type RunningPostgres } from '#embedded';

/** The few calls in which the two clients differ, by one name each. */
export interface AnyClient {
  append(
    stream: string,
    ids: readonly string[],
    expected: 'any' | 'no_stream' | 'stream_exists' | bigint,
    padding?: Padding,
  ): Promise<{ next: bigint; commit: bigint | undefined }>;
  read(stream: string, backwards?: boolean): Promise<{ id: string; revision: bigint; data: unknown }[]>;
  readAllIds(): Promise<string[]>;
  follow(prefix: string, onId: (id: string) => void): { stop(): Promise<void> };
  setMaxCount(stream: string, maxCount: number): Promise<void>;
  maxCount(stream: string): Promise<number | undefined>;
  remove(stream: string): Promise<void>;
  tombstone(stream: string): Promise<void>;
  close(): Promise<void>;
}

/** Text that makes every event of an append larger. */
export interface Padding {
  readonly data?: string;
  readonly metadata?: string;
}

/**
 * What a client must find, whichever client it is. The two clients cannot share a process (their stubs overwrite one another), so each has
 * a spec of its own that calls this.
 */
export function tellClientStories(name: string, make: (address: string) => AnyClient): void {
  let folder: string;
  let postgres: RunningPostgres;
  let store: RunningEventStore;
  let client: AnyClient;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'store-clients-'));
    postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['events'] });
    store = await startEventStore({ databaseUrl: postgres.url('events'), host: '127.0.0.1', port: 0, insecure: true });
    client = make(`127.0.0.1:${store.port}`);
  }, 120_000);
  afterAll(async () => {
    await client?.close();
    await store?.close();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  describe(name, () => {
    tellOfAppends(() => client);
    tellOfFollowing(() => client);

    it('finds the node by discovery, as it would find the leader of a cluster', async () => {
      const discovering = make(`127.0.0.1:${store.port},127.0.0.1:${store.port}`);
      const stream = `found-${randomUUID()}`;
      const three = ids(3);
      try {
        expect((await discovering.append(stream, three, 'no_stream')).next).toBe(2n);
        expect((await discovering.read(stream)).map(({ id }) => id)).toEqual(three);
      } finally {
        await discovering.close();
      }
    }, 60_000);
  });
}

function tellOfAppends(the: () => AnyClient): void {
  it('appends, reads both ways, and is told of a wrong revision', async () => {
    const stream = `社区-${randomUUID()}`;
    const three = ids(3);
    expect((await the().append(stream, three, 'no_stream')).next).toBe(2n);
    await expect(the().append(stream, [randomUUID()], 'no_stream')).rejects.toMatchObject({ type: 'wrong-expected-version' });
    await expect(the().append(stream, [randomUUID()], 7n)).rejects.toMatchObject({ type: 'wrong-expected-version' });
    expect((await the().append(stream, three, 'no_stream')).next).toBe(2n);
    expect((await the().read(stream)).map(({ id }) => id)).toEqual(three);
    expect((await the().read(stream, true)).map(({ revision }) => revision)).toEqual([2n, 1n, 0n]);
    expect((await the().read(stream))[0]?.data).toEqual({ text: '暨阳街道' });
  }, 60_000);

  it('splits an append of more than 3 MiB, and is told when the data is too large', async () => {
    const wide = await the().append(`wide-${randomUUID()}`, ids(5), 'no_stream', { metadata: 'm'.repeat(1_000_000) });
    expect(wide.next).toBe(4n);
    await expect(the().append(`big-${randomUUID()}`, ids(12), 'any', { data: 'd'.repeat(100_000) })).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
    });
  }, 60_000);
}

function tellOfFollowing(the: () => AnyClient): void {
  it('follows the log by prefix, history first and then live, each once', async () => {
    const prefix = `f-${randomUUID()}`;
    const old = [randomUUID(), randomUUID()];
    await the().append(`${prefix}-1`, old, 'any');
    const seen: string[] = [];
    const following = the().follow(prefix, (id) => seen.push(id));
    await until(() => seen.length === 2);
    const live = Array.from({ length: 40 }, () => randomUUID());
    for (const [i, id] of live.entries()) await the().append(`${prefix}-${i % 3}`, [id], 'any');
    await until(() => seen.length === 42);
    expect(seen).toEqual([...old, ...live]);
    await following.stop();
    expect((await the().readAllIds()).filter((id) => seen.includes(id))).toEqual(seen);
  }, 60_000);

  it('truncates by metadata, deletes, begins anew and ends with a tombstone', async () => {
    const stream = `life-${randomUUID()}`;
    await the().append(stream, [randomUUID(), randomUUID(), randomUUID()], 'no_stream');
    await the().setMaxCount(stream, 2);
    expect(await the().maxCount(stream)).toBe(2);
    expect((await the().read(stream)).map(({ revision }) => revision)).toEqual([1n, 2n]);
    await the().remove(stream);
    await expect(the().read(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
    expect((await the().append(stream, [randomUUID()], 'any')).next).toBe(3n);
    expect((await the().read(stream)).map(({ revision }) => revision)).toEqual([3n]);
    await the().tombstone(stream);
    await expect(the().read(stream)).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(the().append(stream, [randomUUID()], 'any')).rejects.toMatchObject({ type: 'stream-deleted' });
  }, 60_000);

  it('runs many appends at once on one connection, each answered', async () => {
    const streams = Array.from({ length: 300 }, () => `many-${randomUUID()}`);
    const answers = await Promise.all(streams.map((stream) => the().append(stream, [randomUUID()], 'no_stream')));
    expect(answers.every(({ next }) => next === 0n)).toBe(true);
    expect(new Set(answers.map(({ commit }) => commit)).size).toBe(300);
  }, 60_000);
}

const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

async function until(is: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !is(); await new Promise((resolve) => setTimeout(resolve, 10)))
    if (Date.now() > end) throw new Error('waited in vain');
}
