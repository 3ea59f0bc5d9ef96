import { startRows, type Asked, type RowsOf, type Told } from '#testing';
import { readDivisions } from '../genesis';
import { parametersContract } from '../parameters/contract';
import { parametersView } from '../parameters/views';
import { countsContract, territoryContract } from './contract';
import { territoryQuestions } from './queries';
import { countsView, unitsView } from './views';

jest.setTimeout(120_000);

let rows: RowsOf;
beforeAll(async () => {
  rows = await startRows([territoryContract, countsContract, parametersContract], [unitsView, countsView, parametersView]);
  await rows.tell(...story);
});
afterAll(() => rows?.stop());

const here = '330681001001';
const there = '330681001004';
const inTerritory = (type: string, data: object, on: string, recordedOn = on): Told => ({
  stream: ['territory', '330681'],
  type,
  data,
  on,
  recordedOn,
});
const range = (code: string, value: number, from: string): Told => ({
  stream: ['parameters', code],
  type: 'ParameterSet',
  on: '2018-09-27',
  data: { value, unitOfMeasure: '户', kinds: ['community'], clause: '4', from, decidedBy: '市委' },
});
const counted = (unit: string, households: number, countedOn: string, recordedOn: string): Told => ({
  stream: ['counts', unit],
  type: 'CountsRecorded',
  data: { households, residents: households * 2, countedOn },
  on: recordedOn,
});

const story: readonly Told[] = [
  ...readDivisions().map((unit) => inTerritory('UnitFounded', { ...unit, from: '0001-01-01' }, '2018-09-27')),
  range('community.households-min', 1500, '2018-09-27'),
  range('community.households-min', 1000, '2026-01-01'),
  range('community.households-max', 3000, '2018-09-27'),
  counted(here, 1200, '2020-12-31', '2021-01-05'),
  counted(here, 1600, '2021-12-31', '2022-03-01'),
  counted('330681001218', 100, '2020-12-31', '2021-01-05'),
  inTerritory('UnitRenamed', { code: here, name: '江东新社区' }, '2021-05-01', '2021-05-10'),
  inTerritory('UnitsMerged', { codes: [there], into: here }, '2021-06-01'),
  inTerritory(
    'UnitSplit',
    {
      code: '330681001005',
      level: 'community',
      kind: 'community',
      parent: '330681001',
      parts: [
        { code: '330681001091', name: '浣纱一社区', children: [] },
        { code: '330681001092', name: '浣纱二社区', children: [] },
      ],
    },
    '2021-07-01',
  ),
  inTerritory('UnitMoved', { code: '330681001006', parent: '330681002' }, '2021-08-01'),
];

const [listed, single] = territoryQuestions;
async function units(own: Readonly<Record<string, string>>, asked: Asked): Promise<readonly Record<string, unknown>[]> {
  const answer = listed && (await rows.ask(listed, own, asked));
  return answer && 'items' in answer ? (answer.items as readonly Record<string, unknown>[]) : [];
}
async function unit(code: string, asOf: string, knownAt?: string): Promise<unknown> {
  const answer = single && (await rows.ask(single, { code }, { asOf, ...(knownAt === undefined ? {} : { knownAt }) }));
  return answer && 'found' in answer ? answer.found : answer;
}

test.each([
  [{ level: 'community' }, 515],
  [{ kind: 'community' }, 118],
  [{ kind: 'village' }, 397],
  [{ level: 'subdistrict' }, 23],
  [{ level: 'city' }, 1],
])('units by level and kind: %j', async (own, count) => {
  expect(await units(own as Record<string, string>, { asOf: '2020-01-01', limit: 600 })).toHaveLength(count);
});

test('a unit is what it was on the day', async () => {
  expect(await unit(here, '2021-04-30')).toMatchObject({
    code: here,
    name: '江东社区',
    parent: '330681001',
    from: '0001-01-01',
    households: 1200,
    residents: 2400,
    countedOn: '2020-12-31',
    size: 'below',
  });
  expect(await unit(here, '2021-05-01')).toMatchObject({ name: '江东新社区' });
  expect(await unit(here, '2021-12-31')).toMatchObject({ households: 1600, size: 'within' });
});

test('a unit as it was known on a day', async () => {
  expect(await unit(here, '2021-05-05', '2021-05-09')).toMatchObject({ name: '江东社区' });
  expect(await unit(here, '2021-05-05', '2021-05-10')).toMatchObject({ name: '江东新社区' });
  expect(await unit(here, '2022-01-01', '2022-02-28')).toMatchObject({ households: 1200 });
});

test('the size goes by the range of the day asked, and villages have none', async () => {
  expect(await unit(here, '2025-12-31')).toMatchObject({ size: 'within' });
  const small = await unit(here, '2021-01-31');
  expect(small).toMatchObject({ size: 'below' });
  expect(await unit('330681001218', '2021-12-31')).toMatchObject({ households: 100 });
  expect(await unit('330681001218', '2021-12-31')).not.toHaveProperty('size');
  expect(await units({ size: 'below' }, { asOf: '2021-01-31' })).toHaveLength(1);
  expect(await units({ size: 'below' }, { asOf: '2026-01-01' })).toHaveLength(0);
});

test('abolished units are listed no more, and stay known', async () => {
  const codes = async (asOf: string): Promise<readonly unknown[]> =>
    (await units({ parent: '330681001' }, { asOf, limit: 500 })).map((one) => one['code']);
  expect(await codes('2021-05-31')).toContain(there);
  expect(await codes('2021-06-01')).not.toContain(there);
  expect(await unit(there, '2022-01-01')).toMatchObject({ until: '2021-05-31', became: [here] });
  expect(await codes('2021-07-01')).toEqual(expect.arrayContaining(['330681001091', '330681001092']));
  expect(await codes('2021-06-30')).not.toContain('330681001091');
  expect(await unit('330681001091', '2021-06-30')).toEqual({ missing: '330681001091' });
  expect(await unit('330681001099', '2021-06-30')).toEqual({ missing: '330681001099' });
});

test('a moved unit lies below its new parent from that day on', async () => {
  expect(await unit('330681001006', '2021-08-01')).toMatchObject({
    path: [{ code: '330681' }, { code: '330681002' }, { code: '330681001006' }],
  });
  expect(await unit('330681001006', '2021-07-31')).toMatchObject({
    path: [{ code: '330681' }, { code: '330681001' }, { code: '330681001006' }],
  });
});

test.each(['暨阳', '阳街', 'jyjd', 'JYJD', '330681001'])('q=%s finds 暨阳街道', async (q) => {
  const found = await units({ q, level: 'subdistrict' }, { asOf: '2021-01-01' });
  expect(found.map((one) => one['name'])).toEqual(['暨阳街道']);
});

test('a list goes on where the page before ended', async () => {
  if (!listed) throw new Error('no question');
  const first = await rows.ask(listed, { level: 'subdistrict' }, { asOf: '2021-01-01', limit: 20 });
  if (!('items' in first) || first.next === null) throw new Error('no next page');
  const second = await rows.ask(listed, { level: 'subdistrict' }, { asOf: '2021-01-01', limit: 20, cursor: first.next });
  expect('items' in second && [first.items.length, second.items.length, second.next]).toEqual([20, 3, null]);
});
