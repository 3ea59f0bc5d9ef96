import type { Json } from '#kernel';
import { historyView } from '#gateway';
import type { Answer, QuestionSpec, Reader } from '#readside';
import { startRows, unitFounded, type RowsOf, type Told } from '#testing';
import { board } from '../board';
import { insight } from '../insight';
import { parameters } from '../parameters';
import { territory } from '../territory';
import { volunteers } from '../volunteers';
import { disclosure } from './index';

jest.setTimeout(60_000);

const [city, street, here, quiet, village] = ['330681', '330681001', '330681001001', '330681001002', '330681001201'];
const recording = [territory, parameters, volunteers];
const seen = [...recording, disclosure];
const wish = (id: string, unit: string, on: string): Told => ({
  stream: ['wishes', id],
  type: 'WishPosted',
  on,
  data: { text: '一盏灯', unit },
});
const perYear = (topic: string, value: number, from: string): Told => ({
  stream: ['parameters', `disclosure.${topic}-per-year`],
  type: 'ParameterSet',
  on: from,
  data: { value, unitOfMeasure: '次/年', kinds: ['community'], clause: '4', from, decidedBy: '市委' },
});

let rows: RowsOf;
beforeAll(async () => {
  const contracts = recording.flatMap((mechanism) => mechanism.categories.map((category) => category.contract));
  rows = await startRows(contracts, [...recording.flatMap(({ views }) => views), ...board(seen).views, historyView(contracts)]);
  await rows.tell(
    unitFounded(city, 'city', 'city'),
    unitFounded(street, 'subdistrict', 'subdistrict', city),
    unitFounded(here, 'community', 'community', street),
    unitFounded(quiet, 'community', 'community', street),
    unitFounded(village, 'community', 'village', street),
    perYear('residents', 4, '2018-09-27'),
    ...[here, quiet, village].map((unit, at) => wish(`w${at}`, unit, '2020-02-01')),
    wish('w9', here, '2021-02-10'),
    wish('w10', here, '2021-05-10'),
    perYear('finance', 2, '2021-06-01'),
  );
});
afterAll(() => rows?.stop());

const dues = async (code: string, kind: string, asOf: string, knownAt?: string): Promise<readonly unknown[]> =>
  (
    await disclosure.dues?.(
      { code, name: '', level: 'community', kind },
      rows.context({ asOf, ...(knownAt === undefined ? {} : { knownAt }) }),
    )
  )?.map(({ topic, status, due, late }) => [topic, status, due, late]) ?? [];

test('a quarter in which nothing was shown is late; this one is due until something is', async () => {
  expect(await dues(here, 'community', '2021-05-09')).toEqual([['residents', 'open', '2021-06-30', false]]);
  expect(await dues(here, 'community', '2021-05-10')).toEqual([]);
  expect(await dues(quiet, 'community', '2021-05-10')).toEqual([['residents', 'missing', '2021-03-31', true]]);
});

test('what governs no village asks nothing of it; another topic is due once a parameter says so', async () => {
  expect(await dues(village, 'village', '2021-05-10')).toEqual([]);
  expect(await dues(here, 'community', '2021-06-02')).toEqual([['finance', 'missing', '2020-12-31', true]]);
});

test('as known on a day', async () =>
  expect(await dues(here, 'community', '2021-05-20', '2021-05-09')).toEqual([['residents', 'open', '2021-06-30', false]]));

test('it rests on the parameter, and says what is missing', async () => {
  const [line] =
    (await disclosure.dues?.({ code: quiet, name: '', level: 'community', kind: 'community' }, rows.context({ asOf: '2021-05-10' }))) ?? [];
  expect(line).toMatchObject({
    id: `disclosure/due/${quiet}/2021-01-01.residents`,
    title: '居务应公开未公开',
    stream: 'parameters-disclosure.residents-per-year',
    revision: 0,
  });
});

type Item = Readonly<Record<string, Json>>;
async function asked(path: string, own: Record<string, string>, asOf: string): Promise<readonly Item[]> {
  const question = insight(seen).questions.find((one) => one.path === path) as QuestionSpec;
  const reader: Reader = { account: 'leader', roles: [], acting: { role: 'leader', unit: city } };
  const answer: Answer = await rows.ask(question, own, { asOf, reader, limit: 500 });
  if (!('items' in answer)) throw new Error(JSON.stringify(answer));
  return answer.items as readonly Item[];
}

test('the matrix counts what the boards say', async () => {
  const found = (await asked('overdue', { parent: street }, '2021-05-09')).filter((item) => item['mechanism'] === 'disclosure');
  expect(found.map(({ unit, open, late, oldest }) => [unit, open, late, oldest])).toEqual([
    [here, 1, 0, '2021-06-30'],
    [quiet, 1, 1, '2021-03-31'],
    [village, 0, 0, null],
  ]);
});

test('the share shown on time, by quarters that are over', async () => {
  const board = await asked('indicators', {}, '2021-05-20');
  expect(board.find(({ id }) => id === 'disclosure.on-time')).toMatchObject({
    value: 50,
    part: 1,
    whole: 2,
    status: 'short',
    parameters: [{ code: 'disclosure.residents-per-year', value: 4 }],
    evidence: ['wishes-w10@0', 'wishes-w9@0'],
  });
  const [onlyHere] = (await asked('indicators/:id', { id: 'disclosure.on-time', parent: street }, '2021-05-20')).filter(
    ({ unit }) => unit === here,
  );
  expect(onlyHere).toMatchObject({ value: 100, rank: 1 });
});
