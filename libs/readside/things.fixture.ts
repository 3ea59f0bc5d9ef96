import { contract, text } from '#contracts';
import type { RecordedFact } from '#ledger';
import { view, type ViewSpec } from './view';

class Named {
  @text({ zh: '名称', en: 'Name', max: 50 })
  readonly name!: string;
}
const fact = { label: { zh: '事', en: 'fact' }, data: Named, says: { zh: '事', en: 'fact' } };
/** A category of things with names. */
export const things = contract({
  category: 'things',
  label: { zh: '物', en: 'Things' },
  clause: '1',
  id: { pattern: '^.+$', says: { zh: '任意', en: 'anything' }, label: { zh: '号', en: 'Id' } },
  actions: {},
  facts: { ThingNamed: fact, ThingGone: fact, ThingOdd: fact },
  refusals: {},
  readers: 'public',
});
/** Decisions about persons, by their stored names. */
export const subjects = contract({
  ...things,
  category: 'subjects',
  facts: { SubjectRestricted: fact, SubjectRestrictionLifted: fact, SubjectErased: fact },
});

/** Refuses the odd fact, or takes it; more columns make another version of it. */
export function thingsView(version: number, odd: 'refuse' | 'take', more: ViewSpec['tables'][number]['columns'] = {}): ViewSpec {
  return view({
    name: 'things',
    version,
    tables: [{ name: 'things', columns: { name: 'text', times: 'integer', ...more }, search: ['name'] }],
    on: {
      ThingNamed: (one) => [
        {
          op: 'put',
          table: 'things',
          key: one.id,
          row: { name: nameOf(one), ...('length' in more ? { length: nameOf(one).length } : {}) },
        },
      ],
      ThingGone: (one) => [{ op: 'drop', table: 'things', key: one.id }],
      ThingOdd: (one) => {
        if (odd === 'refuse') throw new Error('odd');
        return [{ op: 'patch', table: 'things', key: one.id, row: { times: 7 } }];
      },
    },
  });
}
export const counts = view({
  name: 'counts',
  version: 1,
  tables: [{ name: 'thing_counts', columns: { count: 'integer' } }],
  on: { ThingNamed: () => [{ op: 'add', table: 'thing_counts', key: 'all', add: { count: 1 } }] },
});

function nameOf(one: RecordedFact): string {
  const name = one.data['name'];
  return typeof name === 'string' ? name : '(sealed)';
}
