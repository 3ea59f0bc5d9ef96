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
const seen = [territory, parameters, volunteers, disclosure];
const wish = (id: string, unit: string, on: string): Told => ({
  stream: ['wishes', id],
  type: 'WishPosted',
  on,
  data: { text: '一盏灯', unit },
});
const shown = (id: string, unit: string, affair: string, on: string, more: object = {}): Told => ({
  stream: ['disclosures', id],
  type: 'DisclosurePublished',
  on,
  data: { unit, affair, title: `${affair}公开`, text: '已公开', ...more },
});
const withdrawn = (id: string, on: string): Told => ({
  stream: ['disclosures', id],
  type: 'DisclosureWithdrawn',
  on,
  data: { reason: '重复' },
});
const perYear = (topic: string, value: number, from: string): Told => ({
  stream: ['parameters', `disclosure.${topic}-per-year`],
  type: 'ParameterSet',
  on: from,
  data: { value, unitOfMeasure: '次/年', kinds: ['community'], clause: '4', from, decidedBy: '市委' },
});

let rows: RowsOf;
beforeAll(async () => {
  const contracts = seen.flatMap((mechanism) => mechanism.categories.map((category) => category.contract));
  rows = await startRows(contracts, [...seen.flatMap(({ views }) => views), ...board(seen).views, historyView(contracts)]);
  await rows.tell(
    unitFounded(city, 'city', 'city'),
    unitFounded(street, 'subdistrict', 'subdistrict', city),
    unitFounded(here, 'community', 'community', street),
    unitFounded(quiet, 'community', 'community', street),
    unitFounded(village, 'community', 'village', street),
    perYear('residents', 4, '2018-09-27'),
    ...[here, quiet, village].map((unit, at) => wish(`w${at}`, unit, '2020-02-01')),
    // A wish on the board is no publication.
    wish('w9', here, '2021-02-11'),
    shown('d9', here, 'residents', '2021-02-10'),
    shown('d10', here, 'residents', '2021-05-10', { shownUntil: '2021-05-31' }),
    {
      stream: ['disclosures', 'd11'],
      type: 'DisclosureScheduled',
      on: '2021-05-11',
      data: { unit: here, affair: 'party', title: '党费收缴', due: '2021-05-14' },
    },
    shown('d11', here, 'party', '2021-05-16', { due: '2021-05-14' }),
    shown('d12', quiet, 'residents', '2021-05-12'),
    withdrawn('d12', '2021-05-13'),
    {
      stream: ['disclosures', 'd13'],
      type: 'DisclosureScheduled',
      on: '2021-05-11',
      data: { unit: quiet, affair: 'party', title: '选举公告', due: '2021-05-18' },
    },
    { stream: ['disclosures', 'd10'], type: 'DisclosureCorrected', on: '2021-05-17', data: { text: '改正后的内容', reason: '漏计' } },
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

test('what was withdrawn is not shown', async () => {
  expect(await dues(quiet, 'community', '2021-05-12')).toEqual([]);
  expect(await dues(quiet, 'community', '2021-05-13')).toEqual([['residents', 'missing', '2021-03-31', true]]);
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
async function lines(unit: string, asOf: string): Promise<readonly Item[]> {
  const question = board(seen).questions.find((one) => one.path === 'board/:unit') as QuestionSpec;
  const answer: Answer = await rows.ask(question, { unit }, { asOf });
  if (!('items' in answer)) throw new Error(JSON.stringify(answer));
  return (answer.items as readonly Item[]).filter(({ id }) => String(id).startsWith('disclosure:'));
}

async function tasks(unit: string, asOf: string): Promise<readonly Item[]> {
  const question = insight(seen).questions.find((one) => one.path === 'tasks') as QuestionSpec;
  const reader: Reader = { account: 'writer', roles: [], acting: { role: 'secretary', unit } };
  const answer: Answer = await rows.ask(question, {}, { asOf, reader });
  if (!('items' in answer)) throw new Error(JSON.stringify(answer));
  return answer.items as readonly Item[];
}

test('the board shows what is published until its last day, what was corrected and withdrawn, and what is scheduled', async () => {
  const found = await lines(here, '2021-05-20');
  expect(found.map(({ topic, status, due, late, doneOn, text }) => [topic, status, due, late, doneOn, text])).toEqual([
    ['party', 'published', '2021-05-14', true, '2021-05-16', '已公开'],
    ['residents', 'corrected', undefined, undefined, undefined, '改正后的内容（2021-05-17 更正，理由：漏计；原文见经过）'],
    ['residents', 'published', undefined, undefined, undefined, '已公开'],
  ]);
  expect((await lines(here, '2021-05-31')).map(({ id }) => id)).toContain('disclosure:disclosures-d10');
  expect((await lines(here, '2021-06-01')).map(({ id }) => id)).not.toContain('disclosure:disclosures-d10');
  expect((await lines(quiet, '2021-05-20')).map(({ status, due, late, text }) => [status, due, late, text])).toEqual([
    ['scheduled', '2021-05-18', true, '计划在 2021-05-18 前公开'],
    ['withdrawn', undefined, undefined, '2021-05-13 撤回，理由：重复'],
  ]);
});

test('a line tells its story: what was shown first, what it was corrected to, and that it was withdrawn', async () => {
  const question = board(seen).questions.find((one) => one.path.endsWith('story')) as QuestionSpec;
  const story = async (unit: string, id: string): Promise<readonly unknown[]> => {
    const answer: Answer = await rows.ask(question, { unit, line: `disclosure:disclosures-${id}` }, { asOf: '2021-07-01' });
    if (!('found' in answer)) throw new Error(JSON.stringify(answer));
    return ((answer.found as Item)['steps'] as readonly Item[]).map(({ text }) => (text as Item)['zh']);
  };
  expect(await story(here, 'd10')).toEqual(['公开「residents公开」：已公开', '更正为：改正后的内容（理由：漏计）']);
  expect(await story(quiet, 'd12')).toEqual(['公开「residents公开」：已公开', '撤回，理由：重复']);
});

test('who should publish is told so, with the form filled in under one id', async () => {
  expect((await tasks(quiet, '2021-05-20')).map(({ late, due, text, action }) => [late, due, (text as Item)['zh'], action])).toEqual([
    [
      true,
      '2021-03-31',
      '2021年第一季度居务尚未公开',
      expect.objectContaining({
        id: `${quiet}.residents.2021-01-01`,
        name: 'publish',
        prefill: { unit: quiet, affair: 'residents', title: '2021年第一季度居务公开', from: '2021-01-01', until: '2021-03-31' },
      }),
    ],
    [true, '2021-05-18', '选举公告', expect.objectContaining({ id: 'd13', prefill: { unit: quiet, affair: 'party', title: '选举公告' } })],
  ]);
  expect((await tasks(here, '2021-05-20')).map(({ id }) => id)).toEqual([]);
  expect((await tasks(here, '2021-05-15')).map(({ action }) => (action as Item)['id'])).toEqual(['d11']);
});

test('an id that was used and withdrawn is numbered on', async () => {
  const id = `${quiet}.residents.2021-04-01`;
  await rows.tell(shown(id, quiet, 'residents', '2021-07-02'), withdrawn(id, '2021-07-03'));
  const found = (await tasks(quiet, '2021-07-04')).map(({ action }) => (action as Item)['id']);
  expect(found).toContain(`${id}-2`);
});

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
    evidence: ['disclosures-d10@1', 'disclosures-d11@1', 'disclosures-d9@0'],
  });
  const [onlyHere] = (await asked('indicators/:id', { id: 'disclosure.on-time', parent: street }, '2021-05-20')).filter(
    ({ unit }) => unit === here,
  );
  expect(onlyHere).toMatchObject({ value: 100, rank: 1 });
});
