import { startRows, unitFounded, type RowsOf, type Told } from '#testing';
import { subjectsContract } from '../subjects/contract';
import { territoryContract } from '../territory/contract';
import { unitsView } from '../territory/views';
import { cardsContract, stationsContract, teamsContract, wishesContract } from './contract';
import { volunteersQuestions } from './queries';
import { cardsView, communityView } from './views';

jest.setTimeout(60_000);

let rows: RowsOf;
beforeAll(async () => {
  rows = await startRows(
    [territoryContract, cardsContract, wishesContract, teamsContract, stationsContract, subjectsContract],
    [unitsView, cardsView, communityView],
  );
  await rows.tell(...story);
});
afterAll(() => rows.stop());

const [here, there] = ['330681001001', '330681002001'];
const unit = (code: string, level: string, parent?: string): Told => unitFounded(code, level, level, parent);
const person = (subject: string) => ({
  name: { subject, purpose: 'volunteers', mask: '王*', key: 'k', sealed: 'AA==' },
  phone: { subject, purpose: 'volunteers', mask: '138****5678', key: 'k', sealed: 'AA==' },
});
const of = (card: string, type: string, data: object, on: string): Told => ({ stream: ['cards', card], type, data, on });
const [first, second] = ['p-aaaaaaaaaaaaaaaaaaaaaaaaaa', 'p-bbbbbbbbbbbbbbbbbbbbbbbbbb'];
const served = (card: string, service: string, day: string, hours: number, confirmedOn = day): readonly Told[] => [
  of(card, 'ServiceCheckedIn', { service, host: here, place: '大厅', at: `${day}T01:00:00Z` }, day),
  of(card, 'ServiceCheckedOut', { service, at: `${day}T09:00:00Z` }, day),
  of(card, 'ServiceConfirmed', { service, host: here, hours, creditQuarters: hours * 4 }, confirmedOn),
  of(card, 'CreditsEarned', { service, credits: Math.floor(hours), until: '2022-12-31' }, confirmedOn),
];
const story: readonly Told[] = [
  unit('330681', 'city'),
  unit('330681001', 'subdistrict', '330681'),
  unit(here, 'community', '330681001'),
  unit('330681002', 'subdistrict', '330681'),
  unit(there, 'community', '330681002'),
  of('1', 'CardIssued', { unit: here, person: person(first) }, '2021-01-02'),
  of('2', 'CardIssued', { unit: there, person: person(second) }, '2021-01-03'),
  of('3', 'CardIssued', { unit: there, person: person(second) }, '2021-01-03'),
  of('1', 'RankingOptedIn', { nickname: '小河', subject: first }, '2021-01-04'),
  ...served('1', 's1', '2021-02-01', 2.5),
  ...served('1', 's2', '2021-02-02', 3, '2021-03-01'),
  ...served('2', 's1', '2021-02-03', 4),
  ...served('1', 's3', '2020-12-30', 1, '2021-01-05'),
  of('1', 'CreditsSpent', { item: '米', credits: 4 }, '2021-03-02'),
  { stream: ['wishes', 'w1'], type: 'WishPosted', data: { text: '一副老花镜', unit: here }, on: '2021-02-01' },
  { stream: ['wishes', 'w1'], type: 'WishClaimed', data: { card: '2' }, on: '2021-02-02' },
  { stream: ['wishes', 'w1'], type: 'WishGranted', data: {}, on: '2021-02-10' },
  { stream: ['wishes', 'w2'], type: 'WishPosted', data: { text: '一盏灯', unit: there }, on: '2021-02-05' },
  { stream: ['teams', 't1'], type: 'TeamFormed', data: { name: '银发队', kind: '养老', unit: here }, on: '2021-02-05' },
  { stream: ['stations', 'y1'], type: 'StationOpened', data: { name: '红枫驿站', unit: here, address: '大桥路 1 号' }, on: '2021-02-05' },
];

const question = volunteersQuestions[0];
async function asked(own: Record<string, string>, asOf: string, knownAt?: string): Promise<Record<string, unknown>> {
  if (!question) throw new Error('no question');
  const answer = await rows.ask(question, own, { asOf, ...(knownAt === undefined ? {} : { knownAt }) });
  return ('found' in answer ? answer.found : answer) as Record<string, unknown>;
}

test('hours, credits, wishes and places of a community in a year', async () => {
  expect(await asked({ unit: here, year: '2021' }, '2021-12-31')).toEqual({
    unit: here,
    name: `名${here}`,
    year: 2021,
    hours: 5.5,
    services: 2,
    cards: 1,
    credits: { earned: 6, spent: -4, expired: 0, adjusted: 0, balance: 2 },
    wishes: { posted: 1, claimed: 1, granted: 1, confirmed: 0 },
    teams: 1,
    stations: 1,
    ranking: [{ rank: 1, nickname: '小河', hours: 5.5 }],
    units: [],
  });
});

test('roll-up to subdistricts and the city', async () => {
  const city = await asked({ year: '2021' }, '2021-12-31');
  expect(city).toMatchObject({ hours: 9.5, services: 3, cards: 3, wishes: { posted: 2, granted: 1 } });
  expect(city['units']).toMatchObject([
    { unit: '330681001', hours: 5.5, cards: 1 },
    { unit: '330681002', hours: 4, cards: 2 },
  ]);
});

test('the day in effect bounds what counts; the day of knowledge what was recorded', async () => {
  expect(await asked({ unit: here }, '2021-02-15')).toMatchObject({ hours: 2.5, credits: { earned: 3, spent: 0, balance: 3 } });
  expect(await asked({ unit: here, year: '2020' }, '2021-12-31')).toMatchObject({
    hours: 1,
    services: 1,
    cards: 0,
    teams: 0,
    credits: { balance: 0 },
  });
  expect(await asked({ unit: here, year: '2021' }, '2021-12-31', '2021-02-20')).toMatchObject({ hours: 2.5, credits: { spent: 0 } });
});

test('an unknown unit is missing', async () => expect(await asked({ unit: '330681999' }, '2021-12-31')).toEqual({ missing: '330681999' }));

test('a restricted person leaves every ranking, about former days too, and comes back when it is lifted', async () => {
  await rows.tell({ stream: ['subjects', first], type: 'SubjectRestricted', data: { ground: '申请' }, on: '2021-07-01' });
  expect(await asked({ unit: here, year: '2021' }, '2021-12-31')).toMatchObject({ ranking: [], hours: 5.5 });
  expect(await asked({ unit: here, year: '2021' }, '2021-12-31', '2021-06-30')).toMatchObject({ ranking: [] });
  await rows.tell({ stream: ['subjects', first], type: 'SubjectRestrictionLifted', data: { reason: '撤回' }, on: '2021-07-02' });
  expect(await asked({ unit: here, year: '2021' }, '2021-12-31')).toMatchObject({ ranking: [{ nickname: '小河' }] });
});
