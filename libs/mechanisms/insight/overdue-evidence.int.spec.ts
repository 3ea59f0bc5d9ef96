import { historyView } from '#gateway';
import type { Json } from '#kernel';
import type { QuestionSpec, Reader } from '#readside';
import { startRows, type RowsOf, type Told } from '#testing';
import { board } from '../board';
import { disclosure } from '../disclosure';
import { insight } from './index';
import { city, east, of, one, recording, story, three, two, west } from './small-town.fixture';

jest.setTimeout(60_000);

const all = [...recording, disclosure];
const code = 'disclosure.party-per-year';
const quarterly = { value: 4, unitOfMeasure: '次/年', kinds: ['community'], clause: '4', from: '2020-01-01', decidedBy: '市委' };
const more: readonly Told[] = [
  of('parameters', code, 'ParameterSet', '2020-01-01', quarterly),
  of('cards', '1002', 'CardIssued', '2021-02-01', { unit: one, person: {} }),
  of('cards', '1002', 'ServiceCheckedIn', '2021-05-20', { service: 's', host: two, place: '广场', at: '2021-05-20T01:00:00.000Z' }),
  of('cards', '1002', 'ServiceCheckedOut', '2021-05-20', { service: 's', at: '2021-05-20T02:40:00.000Z' }),
  of('cards', '1002', 'ServiceConfirmed', '2021-07-05', { service: 's', host: two, hours: 1.5, creditQuarters: 6 }),
  of('rounds', '2021-2026.1', 'MeasureSet', '2021-04-12', { finding: 'f-2', measure: 'm-2', text: '补', due: '2021-06-10' }, { unit: one }),
];

let rows: RowsOf;
beforeAll(async () => {
  const contracts = all.flatMap((mechanism) => mechanism.categories.map((category) => category.contract));
  rows = await startRows(contracts, [...[...all, board(all)].flatMap((mechanism) => mechanism.views), historyView(contracts)]);
  await rows.tell(...story, ...more);
});
afterAll(() => rows?.stop());

type Item = Readonly<Record<string, Json>>;
interface Asked {
  readonly asOf: string;
  readonly knownAt?: string;
  readonly limit?: number;
  readonly cursor?: string;
}
const leader: Reader = { account: 'leader', roles: [{ role: 'leader', unit: city }], acting: { role: 'leader', unit: city } };
const questions = insight(all).questions;

async function ask(
  path: string,
  own: Record<string, string>,
  asked: Asked,
): Promise<{ readonly items: readonly Item[]; readonly told?: Item }> {
  const question = questions.find((each) => each.path === path) as QuestionSpec;
  const answer = await rows.ask(question, own, { reader: leader, limit: 500, ...asked });
  if (!('items' in answer)) throw new Error(JSON.stringify(answer));
  return answer as unknown as { readonly items: readonly Item[]; readonly told?: Item };
}
const behind = (
  unit: string,
  number: 'open' | 'late',
  own: Record<string, string>,
  asked: Asked,
): Promise<{ items: readonly Item[]; told?: Item }> => ask('evidence', { number: `overdue.${number}`, unit, ...own }, asked);

const MOMENTS: readonly Asked[] = [
  { asOf: '2021-06-30' },
  { asOf: '2021-04-20' },
  { asOf: '2021-12-31' },
  { asOf: '2022-03-01' },
  { asOf: '2020-03-01' },
  { asOf: '2021-06-30', knownAt: '2021-04-11' },
];

test('behind every count of the matrix stand as many things, at every level, on every day, whatever was known', async () => {
  let counted = 0;
  for (const moment of MOMENTS)
    for (const parent of [city, east, west]) {
      const { items } = await ask('overdue', { parent }, moment);
      for (const { unit, mechanism, open, late, oldest } of items) {
        const own = { mechanism: String(mechanism) };
        const [opened, overdue] = [await behind(String(unit), 'open', own, moment), await behind(String(unit), 'late', own, moment)];
        const said = [opened, overdue].map(({ items: things, told }) => [things.length, told?.['count'], told?.['total']]);
        expect([moment, unit, mechanism, said]).toEqual([moment, unit, mechanism, [open, late].map((count) => [count, count, count])]);
        const [first] = opened.items;
        if (first) expect([mechanism, (first['thing'] as Item)['due']]).toEqual([mechanism, oldest]);
        counted += Number(open);
      }
    }
  expect(counted).toBeGreaterThan(60);
});

test('each thing once, the longest due first, with the fact that set its day and the line that tells of it', async () => {
  const { items } = await behind(city, 'open', {}, { asOf: '2021-12-31' });
  const told = items.map(({ unit, type, stream, revision, line, thing, part }) => {
    const { due, late } = thing as Item;
    return [part, due, late, unit, `${String(stream)}@${String(revision)} ${String(type)}`, line === null];
  });
  expect(new Set(items.map(({ thing }) => (thing as Item)['key'])).size).toBe(items.length);
  expect(told.map(([, due]) => due ?? '9999')).toEqual(told.map(([, due]) => due ?? '9999').toSorted());
  expect(told).toEqual(
    expect.arrayContaining([
      [1, '2020-12-31', true, '330681002201', expect.stringMatching(/^territory-330681@\d+ UnitFounded$/), true],
      [1, '2021-12-31', false, one, `counts-${one}@0 CountsRecorded`, true],
      [1, '2021-04-30', true, one, 'rounds-2021-2026.1@0 RoundPlanned', false],
      [1, '2021-06-10', true, one, expect.stringMatching(/^rounds-2021-2026.1@\d MeasureSet$/), false],
      [1, '2021-05-16', true, three, 'objections-r2@0 ObjectionRaised', false],
      [1, '2021-09-30', true, three, 'parameters-funds.work-per-thousand-households@0 ParameterSet', false],
      [1, '2021-09-30', true, one, `parameters-${code}@0 ParameterSet`, false],
    ]),
  );
});

test('what is due though no fact met it leads to the line that says so on the board', async () => {
  const asOf = '2021-12-31';
  const shown = board(all).questions.find(({ path }) => path === 'board/:unit') as QuestionSpec;
  for (const unit of [one, two, three]) {
    const lines = await rows.ask(shown, { unit }, { asOf, limit: 100 });
    const known = new Set('items' in lines ? lines.items.map((line) => (line as Item)['id']) : []);
    const named = (await behind(unit, 'open', {}, { asOf })).items.flatMap(({ line }) => (line === null ? [] : [(line as Item)['id']]));
    expect(named.length).toBeGreaterThan(1);
    expect(named.filter((id) => !known.has(id ?? null))).toEqual([]);
  }
});

test('a service nobody confirmed is open by the fact that ended it, until it is confirmed', async () => {
  const { items } = await behind(two, 'open', { mechanism: 'volunteers' }, { asOf: '2021-06-30' });
  expect(items).toMatchObject([{ stream: 'cards-1002', type: 'ServiceCheckedOut', line: null, thing: { due: null, late: false } }]);
  expect((await behind(two, 'open', { mechanism: 'volunteers' }, { asOf: '2021-07-05' })).items).toEqual([]);
});

test('page by page it is the same list; of a mechanism nobody knows there is none', async () => {
  const asOf = '2021-12-31';
  const whole = (await behind(city, 'open', {}, { asOf })).items.map(({ thing }) => (thing as Item)['key']);
  const paged: unknown[] = [];
  for (let cursor: string | undefined, turn = 0; turn < 50; turn += 1) {
    const page = (await behind(city, 'open', {}, { asOf, limit: 4, ...(cursor === undefined ? {} : { cursor }) })) as unknown as {
      readonly items: readonly Item[];
      readonly next: string | null;
    };
    paged.push(...page.items.map(({ thing }) => (thing as Item)['key']));
    if (page.next === null) break;
    cursor = page.next;
  }
  expect(paged).toEqual(whole);
  await expect(behind(city, 'open', { mechanism: 'nothing' }, { asOf })).rejects.toThrow('missing');
});
