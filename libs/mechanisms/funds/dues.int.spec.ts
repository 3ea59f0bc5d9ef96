import { startRows, unitFounded, type RowsOf, type Told } from '#testing';
import { parametersContract } from '../parameters/contract';
import { parametersView } from '../parameters/views';
import { countsContract, territoryContract } from '../territory/contract';
import { countsView, unitsView } from '../territory/views';
import { fundsContract } from './contract';
import { fundsDues } from './dues.queries';
import { fundsView } from './views';

jest.setTimeout(60_000);

const [city, street, here] = ['330681', '330681001', '330681001001'];
const unit = (code: string, level: string, parent?: string): Told => unitFounded(code, level, level, parent);
const parameter = (code: string): Told => ({
  stream: ['parameters', code],
  type: 'ParameterSet',
  on: '2018-09-27',
  data: { value: 10_000_000, unitOfMeasure: '分/年', kinds: ['community'], clause: '19', from: '2018-09-27', decidedBy: '市委' },
});
const received = (amountFen: number, on: string): Told => ({
  stream: ['funds', `${here}.2021.service`],
  type: 'FundsReceived',
  on,
  data: { from: `${street}.2021.service`, sending: `s-${on}`, amountFen },
});

let rows: RowsOf;
beforeAll(async () => {
  rows = await startRows(
    [territoryContract, countsContract, parametersContract, fundsContract],
    [unitsView, countsView, parametersView, fundsView],
  );
  await rows.tell(
    unit(city, 'city'),
    unit(street, 'subdistrict', city),
    unit(here, 'community', street),
    parameter('funds.service-per-year'),
    parameter('funds.work-per-thousand-households'),
    received(2_000_000, '2021-02-01'),
    received(3_000_000, '2021-05-01'),
    received(5_000_000, '2021-08-01'),
  );
});
afterAll(() => rows?.stop());

const dues = async (asOf: string, code = here, level = 'community') =>
  (await fundsDues({ code, name: '', level, kind: level }, rows.context({ asOf }))).map((line) => [
    line.id,
    line.amountFen,
    line.due,
    line.late,
  ]);

test('what did not come by the end of a quarter is late, what comes on top is due with this one', async () => {
  expect(await dues('2021-04-10')).toEqual([
    [`funds/due/${here}/2021.1.service`, 500_000, '2021-03-31', true],
    [`funds/due/${here}/2021.2.service`, 2_500_000, '2021-06-30', false],
  ]);
});

test('what came late is late no more, and the whole year paid in advance leaves nothing due', async () => {
  expect(await dues('2021-05-02')).toEqual([]);
  expect(await dues('2021-07-02')).toEqual([[`funds/due/${here}/2021.3.service`, 2_500_000, '2021-09-30', false]]);
  expect(await dues('2021-08-02')).toEqual([]);
});

test('the last quarter of the year before stays late in the next; without a count nothing is said of the work fund', async () => {
  expect(await dues('2020-02-01')).toEqual([
    [`funds/due/${here}/2019.4.service`, 10_000_000, '2019-12-31', true],
    [`funds/due/${here}/2020.1.service`, 2_500_000, '2020-03-31', false],
  ]);
});

test('it says which decision it rests on', async () => {
  const [line] = await fundsDues({ code: here, name: '', level: 'community', kind: 'community' }, rows.context({ asOf: '2021-04-10' }));
  expect(line).toMatchObject({ stream: 'parameters-funds.service-per-year', revision: 0, topic: 'finance', status: 'short' });
});

test('nothing is due to a subdistrict itself', async () => expect(await dues('2021-04-10', street, 'subdistrict')).toEqual([]));
