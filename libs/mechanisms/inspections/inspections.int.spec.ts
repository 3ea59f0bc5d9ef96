import { startRows, unitFounded, type RowsOf, type Told } from '#testing';
import { territoryContract } from '../territory/contract';
import { unitsView } from '../territory/views';
import { roundsContract, termsContract } from './contract';
import { inspectionsQuestions } from './queries';
import { inspectionsView } from './views';

jest.setTimeout(60_000);

let rows: RowsOf;
beforeAll(async () => {
  rows = await startRows([territoryContract, termsContract, roundsContract], [unitsView, inspectionsView]);
  await rows.tell(...story);
});
afterAll(() => rows?.stop());

const city = '330681';
const [first, second, third] = ['330681001', '330681002', '330681003'];
const [community, village] = ['330681001001', '330681001201'];
const of = (round: string, type: string, data: object, on: string, about?: string): Told => ({
  stream: ['rounds', round],
  type,
  data,
  on,
  ...(about === undefined ? {} : { unit: about }),
});
const measure = { finding: 'f-1', measure: 'm-1' };

const story: readonly Told[] = [
  unitFounded(city, 'city', 'city'),
  unitFounded(first, 'subdistrict', 'subdistrict', city),
  unitFounded(second, 'subdistrict', 'town', city),
  unitFounded(third, 'subdistrict', 'subdistrict', city),
  unitFounded(community, 'community', 'community', first),
  unitFounded('330681001002', 'community', 'community', first),
  unitFounded(village, 'community', 'village', first),
  {
    stream: ['terms', '2017-2021'],
    type: 'TermOpened',
    data: { name: '第十五届', from: '2017-01-01', until: '2021-12-31' },
    on: '2017-01-01',
  },
  {
    stream: ['terms', '2022-2026'],
    type: 'TermOpened',
    data: { name: '第十六届', from: '2022-01-01', until: '2026-12-31' },
    on: '2022-01-01',
  },
  of('2017-2021.1', 'RoundPlanned', { kind: 'regular', units: [first, second], from: '2017-03-01', until: '2017-06-30' }, '2017-02-01'),
  of('2017-2021.1', 'UnitEntered', { unit: first, on: '2017-03-02' }, '2017-03-02', first),
  of('2017-2021.1', 'UnitEntered', { unit: second, on: '2017-03-02' }, '2017-03-02', second),
  of(
    '2017-2021.1',
    'FindingRaised',
    { finding: 'f-1', unit: first, class: '财务', severity: '一般', text: '凭证不全', evidence: [] },
    '2017-03-20',
    first,
  ),
  of('2017-2021.1', 'UnitReported', { unit: first, on: '2017-12-31' }, '2017-12-31', first),
  of('2017-2021.1', 'MeasureSet', { ...measure, text: '补齐', due: '2018-03-31' }, '2018-01-10', first),
  of('2017-2021.1', 'MeasureReportedDone', { ...measure, evidence: [] }, '2018-03-20', first),
  of('2017-2021.1', 'MeasureRejected', { ...measure, reason: '不全' }, '2018-03-25', first),
  of('2017-2021.1', 'MeasureReportedDone', { ...measure, evidence: [] }, '2018-04-02', first),
  of('2017-2021.1', 'MeasureAccepted', measure, '2018-04-05', first),
  of('2017-2021.2', 'RoundPlanned', { kind: 'raised', units: [community, village], from: '2019-03-01', until: '2019-06-30' }, '2019-02-01'),
  of('2017-2021.2', 'UnitEntered', { unit: village, on: '2019-03-02' }, '2019-03-02', village),
  of('2017-2021.2', 'UnitReported', { unit: village, on: '2019-05-01' }, '2019-05-01', village),
  { stream: ['territory', city], type: 'UnitDissolved', data: { code: third, reason: '撤并' }, on: '2020-01-01' },
  // After the term: counts for no coverage of it.
  of('2017-2021.1', 'UnitReported', { unit: second, on: '2022-01-10' }, '2022-01-10', second),
];

const question = inspectionsQuestions[0];
async function asked(own: Record<string, string>, asOf: string, knownAt?: string): Promise<unknown> {
  if (!question) throw new Error('no question');
  const answer = await rows.ask(question, own, { asOf, ...(knownAt === undefined ? {} : { knownAt }) });
  return 'found' in answer ? answer.found : answer;
}

test('after the first year: one of three subdistricts, its pace and its projection', async () => {
  expect(await asked({ term: '2017-2021' }, '2017-12-31')).toEqual({
    unit: city,
    term: '2017-2021',
    name: '第十五届',
    from: '2017-01-01',
    until: '2021-12-31',
    on: '2017-12-31',
    levels: [
      {
        level: 'subdistrict',
        due: 3,
        inspected: 1,
        share: 1 / 3,
        pacePerYear: 1,
        projectedOn: '2019-12-31',
        never: [
          { code: second, name: `名${second}` },
          { code: third, name: `名${third}` },
        ],
      },
      {
        level: 'community',
        due: 0,
        inspected: 0,
        share: null,
        pacePerYear: 0,
        projectedOn: null,
        never: [],
        villages: { selected: 0, inspected: 0 },
      },
    ],
    measures: { due: 0, onTime: 0, late: 0, open: 0 },
  });
});

test('selected communities are due, villages are shown and not counted', async () => {
  expect(await asked({ term: '2017-2021' }, '2019-06-01')).toMatchObject({
    levels: [
      { level: 'subdistrict', due: 3, inspected: 1 },
      {
        level: 'community',
        due: 1,
        inspected: 0,
        share: 0,
        projectedOn: null,
        never: [{ code: community }],
        villages: { selected: 1, inspected: 1 },
      },
    ],
  });
});

test('after the term: its last day counts, dissolved units are not due, a late report is none', async () => {
  expect(await asked({ term: '2017-2021' }, '2022-06-01')).toMatchObject({
    on: '2021-12-31',
    levels: [{ due: 2, inspected: 1, never: [{ code: second }] }, {}],
  });
});

test('rectification as of the day: done, rejected, done late, accepted', async () => {
  expect(await asked({ term: '2017-2021' }, '2018-03-22')).toMatchObject({ measures: { due: 0, onTime: 0, late: 0, open: 1 } });
  expect(await asked({ term: '2017-2021' }, '2018-03-31')).toMatchObject({ measures: { due: 1, onTime: 0, late: 0, open: 1 } });
  expect(await asked({ term: '2017-2021' }, '2018-04-01')).toMatchObject({ measures: { due: 1, onTime: 0, late: 1, open: 1 } });
  expect(await asked({ term: '2017-2021' }, '2018-04-05')).toMatchObject({ measures: { due: 1, onTime: 0, late: 1, open: 0 } });
});

test('what was known on a day', async () => {
  expect(await asked({ term: '2017-2021' }, '2017-12-31', '2017-12-30')).toMatchObject({ levels: [{ due: 0 }, {}] });
  expect(await asked({ term: '2017-2021' }, '2019-06-01', '2019-04-30')).toMatchObject({
    levels: [{ inspected: 1 }, { villages: { selected: 1, inspected: 0 } }],
  });
});

test('without a term the one of that day; an unknown one is missing', async () => {
  expect(await asked({}, '2021-06-01')).toMatchObject({ term: '2017-2021' });
  expect(await asked({}, '2022-06-01')).toMatchObject({ term: '2022-2026', levels: [{ share: 0, projectedOn: null }, { share: null }] });
  expect(await asked({ term: '1999' }, '2021-06-01')).toEqual({ missing: '1999' });
});

test('of a unit: a subdistrict its own standing and the communities in it, a community its own', async () => {
  const [term, on] = ['2017-2021', '2019-06-01'];
  expect(await asked({ term, unit: first }, on)).toMatchObject({
    unit: first,
    levels: [
      { level: 'subdistrict', due: 1, inspected: 1, share: 1, never: [] },
      { level: 'community', due: 1, inspected: 0, never: [{ code: community }], villages: { selected: 1, inspected: 1 } },
    ],
    measures: { due: 1, late: 1 },
  });
  expect(await asked({ term, unit: second }, on)).toMatchObject({
    levels: [
      { due: 1, inspected: 0, never: [{ code: second }] },
      { due: 0, share: null },
    ],
    measures: { due: 0, open: 0 },
  });
  expect(await asked({ term, unit: community }, on)).toMatchObject({
    levels: [
      { due: 0, share: null },
      { due: 1, inspected: 0 },
    ],
  });
  expect(await asked({ term, unit: '330681001002' }, on)).toMatchObject({ levels: [{ due: 0 }, { due: 0, share: null }] });
  expect(await asked({ term, unit: city }, on)).toEqual(await asked({ term }, on));
  expect(await asked({ term, unit: '330681777' }, on)).toEqual({ missing: '330681777' });
});
