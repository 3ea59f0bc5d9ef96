import { parameterOn } from '#kernel';
import { folded, given } from '#testing';
import { historyOf } from './contract';
import { parametersDecider as parameters } from './decider';

const id = 'secretary.training-hours';
const fiftySix = { value: 56, unitOfMeasure: '学时/年', kinds: ['community'], clause: '11', from: '2018-09-27', decidedBy: '中共诸暨市委' };
const sixty = { ...fiftySix, value: 60, from: '2022-01-01' };
const set = (data: object) => ({ type: 'ParameterSet', data });

describe('set', () => {
  it('records a value', () =>
    given(parameters, { id, facts: [set(fiftySix)] })
      .when('set', sixty)
      .then(set(sixty)));
  it('refuses a value that reaches back', () =>
    given(parameters, { id, occurredOn: '2021-06-01' })
      .when('set', { ...sixty, from: '2021-05-31' })
      .refused('parameter.reaches-back'));
  it('lets the genesis say what governed before', () =>
    given(parameters, { id, source: 'genesis' }).when('set', fiftySix).then(set(fiftySix)));
  it('is silent when already so', () =>
    given(parameters, { id, facts: [set(fiftySix), set(sixty)] })
      .when('set', fiftySix)
      .silent());
  it('records the former value anew once another overruled it', () => {
    const other = { ...sixty, value: 64 };
    given(parameters, { id, facts: [set(sixty), set(other)] })
      .when('set', sixty)
      .then(set(sixty));
  });
});

it('governs each day by the value of that day, recorded in whatever order', () => {
  const history = historyOf(folded(parameters, { id, facts: [set(sixty), set(fiftySix)] }));
  expect(['2018-09-26', '2018-09-27', '2021-12-31', '2022-01-01'].map((on) => parameterOn(history, on, 'community'))).toEqual([
    undefined,
    56,
    56,
    60,
  ]);
  expect(parameterOn(history, '2022-01-01', 'village')).toBeUndefined();
});
