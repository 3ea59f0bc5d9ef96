import type { Client } from 'pg';
import type { RecordedFact } from '#ledger';
import { startEngines, type Engines } from '#testing';
import { beginning, Checkpoints } from './checkpoints';
import { connect } from './connection';
import { DigestSum, EMPTY_DIGEST, rowHash, rowText } from './digest';
import { prepareReadSchema } from './infrastructure/prepare';
import { Parking } from './parking';
import { ReadSide } from './reading';
import { TableRows } from './rows';
import { createTables, ReadSchema } from './schema';
import { getRow, listRows } from './registers';
import { LostPlace } from './view-work';
import { view } from './view';
import { ViewWriter } from './view-writer';
import { end, fact, founded, units } from './units.fixture';

jest.setTimeout(60_000);

let engines: Engines;
let client: Client;
let schema: ReadSchema;
let next = 0;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => {
  await engines?.stop();
});
beforeEach(async () => {
  schema = new ReadSchema(`${engines.prefix}${next++}_`);
  await prepareReadSchema(engines.databaseUrl, schema);
  client = await connect({ url: engines.databaseUrl, name: 'test', pipeline: true });
  await createTables(client, schema, units.tables);
  await new Checkpoints(schema).begin(client, beginning('units', units));
});
afterEach(() => client.end());

async function writer(): Promise<ViewWriter> {
  const state = (await new Checkpoints(schema).read(client)).get('units');
  if (!state) throw new Error('no state');
  const made = new ViewWriter(client, { schema, place: 'live', notify: true }, [{ spec: units, state }]);
  await made.open();
  return made;
}

async function recounted(): Promise<string> {
  const sum = new DigestSum(EMPTY_DIGEST);
  for (const table of units.tables) {
    const { rows } = await client.query<{ key: string }>(`SELECT key FROM ${schema.table(table.name)}`);
    const stored = await new TableRows(table, schema, 'live').load(
      client,
      rows.map((row) => row.key),
    );
    for (const [key, held] of stored) sum.add(rowHash(table, rowText(table, key, held)));
  }
  return sum.hex;
}

test('rows, counters, history and digest of a batch; a second delivery changes nothing', async () => {
  const target = await writer();
  const facts = [
    founded(10, 'a', '暨阳社区'),
    founded(20, 'b', '浣东社区'),
    fact(30, 'UnitRenamed', 'a', { name: '江东社区', on: '2021-03-01' }),
  ];
  await target.write(facts, end(30));
  const rows = await client.query(
    `SELECT key, name, founded, share, tags, more, stream, position::text AS position FROM ${schema.table('units')} ORDER BY key`,
  );
  expect(rows.rows).toEqual([
    {
      key: 'a',
      name: '江东社区',
      founded: '2020-01-01',
      share: 0.25,
      tags: ['新', '"引"\\'],
      more: { b: 1.5, a: [true, null] },
      stream: 'units-a',
      position: '30',
    },
    {
      key: 'b',
      name: '浣东社区',
      founded: '2020-01-01',
      share: 0.25,
      tags: ['新', '"引"\\'],
      more: { b: 1.5, a: [true, null] },
      stream: 'units-b',
      position: '20',
    },
  ]);
  expect((await client.query(`SELECT fen, count, kind FROM ${schema.table('totals')}`)).rows).toEqual([
    { fen: 18_000_000_000, count: 2, kind: '全市' },
  ]);
  const digest = target.states[0]?.digest;
  expect(digest).toBe(await recounted());
  await (await writer()).write(facts, end(30));
  expect((await writer()).states[0]).toMatchObject({ digest, checkpoint: end(30) });
});

test('one version per row and recorded day, folded over batches; the past answers by the day of knowledge', async () => {
  const target = await writer();
  await target.write([founded(10, 'a', '甲', '2021-06-01T15:00:00.000Z')], end(10));
  await target.write([fact(20, 'UnitRenamed', 'a', { name: '乙', on: '2021-01-01' }, '2021-06-01T15:59:59.000Z')], end(20));
  await target.write(
    [
      fact(30, 'UnitRenamed', 'a', { name: '丙', on: '2021-02-01' }, '2021-06-01T16:00:00.000Z'),
      fact(40, 'UnitDissolved', 'a', {}, '2021-06-05T02:00:00.000Z'),
    ],
    end(40),
  );
  const versions = await client.query(`SELECT day, dropped, "row"->>'name' AS name FROM ${schema.history('units')} ORDER BY day`);
  expect(versions.rows).toEqual([
    { day: '2021-06-01', dropped: false, name: '乙' },
    { day: '2021-06-02', dropped: false, name: '丙' },
    { day: '2021-06-05', dropped: true, name: null },
  ]);
  await target.write([founded(50, 'a', '丁', '2021-06-03T02:00:00.000Z')], end(50));
  const reading = new ReadSide({ databaseUrl: engines.databaseUrl, prefix: schema.prefix, views: [units], city: '330681' });
  try {
    const shown = async (knownAt: string | undefined, asOf = '2021-12-31'): Promise<unknown> => {
      const context = reading.context({ asOf, knownAt, today: '2021-12-31', reader: undefined });
      const row = await getRow(context, reading.spec('units'), 'a');
      const named = (await listRows(context, reading.spec('units'), { q: '丙', page: { cursor: undefined, limit: 5 } })).items.length;
      return row && [row['name'], named];
    };
    expect(await shown('2021-05-31')).toBeUndefined();
    expect(await shown('2021-06-01')).toEqual(['乙', 0]);
    expect(await shown('2021-06-02')).toEqual(['丙', 1]);
    expect(await shown('2021-06-04', '2021-01-15')).toEqual(['乙', 0]);
    // Recorded by its metadata before the drop, but after it in the log: it belongs to the drop's day.
    expect(await shown('2021-06-04')).toEqual(['丙', 1]);
    expect(await shown('2021-06-05')).toEqual(['丁', 0]);
    expect(await shown(undefined)).toEqual(['丁', 0]);
    expect(await shown(undefined, '2019-01-01')).toBeUndefined();
    await reading.waitFor('50');
    expect(reading.position).toBe('50');
    await expect(reading.waitFor('51', 20)).rejects.toMatchObject({ code: 'read.not-yet', status: 503 });
    expect(await reading.positionKnownAt('2021-06-02')).toBe('30');
  } finally {
    await reading.close();
  }
});

test('a fact that does not fit parks its stream alone, wholly, and later facts of that stream queue', async () => {
  const target = await writer();
  await target.write([founded(10, 'a', '甲'), founded(20, 'b', '乙'), fact(30, 'UnitBroken', 'a', {})], end(30));
  await target.write(
    [fact(40, 'UnitRenamed', 'a', { name: '不到', on: '2021-01-01' }), fact(50, 'UnitRenamed', 'b', { name: '到', on: '2021-01-01' })],
    end(50),
  );
  expect((await client.query(`SELECT key, name FROM ${schema.table('units')} ORDER BY key`)).rows).toEqual([
    { key: 'a', name: '甲' },
    { key: 'b', name: '到' },
  ]);
  expect((await client.query(`SELECT count FROM ${schema.table('totals')}`)).rows).toEqual([{ count: 2 }]);
  expect(await new Parking(schema).list(client)).toEqual([
    { view: 'units', stream: 'units-a', position: '30', type: 'UnitBroken', reason: 'units.share: "much" is no numeric', queued: 2 },
  ]);
  expect(target.states[0]?.digest).toBe(await recounted());
  const reading = new ReadSide({ databaseUrl: engines.databaseUrl, prefix: schema.prefix, views: [units], city: '330681' });
  try {
    await reading.waitFor('50');
    const context = reading.context({ asOf: '2021-12-31', knownAt: undefined, today: '2021-12-31', reader: undefined });
    const held = async (key: string): Promise<unknown> => (await getRow(context, reading.spec('units'), key))?.['held'];
    expect([await held('a'), await held('b')]).toEqual([true, undefined]);
    expect(await reading.parked()).toMatchObject([{ view: 'units', stream: 'units-a' }]);
  } finally {
    await reading.close();
  }
});

test('what only the database refuses is narrowed down to its fact', async () => {
  const target = await writer();
  const facts = [founded(10, 'a', '甲'), founded(20, 'b', '乙'), fact(30, 'UnitTooLong', 'b', {}), founded(40, 'c', '丙')];
  await target.write(facts, end(45));
  expect((await client.query(`SELECT key FROM ${schema.table('units')} ORDER BY key`)).rows).toEqual([
    { key: 'a' },
    { key: 'b' },
    { key: 'c' },
  ]);
  expect(await new Parking(schema).list(client)).toMatchObject([{ stream: 'units-b', position: '30', queued: 1 }]);
  expect(target.states[0]?.checkpoint).toEqual(end(45));
  expect(target.states[0]?.digest).toBe(await recounted());
});

test('two writers at one view: whoever lost its place writes nothing', async () => {
  const [first, second] = [await writer(), await writer()];
  await first.write([founded(10, 'a', '甲')], end(10));
  await expect(second.write([founded(10, 'a', '甲'), founded(20, 'b', '乙')], end(20))).rejects.toThrow(LostPlace);
  expect((await client.query(`SELECT count(*)::int AS rows FROM ${schema.table('units')}`)).rows).toEqual([{ rows: 1 }]);
  expect((await writer()).states[0]?.checkpoint).toEqual(end(10));
});

test('Chinese of one and two signs, and pinyin initials, are found; a sign of LIKE is a sign', async () => {
  const target = await writer();
  await target.write([founded(10, 'a', '诸暨市暨阳街道'), founded(20, 'b', '浣东街道'), founded(30, 'c', '百分之100%_社区')], end(30));
  const reading = new ReadSide({ databaseUrl: engines.databaseUrl, prefix: schema.prefix, views: [units], city: '330681' });
  try {
    const context = reading.context({ asOf: '2021-12-31', knownAt: undefined, today: '2021-12-31', reader: undefined });
    const found = async (q: string): Promise<unknown> =>
      (await listRows(context, reading.spec('units'), { q, page: { cursor: undefined, limit: 10 } })).items.map(
        (item) => (item as { key: string }).key,
      );
    expect(await found('暨阳')).toEqual(['a']);
    expect(await found('东')).toEqual(['b']);
    expect(await found('街道')).toEqual(['a', 'b']);
    expect(await found('jyjd')).toEqual(['a']);
    expect(await found('JD 浣')).toEqual(['b']);
    expect(await found('0%_')).toEqual(['c']);
    expect(await found('阳暨')).toEqual([]);
    // A change beside the searched text keeps what the row is found by; a change of it does not.
    await target.write(
      [fact(40, 'UnitMoved', 'a', { parent: '330681002' }), fact(50, 'UnitRenamed', 'b', { name: '行政服务社区', on: '2021-01-01' })],
      end(50),
    );
    expect(await found('jyjd')).toEqual(['a']);
    expect(await found('浣东')).toEqual([]);
    expect(await found('xzfw')).toEqual(['b']);
    const first = await listRows(context, reading.spec('units'), { page: { cursor: undefined, limit: 2 } });
    const rest = await listRows(context, reading.spec('units'), { page: { cursor: first.next ?? '', limit: 2 } });
    expect([first.items.length, rest.items.length, rest.next]).toEqual([2, 1, null]);
    await expect(listRows(context, reading.spec('units'), { page: { cursor: 'nonsense', limit: 2 } })).rejects.toMatchObject({
      code: 'read.cursor',
    });
  } finally {
    await reading.close();
  }
});

test('rows that are put once are written unseen: a second one of a key is the database’s to refuse, and its fact is parked', async () => {
  const table = { name: 'steps', columns: { name: 'text' }, history: false, once: true } as const;
  const steps = view({
    name: 'steps',
    version: 1,
    tables: [table],
    on: { Stepped: (one) => [{ op: 'put', table: 'steps', key: String(one.data['key']), row: { name: one.id } }] },
  });
  const state = beginning('steps', steps);
  await createTables(client, schema, steps.tables);
  await new Checkpoints(schema).begin(client, state);
  const target = new ViewWriter(client, { schema, place: 'live', notify: false }, [{ spec: steps, state }]);
  const stepped = (position: number, id: string, key: string): RecordedFact => fact(position, 'Stepped', id, { key });
  await target.write([stepped(10, 'a', 'k1'), stepped(20, 'b', 'k2')], end(20));
  await target.write([stepped(30, 'c', 'k1'), stepped(40, 'd', 'k3')], end(40));
  const rows = await new TableRows(table, schema, 'live').load(client, ['k1', 'k2', 'k3']);
  expect([...rows].map(([key, { row }]) => [key, row['name']]).sort()).toEqual([
    ['k1', 'a'],
    ['k2', 'b'],
    ['k3', 'd'],
  ]);
  expect(await new Parking(schema).list(client)).toMatchObject([{ view: 'steps', position: '30', queued: 1 }]);
  const sum = new DigestSum(EMPTY_DIGEST);
  for (const [key, held] of rows) sum.add(rowHash(table, rowText(table, key, held)));
  expect(target.states[0]?.digest).toBe(sum.hex);
});
