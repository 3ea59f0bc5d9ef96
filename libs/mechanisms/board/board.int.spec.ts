import type { JsonObject } from '#kernel';
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
let storyAsked: QuestionSpec;

beforeAll(async () => {
  const mechanism = board(recording);
  const [asked, story] = mechanism.questions;
  if (!asked || !story) throw new Error('no question');
  [question, storyAsked] = [asked, story];
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

test('units told by their codes are told by their names', async () => {
  await rows.tell({
    stream: ['teams', 't2'],
    type: 'TeamFormed',
    data: { name: `帮 330681001 的队`, kind: '助老', unit: '330681001' },
    on: '2021-06-05',
  });
  const answer = await rows.ask(question, { unit: '330681001', q: '帮' }, { asOf: '2021-06-25' });
  expect(answer).toMatchObject({ items: [{ text: '组建「帮名330681001的队」(助老)', textEn: '“帮 名330681001 的队” (助老) formed' }] });
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

describe('searching', () => {
  const found = async (q: string, own: Record<string, string> = {}, more: { knownAt?: string; limit?: number; cursor?: string } = {}) =>
    (await lines({ q, ...own }, more)).items.map((item) => item['id']);

  test('two signs of Chinese, initials, and every word of several', async () => {
    expect(await found('银发')).toEqual(['volunteers:teams-t1']);
    expect(await found('yfd')).toEqual(['volunteers:teams-t1']);
    expect(await found('义工 银发')).toEqual(['volunteers:teams-t1']);
    expect(await found('义工 电灯')).toEqual([]);
    expect(await found('   ')).toEqual([]);
  });

  test('what is due though no fact has met it is found as well', async () => {
    expect(await found('专项')).toEqual(['test:due']);
    expect(await found('zxjf')).toEqual(['test:due']);
  });

  test('own unit or the whole city, the newest first, as of a day and as known on one', async () => {
    expect(await found('别处')).toEqual([]);
    expect(await found('别处', { within: 'city' })).toEqual(['volunteers:wishes-w3']);
    expect(await found('微心愿', { within: 'city' })).toEqual(['volunteers:wishes-w3', 'volunteers:wishes-w2', 'volunteers:wishes-w1']);
    expect(await found('微心愿', { within: 'city' }, { knownAt: '2021-06-02' })).toEqual(['volunteers:wishes-w1']);
    const { items, next } = await lines({ q: '微心愿', within: 'city' }, { limit: 2 });
    expect(items).toHaveLength(2);
    const rest = await lines({ q: '微心愿', within: 'city' }, { limit: 2, cursor: next ?? '' });
    expect([rest.items.map((item) => item['id']), rest.next]).toEqual([['volunteers:wishes-w1'], null]);
  });

  test('without words the city is not leafed through: the own board is', async () => {
    expect((await lines({ within: 'city' })).items).toEqual((await lines({})).items);
  });
});

describe('the story of a line', () => {
  const story = async (line: string, more: { asOf?: string; knownAt?: string } = {}, unit = here): Promise<JsonObject> => {
    const answer = await rows.ask(storyAsked, { unit, line }, { asOf: '2021-06-25', ...more });
    return 'found' in answer ? (answer.found as JsonObject) : { ...answer };
  };

  test('step by step, in plain words, who in office and never which account or card', async () => {
    const told = await story('volunteers:wishes-w1');
    expect(told['line']).toMatchObject({ id: 'volunteers:wishes-w1', status: 'claimed' });
    expect(told['steps']).toEqual([
      {
        on: '2021-06-02',
        recordedAt: '2021-06-02T04:00:00.000Z',
        type: 'WishPosted',
        label: { zh: '心愿已发布', en: 'Wish posted' },
        text: { zh: '发布心愿：一盏灯', en: 'Wish posted: 一盏灯' },
        by: { role: 'clerk', unit: '330681', unitName: '名330681' },
        stream: 'wishes-w1',
        revision: 0,
        position: expect.stringMatching(/^\d+$/),
        files: [],
      },
      expect.objectContaining({
        type: 'WishClaimed',
        revision: 1,
        text: { zh: '有志愿者认领了这个心愿', en: 'A volunteer has claimed the wish' },
      }),
    ]);
    expect(JSON.stringify(told)).not.toContain('zhou');
    expect(JSON.stringify(await story('volunteers:wishes-w2'))).not.toContain('13812345678');
  });

  test('as of a day and as known on one it has the steps until then', async () => {
    expect((await story('volunteers:wishes-w1', { asOf: '2021-06-10' }))['steps']).toHaveLength(1);
    expect((await story('volunteers:wishes-w1', { knownAt: '2021-06-10' }))['steps']).toHaveLength(1);
  });

  test('what is due has no steps; what is not on the board has no story', async () => {
    expect(await story('test:due')).toMatchObject({ line: { id: 'test:due', late: true }, steps: [] });
    expect(await story('volunteers:wishes-w3')).toEqual({ missing: 'volunteers:wishes-w3' });
    expect(await story('test:city')).toMatchObject({ line: { id: 'test:city' } });
  });
});

test('a page of a long board costs no more than its lines: the index gives them in order', async () => {
  const plan = await rows
    .context({ asOf: '2021-06-25' })
    .rows<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT b.key FROM ${rows.context({ asOf: '2021-06-25' }).table('board')} b WHERE b.unit = '${here}' AND (b.published_on, b.key) < ('2021-06-20', 'x') ORDER BY b.published_on DESC, b.key DESC LIMIT 50`,
    );
  expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('Index');
});

test('a resize stays on the board from its proposal on; its decision and day of effect are told when it is decided', async () => {
  const resize = (type: string, data: object, on: string) => ({ stream: ['territory', '330681'] as const, type, data, on });
  await rows.tell(
    resize('ResizeProposed', { proposal: 'p1', code: here, plan: '划出两个网格', reason: '超规模' }, '2021-06-27'),
    resize('ResizeProposed', { proposal: 'p2', code: here, plan: '划出三个网格', reason: '超规模' }, '2021-06-27'),
    resize('ResizeDecided', { proposal: 'p1', accepted: true, effectOn: '2021-12-01', reason: '同意' }, '2021-06-28'),
    resize('ResizeDecided', { proposal: 'p2', accepted: false, reason: '不宜' }, '2021-06-28'),
  );
  const shown = async (asOf: string) =>
    (await lines({}, { asOf })).items
      .filter((line) => String(line['id']).startsWith('territory:resize'))
      .map((line) => [line['title'], line['status']]);
  expect(await shown('2021-06-26')).toEqual([]);
  expect(await shown('2021-06-30')).toEqual(
    expect.arrayContaining([
      ['社区规模调整（自 2021-12-01 起施行）', 'accepted'],
      ['社区规模调整（不同意）', 'rejected'],
    ]),
  );
});
