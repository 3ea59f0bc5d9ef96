import { Clerk, refused, StandaloneRun } from '#testing';

jest.setTimeout(300_000);

const YEAR = String(new Date(Date.now() + 8 * 3_600_000).getUTCFullYear());
const [CITY, STREET, COMMUNITY] = ['330681', '330681001', '330681001001'].map((unit) => `${unit}.${YEAR}.work`) as [string, string, string];
const hash = (sign: string): string => sign.repeat(64);
const PERSON = { name: '欧阳明月', account: '账户甲乙丙丁戊己庚辛' };

let run: StandaloneRun;
let finance: Clerk;
let approver: Clerk;
let clerk: Clerk;
let anyone: Clerk;
beforeAll(async () => {
  run = await StandaloneRun.start();
  [finance, approver, clerk, anyone] = [Clerk.of(run, 'finance'), Clerk.of(run, 'approver'), Clerk.of(run, 'clerk'), Clerk.of(run)];
});
afterAll(() => run?.remove());

const asks = { purpose: '楼道维修', payee: { organisation: { name: '甲公司', account: '1' } }, vouchers: [] };

test('money goes down from the city to a community and is matched; each step refuses what the policy refuses', async () => {
  await finance.must(`funds/${CITY}/budget`, { amountFen: 1_000_000 });
  expect(await refused(finance.ask(`funds/${CITY}/send`, { to: STREET, sending: 's-0', amountFen: 1_000_001 }))).toEqual([
    409,
    'funds.over-balance',
  ]);
  expect(await refused(finance.ask(`funds/${CITY}/send`, { to: STREET, sending: 's-0', amountFen: 0.5 }))).toEqual([
    422,
    'payload.invalid',
  ]);
  expect(await refused(finance.ask(`funds/${CITY}/send`, { to: COMMUNITY, sending: 's-0', amountFen: 1 }))).toEqual([
    409,
    'sending.not-below',
  ]);
  expect(await refused(approver.ask(`funds/${STREET}/budget`, { amountFen: 1 }))).toEqual([403, 'access.role']);
  await finance.must(`funds/${CITY}/send`, { to: STREET, sending: 's-1', amountFen: 600_000 });
  await approver.must(`funds/${STREET}/receive`, { from: CITY, sending: 's-1' });
  expect(await refused(finance.ask(`funds/${CITY}/recall`, { sending: 's-1', reason: '拨错' }))).toEqual([409, 'sending.received']);
  await approver.must(`funds/${STREET}/send`, { to: COMMUNITY, sending: 's-1', amountFen: 300_000 });
  const received = await clerk.must(`funds/${COMMUNITY}/receive`, { from: STREET, sending: 's-1' });
  expect(await clerk.must(`funds/${COMMUNITY}/receive`, { from: STREET, sending: 's-1' })).toMatchObject({
    revision: received.revision,
    already: true,
  });
  await finance.must(`funds/${COMMUNITY}/set-cap`, { amountFen: 500_000, reason: '按实际确定' });
  expect(await refused(approver.ask(`funds/${COMMUNITY}/match`, { amountFen: 200_001 }))).toEqual([409, 'funds.above-cap']);
  const matched = await approver.must(`funds/${COMMUNITY}/match`, { amountFen: 150_000 });
  expect((await anyone.read(`funds?unit=330681001001&year=${YEAR}&fund=work`, matched.position)).body).toMatchObject({
    received: 300_000,
    matched: 150_000,
    balance: 450_000,
    cap: 500_000,
    matchRatio: 0.5,
    due: null,
  });
});

test('a payment: requested, approved by another, paid, settled, returned; seen by residents with the payee masked', async () => {
  const request = { payment: 'p-1', ...asks, amountFen: 100_000, payee: { person: PERSON }, vouchers: [hash('a')] };
  const key = { 'idempotency-key': 'request-p-1' };
  const requested = await clerk.must(`funds/${COMMUNITY}/request`, request, key);
  expect(await clerk.must(`funds/${COMMUNITY}/request`, request, key)).toMatchObject({
    revision: requested.revision,
    position: requested.position,
  });
  expect(await refused(clerk.ask(`funds/${COMMUNITY}/request`, { ...request, amountFen: 1 }, key))).toEqual([422, 'submission.key-reused']);
  expect(await refused(finance.ask(`funds/${COMMUNITY}/pay`, { payment: 'p-1', paidOn: `${YEAR}-01-01`, reference: 'HD1' }))).toEqual([
    409,
    'payment.not-approved',
  ]);
  expect(await refused(clerk.ask(`funds/${COMMUNITY}/approve`, { payment: 'p-1' }))).toEqual([403, 'access.role']);
  expect(await refused(clerk.ask(`funds/${COMMUNITY}/request`, { ...request, payment: 'p-2' }))).toEqual([409, 'payment.voucher-seen']);
  expect(await refused(clerk.ask(`funds/330681001002.${YEAR}.work/request`, request))).toEqual([403, 'access.scope']);
  await approver.must(`funds/${COMMUNITY}/approve`, { payment: 'p-1' });
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await finance.must(`funds/${COMMUNITY}/pay`, { payment: 'p-1', paidOn: today, reference: 'HD1' });
  await clerk.must(`funds/${COMMUNITY}/settle`, { payment: 'p-1', vouchers: [{ hash: hash('b'), amountFen: 90_000 }] });
  expect(
    await refused(clerk.ask(`funds/${COMMUNITY}/settle`, { payment: 'p-1', vouchers: [{ hash: hash('c'), amountFen: 10_001 }] })),
  ).toEqual([409, 'payment.vouchers-above-amount']);
  const returned = await clerk.must(`funds/${COMMUNITY}/return`, { payment: 'p-1', amountFen: 10_000, reason: '结余' });

  const execution = (await anyone.read(`funds?unit=330681001001&year=${YEAR}&fund=work`, returned.position)).body;
  expect(execution).toMatchObject({ requested: 100_000, paid: 100_000, returned: 10_000, balance: 360_000, daysToPay: 0, serviceShare: 0 });
  const whole = (await anyone.read(`funds?year=${YEAR}&fund=work`)).body;
  expect(whole).toMatchObject({
    unit: '330681',
    budget: 1_000_000,
    paid: 100_000,
    reached: 300_000,
    inTransit: 0,
    balance: 400_000 + 300_000 + 360_000,
  });

  const board = (await anyone.read('board/330681001001?topic=finance')).body;
  const text = JSON.stringify(board);
  expect(text).toContain('楼道维修');
  expect(text).toContain('欧**月');
  for (const secret of Object.values(PERSON)) expect(text).not.toContain(secret);
  const account = await anyone.read(`funds/${COMMUNITY}`);
  expect(account.headers.get('etag')).toBe(`"${returned.revision}"`);
  expect(account.body).toMatchObject({ balance: 360_000 });
});

test('a payment reversed brings its money back and may be asked for anew with the same voucher', async () => {
  const request = { payment: 'p-3', ...asks, amountFen: 50_000, vouchers: [hash('d')] };
  await clerk.must(`funds/${COMMUNITY}/request`, request);
  await approver.must(`funds/${COMMUNITY}/reject`, { payment: 'p-3', reason: '缺合同' });
  await clerk.must(`funds/${COMMUNITY}/request`, { ...request, amountFen: 40_000 });
  await approver.must(`funds/${COMMUNITY}/approve`, { payment: 'p-3' });
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await finance.must(`funds/${COMMUNITY}/pay`, { payment: 'p-3', paidOn: today, reference: 'HD3' });
  const reversed = await finance.must(`funds/${COMMUNITY}/reverse`, { payment: 'p-3', reason: '账号有误' });
  expect((await anyone.read(`funds?unit=330681001001&year=${YEAR}&fund=work`, reversed.position)).body).toMatchObject({
    paid: 100_000,
    balance: 360_000,
  });
});

test('a sending that is received and recalled at once goes one way, never both', async () => {
  const sendings = Array.from({ length: 12 }, (_, index) => `race-${index}`);
  for (const sending of sendings) await approver.must(`funds/${STREET}/send`, { to: COMMUNITY, sending, amountFen: 1_000 });
  const outcomes = await Promise.all(
    sendings.map(async (sending) => {
      const both = [
        clerk.ask(`funds/${COMMUNITY}/receive`, { from: STREET, sending }),
        approver.ask(`funds/${STREET}/recall`, { sending, reason: '撤回' }),
      ];
      const [received, recalled] = await Promise.all(both);
      return [received?.status, recalled?.status];
    }),
  );
  for (const outcome of outcomes) expect([...outcome].sort()).toEqual([200, 409]);
  const received = outcomes.filter(([status]) => status === 200).length;
  const last = await approver.must(`funds/${STREET}/send`, { to: COMMUNITY, sending: 'last', amountFen: 1 });
  const street = (await anyone.read(`funds?unit=330681001&year=${YEAR}&fund=work`, last.position)).body;
  expect(street).toMatchObject({ inTransit: 1, received: 600_000 + 300_000 + received * 1_000, sent: 300_000 + received * 1_000 + 1 });
});
