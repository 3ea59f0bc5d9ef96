import type { Client } from 'pg';
import { startEngines, type Engines } from '#testing';
import { connect } from './connection';
import { prepareReadSchema } from './infrastructure/prepare';
import { GATHERING, PendingGrams } from './pending-grams';
import { createTables, gramsIndexes, ReadSchema } from './schema';
import { thingsView } from './things.fixture';

jest.setTimeout(60_000);

const view = thingsView(1, 'take');

describe('what search indexes have gathered', () => {
  let engines: Engines;
  let writer: Client;
  let schema: ReadSchema;

  beforeAll(async () => {
    engines = await startEngines();
    schema = new ReadSchema(`${engines.prefix}grams_`);
    await prepareReadSchema(engines.databaseUrl, schema);
    writer = await connect({ url: engines.databaseUrl, name: 'test', settings: GATHERING });
    await createTables(writer, schema, view.tables);
  });
  afterAll(async () => {
    await writer?.end();
    await engines?.stop();
  });

  async function written(): Promise<void> {
    await writer.query(
      `INSERT INTO ${schema.table('things')} (key, stream, position, row_day, row_hash, grams)
       SELECT gen_random_uuid()::text, 's', 1, '2026-01-01', '\\x00', ARRAY[n, -n] FROM generate_series(1, 500) n`,
    );
  }

  /** Pages that were still waiting. */
  async function waiting(): Promise<number> {
    const [index] = view.tables.flatMap((table) => gramsIndexes(schema, table));
    const { rows } = await writer.query<{ pages: number }>('SELECT gin_clean_pending_list($1::regclass) AS pages', [index]);
    return Number(rows[0]?.pages);
  }

  it('waits beside the index until it is swept, and after a sweep nothing waits', async () => {
    await written();
    expect(await waiting()).toBeGreaterThan(0);
    await written();
    const grams = new PendingGrams(engines.databaseUrl, schema, [view]);
    await grams.sweep();
    expect(await waiting()).toBe(0);
    await grams.close();
  });

  it('is swept while it runs, passes over an index that is not there, and ends with its signal', async () => {
    await written();
    const gone = { ...view, tables: [...view.tables, { name: 'gone', columns: { text: 'text' as const }, search: ['text'] }] };
    const stop = new AbortController();
    const run = new PendingGrams(engines.databaseUrl, schema, [gone]).run(stop.signal);
    const connected = async (): Promise<boolean> => {
      const { rows } = await writer.query<{ query: string }>(
        `SELECT query FROM pg_stat_activity WHERE application_name = 'ledger-projector grams' AND state = 'idle' AND query LIKE '%gin_clean%'`,
      );
      return rows.length > 0;
    };
    while (!(await connected())) await new Promise((done) => setTimeout(done, 20));
    expect(await waiting()).toBe(0);
    stop.abort();
    await run;
    while (await connected()) await new Promise((done) => setTimeout(done, 20));
  });

  it('outlives an engine that is away', async () => {
    const stop = new AbortController();
    const run = new PendingGrams('postgres://nobody:none@127.0.0.1:1/none', schema, [view]).run(stop.signal);
    stop.abort();
    await expect(run).resolves.toBeUndefined();
  });
});
