import { startRows, type RowsOf, type Told } from '#testing';
import { parametersContract } from './contract';
import { parametersQuestions } from './queries';
import { parametersView } from './views';

jest.setTimeout(60_000);

const [question] = parametersQuestions;
const set = (code: string, value: number, from: string, kinds: readonly string[], on: string): Told => ({
  stream: ['parameters', code],
  type: 'ParameterSet',
  data: { value, unitOfMeasure: '学时/年', kinds, clause: '11', from, decidedBy: `${on}号文` },
  on,
});

let rows: RowsOf;
beforeAll(async () => {
  rows = await startRows([parametersContract], [parametersView]);
  await rows.tell(
    set('secretary.training-hours', 56, '2018-09-27', ['community'], '2018-09-27'),
    set('secretary.training-hours', 60, '2024-01-01', ['community'], '2023-12-01'),
    set('secretary.training-hours', 40, '2024-01-01', ['village'], '2023-12-01'),
    set('own.parameter', 3, '2030-01-01', [], '2025-01-01'),
  );
});
afterAll(() => rows?.stop());

const asked = async (asOf: string, code?: string) => {
  if (!question) throw new Error('no question');
  const answer = await rows.ask(question, code === undefined ? {} : { code }, { asOf });
  return 'items' in answer ? answer.items : [];
};

it('every parameter is listed with its value on the day and all its values, one series for the kinds it governs', async () => {
  const community = (value: number, from: string) => ({
    code: 'secretary.training-hours',
    kinds: ['community'],
    value,
    from,
    values: [
      { from: '2018-09-27', value: 56, unitOfMeasure: '学时/年', clause: '11', decidedBy: '2018-09-27号文' },
      { from: '2024-01-01', value: 60, unitOfMeasure: '学时/年', clause: '11', decidedBy: '2023-12-01号文' },
    ],
  });
  expect((await asked('2020-01-01', 'secretary.training-hours'))[0]).toMatchObject(community(56, '2018-09-27'));
  const later = await asked('2024-06-01', 'secretary.training-hours');
  expect(later).toHaveLength(2);
  expect(later[0]).toMatchObject(community(60, '2024-01-01'));
  expect(later[1]).toMatchObject({ kinds: ['village'], value: 40 });
});

it('a value of a day to come is shown as that; a parameter the policy does not name goes by its code', async () => {
  expect((await asked('2026-01-01', 'own.parameter'))[0]).toEqual({
    code: 'own.parameter',
    name: 'own.parameter',
    nameEn: 'own.parameter',
    kinds: [],
    value: null,
    unitOfMeasure: '学时/年',
    clause: '11',
    values: [{ from: '2030-01-01', value: 3, unitOfMeasure: '学时/年', clause: '11', decidedBy: '2025-01-01号文' }],
  });
});
