import { isProblem } from '../problem';
import type { EdgeOutcome, EdgeRequest, RouteSpec } from '../edge/route';
import { exportRoutes } from './export-routes';

const request = {
  query: {},
  params: {},
  headers: {},
  known: { account: 'eye', session: 's', held: [], mustChange: false },
} as unknown as EdgeRequest;

test('two workbooks are made at one time; a third is asked for again later', async () => {
  const waiting: (() => void)[] = [];
  const list: RouteSpec = {
    method: 'GET',
    path: '/api/things',
    label: { zh: '事项', en: 'Things' },
    who: ['auditor'],
    scope: 'city',
    operation: {},
    handle: () => new Promise<EdgeOutcome>((resolve) => waiting.push(() => resolve({ body: { items: [{ id: 'a' }], next: null } }))),
  };
  const [route] = exportRoutes([list], { contracts: [], synthetic: false, now: () => '2026-03-05T00:00:00.000Z' });
  const made = (): Promise<EdgeOutcome> => route!.handle(request);
  const first = [made(), made()];
  const third = (await made()) as object;
  expect(isProblem(third) && [third.status, third.code, third.retryAfter]).toEqual([429, 'request.too-many', 5]);
  waiting.splice(0).forEach((go) => go());
  for (const one of await Promise.all(first)) expect(one).toMatchObject({ name: 'things.xlsx' });
  const again = made();
  waiting.splice(0).forEach((go) => go());
  expect(await again).toMatchObject({ name: 'things.xlsx' });
});
