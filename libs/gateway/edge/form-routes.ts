import { formsOf, wordsOf, type Contract } from '#contracts';
import type { Json } from '#kernel';
import { problem } from '../problem';
import type { RouteSpec } from './route';

/** `GET /api/forms/:category`: the forms of a category's actions, from its declaration. Says nothing of any ledger, so it is open. */
export function formRoutes(contracts: readonly Contract[]): readonly RouteSpec[] {
  const forms = new Map(
    contracts
      .map(
        (contract) =>
          [
            contract.category,
            {
              label: contract.label,
              clause: contract.clause,
              readers: contract.readers,
              forms: formsOf(contract),
              words: wordsOf(contract),
            },
          ] as const,
      )
      .filter(([, { forms: list }]) => list.length > 0),
  );
  const answers = (description: string): RouteSpec['operation'] => ({
    tags: ['forms'],
    responses: { '200': { description, content: { 'application/json': { schema: { type: 'object' } } } } },
  });
  return [
    {
      method: 'GET',
      path: '/api/forms',
      label: { zh: '可办理的事项', en: 'What can be asked for' },
      who: 'public',
      scope: 'none',
      operation: answers('Categories with their actions'),
      handle: () =>
        Promise.resolve({
          body: {
            items: [...forms].map(([category, { label, clause, forms: list }]) => ({
              category,
              label,
              clause,
              actions: list.map(({ action, label: name, who }) => ({ action, label: name, who })),
            })) as unknown as Json,
          },
        }),
    },
    {
      method: 'GET',
      path: '/api/forms/:category',
      label: { zh: '一类事项的表单', en: 'Forms of a category' },
      who: 'public',
      scope: 'none',
      operation: {
        ...answers('Fields, help, clauses, who may ask, and what recorded members are called'),
        parameters: [{ name: 'category', in: 'path', required: true, schema: { type: 'string' } }],
      },
      handle: ({ params: { category = '' } }) =>
        Promise.resolve(forms.has(category) ? { body: { category, ...forms.get(category) } } : problem('thing.unknown', { id: category })),
    },
  ];
}
