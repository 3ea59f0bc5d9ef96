import { Workbook } from 'exceljs';
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

test('heads are words, money is yuan, lists and changes are told, English and links are left out', async () => {
  const items = [
    {
      unit: '330681001',
      nameEn: 'x',
      paid: 123450,
      due: null,
      daysToPay: 3,
      history: '/api/x',
      data: { amountFen: 1 },
      actor: { account: 'clerk', roleLabel: { zh: '经办人', en: 'clerk' } },
      said: [{ name: 'text', label: { zh: '内容', en: 'Text' }, text: { zh: '修灯', en: 'lamp' } }],
      changes: [{ path: 'is', label: { zh: '状态', en: 'State' }, says: { before: null, after: { zh: '已支付', en: 'paid' } } }],
      refs: ['a-1@0', 'b-2@1'],
    },
  ];
  const list: RouteSpec = {
    method: 'GET',
    path: '/api/funds/by-unit',
    label: { zh: '经费', en: 'Funds' },
    who: 'public',
    scope: 'none',
    operation: {},
    handle: () => Promise.resolve({ body: { items, next: null } }),
  };
  const [route] = exportRoutes([list], { contracts: [], synthetic: false, now: () => '2026-03-05T00:00:00.000Z' });
  const made = (await route!.handle(request)) as { readonly file: Buffer };
  const workbook = new Workbook();
  await workbook.xlsx.load(made.file as unknown as ArrayBuffer);
  const sheet = workbook.getWorksheet('导出');
  const line = (n: number): unknown[] => (sheet?.getRow(n).values as unknown[]).slice(1);
  expect(line(3)).toEqual([
    '单位',
    '支付（元）',
    '应到位（元）',
    '审批到支付天数',
    '办理人·账号',
    '办理人·角色名称',
    '填写内容',
    '前后变化',
    '参照',
  ]);
  expect(line(4).filter((value) => value !== undefined)).toEqual([
    '330681001',
    '1234.50',
    3,
    'clerk',
    '经办人',
    '内容：修灯',
    '状态：（无） → 已支付',
    'a-1@0\nb-2@1',
  ]);
});
