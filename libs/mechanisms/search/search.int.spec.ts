import type { Reader } from '#readside';
import { startRows, type RowsOf, type Told } from '#testing';
import { appointments } from '../appointments';
import { ROLE_CHOICES } from '../appointments/contract';
import { funds } from '../funds';
import { organisations } from '../organisations';
import { territory } from '../territory';
import { searchQuestion, SEARCHED } from './queries';

jest.setTimeout(60_000);

const mechanisms = [territory, organisations, appointments, funds];
const [city, street, here, there] = ['330681', '330681001', '330681001001', '330681001002'];
const hash = 'ab12'.repeat(16);
const unit = (code: string, name: string, level: string, parent?: string): Told => ({
  stream: ['territory', city],
  type: 'UnitFounded',
  on: '2018-09-27',
  data: { code, name, level, kind: level, from: '0001-01-01', ...(parent === undefined ? {} : { parent }) },
});
const person = {
  name: { subject: 'p-1', purpose: 'payee', mask: '王*国', key: 'k', sealed: 'AA==' },
  account: { subject: 'p-1', purpose: 'payee', mask: '****1234', key: 'k', sealed: 'AA==' },
};

let rows: RowsOf;
beforeAll(async () => {
  rows = await startRows(
    mechanisms.flatMap((one) => one.categories.map((category) => category.contract)),
    mechanisms.flatMap((one) => one.views),
  );
  await rows.tell(
    unit(city, '诸暨市', 'city'),
    unit(street, '暨阳街道', 'subdistrict', city),
    unit(here, '江东社区', 'community', street),
    unit(there, '江南社区', 'community', street),
    {
      stream: ['organisations', 'org-finance-bureau'],
      type: 'OrganisationRegistered',
      data: { name: '诸暨市财政局', kind: 'department', unit: city },
      on: '2018-09-27',
    },
    { stream: ['appointments', 'zhao'], type: 'RoleAppointed', data: { role: 'clerk', unit: here, from: '2020-01-01' }, on: '2020-01-01' },
    {
      stream: ['funds', `${here}.2021.work`],
      type: 'PaymentRequested',
      data: { payment: 'p1', purpose: '楼道照明维修', amountFen: 280_050, payee: { person }, vouchers: [hash] },
      on: '2021-03-01',
      unit: here,
    },
    {
      stream: ['funds', `${there}.2021.work`],
      type: 'PaymentRequested',
      data: {
        payment: 'p1',
        purpose: '楼道粉刷',
        amountFen: 90_000,
        payee: { organisation: { name: '惠民超市', account: '1' } },
        vouchers: [],
      },
      on: '2021-03-02',
      unit: there,
    },
  );
});
afterAll(() => rows?.stop());

const acting = (role: Reader['acting']['role'], at: string): Reader => ({
  account: 'x',
  roles: [{ role, unit: at }],
  acting: { role, unit: at },
});
async function search(q: string, reader = acting('auditor', city)): Promise<readonly (readonly [unknown, unknown])[]> {
  const answer = await rows.ask(searchQuestion, { q }, { asOf: '2021-06-15', reader });
  return ('items' in answer ? answer.items : []).map((item) => [
    (item as Record<string, unknown>)['kind'],
    (item as Record<string, unknown>)['id'],
  ]);
}
const [paid, painted] = [`${here}.2021.work/p1`, `${there}.2021.work/p1`];

test.each([
  ['暨阳', [['unit', street]]],
  ['jdsq', [['unit', here]]],
  ['财政', [['organisation', 'org-finance-bureau']]],
  ['zhao', [['person', `zhao:clerk:${here}`]]],
  [
    '楼道',
    [
      ['payment', painted],
      ['payment', paid],
    ],
  ],
  ['惠民', [['payment', painted]]],
  ['王*国', [['payment', paid]]],
  ['2800.50', [['payment', paid]]],
  ['¥2,800.50', [['payment', paid]]],
  ['900元', [['payment', painted]]],
  [hash, [['voucher', `${paid}/${hash}`]]],
  [hash.slice(0, 8), [['voucher', `${paid}/${hash}`]]],
  ['没有的', []],
  ['%', []],
])('finds %s', async (q, expected) => expect(await search(q)).toEqual(expected));

test('finds persons by their role in Chinese and as the wire names it', async () => {
  const chinese = ROLE_CHOICES.find(({ value }) => value === 'clerk')?.label.zh ?? '';
  for (const q of ['clerk', chinese]) expect(await search(q)).toEqual([['person', `zhao:clerk:${here}`]]);
});

test('finds in the own tree alone, for all but the city', async () => {
  expect(await search('楼道', acting('clerk', here))).toEqual([['payment', paid]]);
  expect(await search('楼道', acting('approver', street))).toEqual([
    ['payment', painted],
    ['payment', paid],
  ]);
  expect(await search('财政', acting('clerk', here))).toEqual([]);
});

test('says masks only', async () =>
  expect(JSON.stringify(await rows.ask(searchQuestion, { q: '照明' }, { asOf: '2021-06-15', reader: acting('auditor', city) }))).toContain(
    '王*国',
  ));

test('what is searched is what the views index', () => {
  const tables = mechanisms.flatMap((one) => one.views).flatMap((view) => view.tables);
  for (const searched of Object.values(SEARCHED))
    expect(tables.find((table) => table.name === searched.name)?.search).toEqual(searched.search);
});
