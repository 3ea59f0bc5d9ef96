import { historyView } from '#gateway';
import type { Json } from '#kernel';
import { TARGETS } from '#policy';
import type { Answer, QuestionSpec, Reader } from '#readside';
import { startRows, type RowsOf } from '#testing';
import { board } from '../board';
import { funds } from '../funds';
import { inspections } from '../inspections';
import { dutyActs } from '../organisations';
import type { Mechanism } from '../mechanism';
import { volunteers } from '../volunteers';
import { insight } from './index';
import { city, east, one, recording, round, story, three, two, west } from './small-town.fixture';

jest.setTimeout(60_000);

const questions = insight(recording).questions;

let rows: RowsOf;
beforeAll(async () => {
  const contracts = recording.flatMap((mechanism) => mechanism.categories.map((category) => category.contract));
  const views = [...recording, dutyActs(recording), board(recording)].flatMap((mechanism) => mechanism.views);
  rows = await startRows(contracts, [...views, historyView(contracts)]);
  await rows.tell(...story);
});
afterAll(() => rows?.stop());

const reader = (role: Reader['acting']['role'], unit: string): Reader => ({
  account: 'reader',
  roles: [{ role, unit }],
  acting: { role, unit },
});
const leader = reader('leader', city);
type Item = Readonly<Record<string, Json>>;
async function asked(
  path: string,
  own: Record<string, string>,
  more: { asOf?: string; knownAt?: string; reader?: Reader } = {},
): Promise<readonly Item[]> {
  const question = questions.find((each) => each.path === path) as QuestionSpec;
  const answer: Answer = await rows.ask(question, own, { asOf: '2021-06-30', reader: leader, limit: 500, ...more });
  if (!('items' in answer)) throw new Error(JSON.stringify(answer));
  return answer.items as readonly Item[];
}
async function measured(
  own: Record<string, string>,
  more: { asOf?: string; knownAt?: string } = {},
): Promise<Readonly<Record<string, Item>>> {
  return Object.fromEntries((await asked('indicators', own, more)).map((item) => [String(item['id']), item]));
}

describe('the scoreboard', () => {
  it('has every target of the policy, and says of the others that nobody records them yet', async () => {
    const board = await measured({});
    expect(TARGETS.map(({ id }) => id).filter((id) => !(id in board))).toEqual([]);
    expect(board['secretary.training-hours']).toEqual({
      id: 'secretary.training-hours',
      clause: '11',
      label: { zh: '社区党组织书记培训', en: 'Training of community secretaries' },
      unitOfMeasure: '学时/年',
      value: null,
      part: null,
      whole: null,
      target: { min: 56 },
      status: 'not-recorded',
      trend: null,
      series: [],
      evidence: [],
      parameters: [
        {
          code: 'secretary.training-hours',
          value: 56,
          unitOfMeasure: '',
          from: '2018-09-27',
          rests: 'parameters-secretary.training-hours@0',
        },
      ],
      mechanism: null,
    });
    expect(board['accreditation.share']).toMatchObject({ status: 'not-recorded', target: null });
  });

  it.each([
    ['community.size', 2200, 'met', 6600, 3],
    ['community.size-share', 33.3333, 'short', 1, 3],
    ['counts.recorded', 0, 'short', 0, 4],
    // Half a year: what came beyond its due to one community makes up for no other.
    ['funds.service', 41.6667, 'short', 6_250_000, 15_000_000],
    ['funds.work', 24.2424, 'short', 8_000_000, 33_000_000],
    ['funds.match-share', 75, 'short', 6_000_000, 8_000_000],
    ['funds.caps', 100, 'met', 1, 1],
    ['funds.spent', 1.9802, 'no-target', 500_000, 25_250_000],
    ['funds.service-share', 100, 'no-target', 750_000, 750_000],
    ['funds.days-to-pay', 3, 'no-target', 9, 3],
    ['inspections.coverage', 50, 'no-target', 1, 2],
    ['inspections.selected', 0, 'no-target', 0, 1],
    ['inspections.rectified-on-time', 100, 'no-target', 1, 1],
    ['mandates.in-force', 6.25, 'short', 1, 16],
    ['duties.acted-on', 0, 'short', 0, 1],
    ['volunteers.hours', 1, 'no-target', 3, 3],
    ['volunteers.wishes', 50, 'no-target', 1, 2],
    ['disclosure.answered-on-time', 50, 'short', 1, 2],
    ['subjects.erasures-open', 0, 'no-target', 0, 0],
  ])('%s of the city is %d: %s', async (id, value, status, part, whole) => {
    expect((await measured({}))[id]).toMatchObject({ value, status, part, whole });
  });

  it('says how it came, month by month, and which way it goes', async () => {
    const board = await measured({});
    const points = (id: string): readonly unknown[] => (board[id]?.['series'] as readonly Item[]).map((point) => point['value']).slice(-6);
    expect(points('funds.match-share')).toEqual([null, null, 0, 0, 75, 75]);
    expect(points('inspections.coverage')).toEqual([0, 0, 0, 50, 50, 50]);
    expect(points('volunteers.hours')).toEqual([0, 0, 0, 0, 1, 1]);
    expect(points('mandates.in-force')).toEqual([12.5, 12.5, 12.5, 12.5, 6.25, 6.25]);
    expect(points('community.size')).toEqual([2200, 2200, 2200, 2200, 2200, 2200]);
    expect((await measured({}, { asOf: '2021-05-31' }))['mandates.in-force']).toMatchObject({ value: 6.25, trend: -6.25 });
  });

  it('rests on facts that can be opened', async () => {
    const board = await measured({});
    expect(board['funds.match-share']?.['evidence']).toEqual([`funds-${three}.2021.work@1`, `funds-${three}.2021.work@0`]);
    expect(board['inspections.coverage']?.['evidence']).toEqual([`rounds-${round}@1`]);
    expect(board['mandates.in-force']?.['evidence']).toEqual([
      `mandates-${one}.team.recommend@1`,
      `mandates-${one}.team.recommend@0`,
      `mandates-${east}.planning.take-part@0`,
    ]);
    expect(board['funds.service']).toMatchObject({
      evidence: [`funds-${two}.2021.service@0`, `funds-${one}.2021.service@0`],
      parameters: [{ value: 10_000_000 }],
    });
  });

  it('says what the other questions say', async () => {
    const told = async (mechanism: Mechanism, own: Record<string, string> = {}): Promise<Item> => {
      const answer = await rows.ask(mechanism.questions[0] as QuestionSpec, own, { asOf: '2021-06-30' });
      return ('found' in answer ? answer.found : {}) as Item;
    };
    const value = async (id: string): Promise<unknown> => (await measured({}))[id]?.['value'];
    const [money, covered, served] = [await told(funds), await told(inspections), await told(volunteers)];
    expect(await value('funds.match-share')).toBeCloseTo(Number(money['matchRatio']) * 100, 4);
    expect(await value('funds.service-share')).toBeCloseTo(Number(money['serviceShare']) * 100, 4);
    expect(await value('funds.days-to-pay')).toBeCloseTo(Number(money['daysToPay']), 4);
    expect(await value('inspections.coverage')).toBeCloseTo(Number((covered['levels'] as readonly Item[])[0]?.['share']) * 100, 4);
    expect((await measured({}))['volunteers.hours']?.['part']).toBe(served['hours']);
    expect((await measured({}))['funds.service']?.['whole']).toBe(Number((await told(funds, { fund: 'service' }))['due']) / 2);
  });

  it('as of a day, as known on one, and nothing before there was anything', async () => {
    expect((await measured({}, { asOf: '2021-04-30' }))['funds.match-share']).toMatchObject({ value: 0, whole: 8_000_000 });
    expect((await measured({}, { knownAt: '2021-02-15' }))['funds.match-share']).toMatchObject({ value: null, status: 'no-data' });
    expect((await measured({}, { asOf: '2017-06-01' }))['community.size']).toMatchObject({ value: null, status: 'no-data', target: null });
  });

  it('of one community', async () => {
    const board = await measured({ unit: one });
    expect(board['community.size']).toMatchObject({ value: 1400, status: 'short', target: { min: 1500, max: 3000 } });
    expect(board['inspections.coverage']).toMatchObject({ value: null, status: 'no-data' });
  });
});

describe('the units below', () => {
  it('add up to the unit above, whatever is measured', async () => {
    const board = await measured({});
    const fed = Object.values(board).filter((item) => item['mechanism'] !== null);
    for (const { id, part, whole } of fed) {
      const children = await asked('indicators/:id', { id: String(id) });
      const sum = (member: string): number => children.reduce((total, child) => total + Number(child[member] ?? 0), 0);
      // What is the city's alone is no child's.
      if (['duties.acted-on', 'subjects.erasures-open'].includes(String(id)))
        expect(children.every((child) => child['value'] === null)).toBe(true);
      else expect([id, sum('part'), sum('whole')]).toEqual([id, part, whole]);
    }
  });

  it('are ranked, with what each rests on', async () => {
    const children = await asked('indicators/:id', { id: 'funds.service', parent: east });
    expect(children).toEqual([
      {
        unit: one,
        name: `名${one}`,
        kind: 'community',
        level: 'community',
        value: 100,
        part: 5_000_000,
        whole: 5_000_000,
        target: { min: 100 },
        status: 'met',
        rank: 1,
        evidence: [`funds-${one}.2021.service@0`],
      },
      expect.objectContaining({ unit: two, value: 25, status: 'short', rank: 2 }),
    ]);
    expect(await asked('indicators/:id', { id: 'secretary.training-hours' })).toMatchObject([
      { unit: east, value: null, status: 'not-recorded', rank: null, evidence: [] },
      { unit: west },
    ]);
  });

  it('of others are nobody’s business', async () => {
    await expect(asked('indicators', { unit: west }, { reader: reader('secretary', east) })).rejects.toMatchObject({
      code: 'access.scope',
    });
    expect((await asked('indicators', {}, { reader: reader('secretary', east) })).find(({ id }) => id === 'community.size')).toMatchObject({
      value: 1700,
    });
    await expect(asked('indicators/:id', { id: 'nothing.at-all' })).rejects.toThrow('missing');
  });
});
