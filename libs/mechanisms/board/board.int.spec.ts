import type { Answer, QuestionSpec } from '#readside';
import { startRows, unitFounded, type RowsOf } from '#testing';
import { territory } from '../territory';
import { volunteers } from '../volunteers';
import type { DueLine } from './lines';
import { board } from './index';

jest.setTimeout(60_000);

const here = '330681001001';
const due: DueLine = {
  id: 'test:due',
  topic: 'finance',
  title: '专项经费',
  titleEn: 'Service fund',
  text: '二季度应到 50,000 元',
  textEn: '50,000 yuan due by the second quarter',
  amountFen: 5_000_000,
  status: 'short',
  due: '2021-03-31',
  late: true,
  stream: 'parameters-funds.service-min',
  revision: 0,
};
/** A mechanism that says what the others do not yet: something due, done late, done in time, and for other units too. */
const test_ = {
  ...volunteers,
  name: 'test',
  discloses: {
    TeamFormed: () => [
      {
        op: 'put',
        table: 'board',
        key: 'test:measure',
        row: { unit: here, topic: 'inspection', title: '整改', text: '一项', status: 'set', due: '2021-06-10' },
      },
      {
        op: 'put',
        table: 'board',
        key: 'test:late',
        row: {
          unit: here,
          topic: 'inspection',
          title: '整改',
          text: '二项',
          status: 'done',
          due: '2021-06-01',
          done: true,
          done_on: '2021-06-05',
        },
      },
      {
        op: 'put',
        table: 'board',
        key: 'test:city',
        row: { unit: '330681', topic: 'party', title: '大会', text: '全市', status: 'recorded', concerns: [here] },
      },
    ],
  },
  dues: () => Promise.resolve([due]),
} as const;
const recording = [territory, volunteers, test_] as never as Parameters<typeof board>[0];

let rows: RowsOf;
let question: QuestionSpec;

beforeAll(async () => {
  const mechanism = board(recording);
  const [asked] = mechanism.questions;
  if (!asked) throw new Error('no question');
  question = asked;
  const contracts = [territory, volunteers].flatMap((one) => one.categories.map((category) => category.contract));
  rows = await startRows(contracts, [...territory.views, ...volunteers.views, ...mechanism.views]);
  await rows.tell(
    unitFounded('330681', 'city', 'city'),
    unitFounded('330681001', 'subdistrict', 'subdistrict', '330681'),
    unitFounded(here, 'community', 'community', '330681001'),
    { stream: ['wishes', 'w1'], type: 'WishPosted', data: { text: '一盏灯', unit: here }, on: '2021-06-02' },
    { stream: ['wishes', 'w2'], type: 'WishPosted', data: { text: '请打 13812345678', unit: here }, on: '2021-06-03' },
    { stream: ['wishes', 'w3'], type: 'WishPosted', data: { text: '别处', unit: '330681001' }, on: '2021-06-03' },
    { stream: ['teams', 't1'], type: 'TeamFormed', data: { name: '银发队', kind: '养老', unit: here }, on: '2021-06-04' },
    { stream: ['wishes', 'w1'], type: 'WishClaimed', data: { card: '1' }, on: '2021-06-20' },
  );
});
afterAll(() => rows.stop());

type Line = Record<string, unknown>;
async function lines(
  own: Record<string, string>,
  more: { asOf?: string; knownAt?: string; limit?: number; cursor?: string } = {},
): Promise<{ items: Line[]; next: string | null }> {
  const answer: Answer = await rows.ask(question, { unit: here, ...own }, { asOf: '2021-06-25', ...more });
  if (!('items' in answer)) throw new Error(JSON.stringify(answer));
  return answer as { items: Line[]; next: string | null };
}

test('late comes first, then due, then the newest; with what the wire promises', async () => {
  const { items, next } = await lines({}, { asOf: '2021-06-12' });
  expect(next).toBeNull();
  expect(items.map((item) => [item['id'], item['due'], item['late']])).toEqual([
    ['test:due', '2021-03-31', true],
    ['test:measure', '2021-06-10', true],
    ['volunteers:teams-t1', undefined, undefined],
    ['test:late', '2021-06-01', true],
    ['test:city', undefined, undefined],
    ['volunteers:wishes-w2', undefined, undefined],
    ['volunteers:wishes-w1', undefined, undefined],
    [expect.stringMatching(/^territory:territory-330681@2/), undefined, undefined],
  ]);
  expect(items[6]).toEqual({
    id: 'volunteers:wishes-w1',
    unit: here,
    topic: 'residents',
    title: '微心愿',
    titleEn: 'Micro-wish',
    text: '一盏灯',
    textEn: '一盏灯',
    status: 'claimed',
    publishedOn: '2021-06-02',
    stream: 'wishes-w1',
    revision: 1,
  });
});

test('what is not yet due is not late, and the day before it was nothing', async () => {
  const { items } = await lines({ topic: 'inspection' }, { asOf: '2021-06-10' });
  expect(items.map((item) => [item['id'], item['late']])).toEqual([
    ['test:measure', false],
    ['test:late', true],
  ]);
  expect((await lines({ topic: 'inspection' }, { asOf: '2021-06-03' })).items).toEqual([]);
});

test('as it was known on a day', async () => {
  const { items } = await lines({ topic: 'residents' }, { knownAt: '2021-06-10' });
  expect(items.find((item) => item['id'] === 'volunteers:wishes-w1')).toMatchObject({ status: 'posted', revision: 0 });
});

test.each([1, 2, 3, 100])('pages of %d hold every line once, in order', async (limit) => {
  const whole = (await lines({})).items.map((item) => item['id']);
  const seen: unknown[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 20; pages += 1) {
    const page = await lines({}, { limit, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    seen.push(...page.items.map((item) => item['id']));
    if (page.next === null) break;
    cursor = page.next;
  }
  expect(seen).toEqual(whole);
});

test('no number of a person, and nothing of a unit that is not there', async () => {
  expect(JSON.stringify(await lines({}))).not.toContain('13812345678');
  expect(await rows.ask(question, { unit: '330681999' }, { asOf: '2021-06-25' })).toEqual({ missing: '330681999' });
});
