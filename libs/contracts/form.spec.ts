import { contract, type Contract } from './contract';
import { day, text } from './decorators';
import { formsOf, wordsOf } from './form';

class Grant {
  @text({ zh: '依据', en: 'Basis', max: 10 }) readonly basis!: string;
  @day({ zh: '起', en: 'From', optional: true }) readonly from?: string;
}
const label = { zh: '授予', en: 'Grant' };
const spec: Contract = contract({
  category: 'things',
  label: { zh: '事项', en: 'Things' },
  clause: '1',
  id: { pattern: '^x$', says: label, label },
  readers: 'public',
  actions: {
    grant: {
      label,
      payload: Grant,
      facts: ['Granted'],
      who: [{ roles: ['registrar'], power: 'things.grant' }],
      clause: '1',
      refusals: [],
      compensation: { action: 'expire', data: () => ({}) },
    },
    expire: { label, payload: Grant, facts: ['Granted'], who: [], reserved: ['reactor'], clause: '1', refusals: [] },
  },
  facts: { Granted: { label, data: Grant, says: label } },
  refusals: {},
});

it('describes the forms of what a person may ask for, and only those', () => {
  expect(formsOf(spec)).toEqual([
    {
      category: 'things',
      action: 'grant',
      label,
      clause: '1',
      id: spec.id,
      who: [{ roles: ['registrar'], power: 'things.grant' }],
      fields: [
        { name: 'basis', kind: 'text', label: { zh: '依据', en: 'Basis' }, max: 10 },
        { name: 'from', kind: 'day', label: { zh: '起', en: 'From' }, optional: true },
      ],
      lateEntry: false,
      compensation: 'expire',
    },
  ]);
});

it('names what is recorded: the state in its own words, the rest as declared', () => {
  expect(
    wordsOf({
      ...spec,
      state: { is: { zh: '状态', en: 'State', values: { granted: label } }, basis: { zh: '现行依据', en: 'Basis in force' } },
    }),
  ).toEqual({
    is: { label: { zh: '状态', en: 'State' }, values: { granted: label } },
    basis: { label: { zh: '现行依据', en: 'Basis in force' } },
    from: { label: { zh: '起', en: 'From' }, kind: 'day' },
  });
});
