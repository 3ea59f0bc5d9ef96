import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Clerk, refused, StandaloneRun } from '#testing';

jest.setTimeout(300_000);

const TODAY = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const YEAR = TODAY.slice(0, 4);
const [CITY, STREET, HERE, NEW] = ['330681', '330681001', '330681001001', '330681001091'] as const;

let run: StandaloneRun;
let registrar: Clerk;
let approver: Clerk;
let clerk: Clerk;
let anyone: Clerk;
beforeAll(async () => {
  run = await StandaloneRun.start();
  [registrar, approver, clerk, anyone] = [Clerk.of(run, 'registrar'), Clerk.of(run, 'approver'), Clerk.of(run, 'clerk'), Clerk.of(run)];
});
afterAll(() => run?.remove());

const names = (answer: { body: Record<string, unknown> }): readonly unknown[] =>
  (answer.body['items'] as readonly Record<string, unknown>[]).map((item) => item['name']);

test('the real divisions are there from the beginning', async () => {
  const found = async (query: string): Promise<number> => {
    let [count, cursor] = [0, ''];
    do {
      const { body } = await anyone.read(`units?limit=500${query}${cursor}`);
      count += (body['items'] as readonly unknown[]).length;
      cursor = typeof body['next'] === 'string' ? `&cursor=${body['next']}` : '';
    } while (cursor !== '');
    return count;
  };
  expect([await found(''), await found('&level=subdistrict'), await found('&level=community'), await found('&kind=community')]).toEqual([
    539, 23, 515, 118,
  ]);
  expect(await found('&asOf=1990-01-01')).toBe(539);
  expect(names(await anyone.read('units?q=jyjd'))).toEqual(['暨阳街道']);
  expect(names(await anyone.read(`units?q=${encodeURIComponent('江东')}&kind=community`))).toContain('江东社区');
});

test('a unit is founded, counted, renamed and merged; grids are never orphaned', async () => {
  const unit = { code: NEW, name: '新城社区', level: 'community', kind: 'community', parent: STREET, from: '2020-01-01' };
  await registrar.must(`territory/${CITY}/found-unit`, unit);
  expect(await registrar.must(`territory/${CITY}/found-unit`, unit)).toMatchObject({ already: true });
  expect(await refused(registrar.ask(`territory/${CITY}/found-unit`, { ...unit, name: '另一个' }))).toEqual([409, 'unit.code-exists']);
  expect(await refused(registrar.ask(`territory/${CITY}/found-unit`, { ...unit, code: '330681001399' }))).toEqual([409, 'unit.code-form']);
  expect(await refused(clerk.ask(`territory/${CITY}/found-unit`, { ...unit, code: '330681001092' }))).toEqual([403, 'access.role']);
  await registrar.must(`territory/${CITY}/found-unit`, { code: `${NEW}-1`, name: '第一网格', level: 'grid', kind: 'grid', parent: NEW });
  expect(await refused(registrar.ask(`territory/${CITY}/merge-units`, { codes: [NEW], into: HERE }))).toEqual([409, 'unit.orphans']);
  await registrar.must(`territory/${CITY}/move-unit`, { code: `${NEW}-1`, parent: HERE });
  const merged = await registrar.must(`territory/${CITY}/merge-units`, { codes: [NEW], into: HERE });
  expect((await anyone.read(`units/${NEW}`, merged.position)).body).toMatchObject({ name: '新城社区', from: '2020-01-01', became: [HERE] });
  expect(names(await anyone.read(`units?parent=${HERE}`))).toEqual(['第一网格']);
  const children = async (asOf: string): Promise<readonly unknown[]> =>
    names(await anyone.read(`units?parent=${STREET}&limit=500&asOf=${asOf}`));
  expect(await children('2019-12-31')).not.toContain('新城社区');
  expect(await children('2020-01-01')).toContain('新城社区');
  expect(await children(TODAY)).not.toContain('新城社区');
});

test('a list of units is taken in: what is missing is founded, what is there is passed over', async () => {
  const file = join(run.dataFolder, 'units.csv');
  const line = (code: string, name: string, parent: string, level: string): string => [code, name, parent, level].join(',');
  writeFileSync(
    file,
    [
      'code,name,parent_code,level',
      line(CITY, '诸暨市', '3306', 'county'),
      line('330681001191', '试验社区', STREET, 'community'),
      line(STREET, '暨阳街道', CITY, 'subdistrict'),
      line(HERE, '江东新社区', STREET, 'community'),
    ].join('\n'),
  );
  const ctl = [join('dist', 'apps', 'ledgerctl', 'main.js'), '--url', run.url, '--account', 'registrar', '--json'];
  const env = { ...process.env, LEDGER_PASSWORD: registrar.account?.password };
  const taken = async (): Promise<unknown> => {
    const told = await promisify(execFile)(process.execPath, [...ctl, 'import', 'units', file, '--from', '2021-01-01'], { env });
    return JSON.parse(told.stdout);
  };
  expect(await taken()).toEqual({ founded: 1, present: 2, differing: [HERE] });
  expect((await anyone.read('units/330681001191')).body).toMatchObject({ name: '试验社区', parent: STREET, from: '2021-01-01' });
  expect(await taken()).toEqual({ founded: 0, present: 3, differing: [HERE] });
  expect(names(await anyone.read(`units?q=${encodeURIComponent('江东')}&kind=community`))).toContain('江东社区');
});

test('a community is counted by its own clerk, corrected openly, and measured by the range of the day', async () => {
  const count = { households: 1200, residents: 2500, countedOn: '2025-12-01' };
  await clerk.must(`counts/${HERE}/record`, count);
  expect(await refused(clerk.ask('counts/330681001004/record', count))).toEqual([403, 'access.scope']);
  expect(await refused(clerk.ask(`counts/${HERE}/record`, { ...count, households: 1200.5 }))).toEqual([422, 'payload.invalid']);
  expect(await refused(clerk.ask(`counts/${HERE}/record`, { ...count, countedOn: '9999-01-01' }))).toEqual([409, 'counts.day-ahead']);
  const corrected = await clerk.must(`counts/${HERE}/record`, { ...count, households: 1250 });
  expect((await anyone.read(`units/${HERE}?asOf=2025-12-31`, corrected.position)).body).toMatchObject({ households: 1250, size: 'below' });
  expect((await anyone.read(`units/${HERE}?asOf=2026-01-01`)).body).toMatchObject({ households: 1250, size: 'within' });
  const board = await anyone.read(`board/${HERE}?topic=residents`);
  expect(JSON.stringify(board.body)).toContain('1250 户');
});

test('a suspended power refuses, a resumed one does not, and both days can be asked', async () => {
  const power = `${STREET}.funds.match`;
  const match = (): ReturnType<Clerk['ask']> => approver.ask(`funds/${HERE}.${YEAR}.service/match`, { amountFen: 1 });
  const suspended = await registrar.must(`mandates/${power}/suspend`, { reason: '整改', on: TODAY });
  expect(await refused(match())).toEqual([403, 'authority.none']);
  const holders = async (after: string): Promise<unknown> =>
    ((await anyone.read(`mandates?holder=${STREET}&power=funds.match`, after)).body['items'] as readonly unknown[]).length;
  expect(await holders(suspended.position)).toBe(0);
  const resumed = await registrar.must(`mandates/${power}/resume`, { reason: '整改完成', on: TODAY });
  expect(await holders(resumed.position)).toBe(1);
  expect((await match()).body['code']).not.toBe('authority.none');
  expect(await refused(registrar.ask(`mandates/${CITY}.mandates.grant/revoke`, { reason: 'x', on: TODAY }))).toEqual([
    403,
    'mandate.last-of-its-kind',
  ]);
  expect(await refused(registrar.ask('mandates/330681099.funds.match/grant', { basis: 'x', from: TODAY }))).toEqual([
    409,
    'mandate.holder-unknown',
  ]);
});

test('the last registrar stays, an ended one is out at once', async () => {
  const end = { role: 'registrar', unit: CITY, on: TODAY, reason: '退休' };
  expect(await refused(registrar.ask('appointments/registrar/end', end))).toEqual([403, 'appointment.last-registrar']);
  expect(await refused(registrar.ask('appointments/registrar/appoint', { role: 'leader', unit: CITY, from: TODAY }))).toEqual([
    403,
    'appointment.oneself',
  ]);
  const second = await newAccount('second');
  await registrar.must('appointments/second/appoint', { role: 'registrar', unit: CITY, from: TODAY });
  await second.must('appointments/registrar/end', end);
  expect((await registrar.ask('organisations/org-x/register', { name: '甲', kind: 'agency', unit: CITY })).status).toBe(403);
  expect(await refused(second.ask('appointments/second/end', end))).toEqual([403, 'appointment.last-registrar']);
  await second.must('organisations/org-x/register', { name: '甲', kind: 'agency', unit: CITY });
  expect(await refused(second.ask('organisations/org-x/take-duty', { duty: 'agencies.serve', clause: '99', from: TODAY }))).toEqual([
    409,
    'duty.no-clause',
  ]);
});

/** An account made by the administrator, its one-time password changed. */
async function newAccount(account: string): Promise<Clerk> {
  const json = { 'content-type': 'application/json' };
  const made = await Clerk.of(run, 'administrator').send('POST', '/api/accounts', JSON.stringify({ account }), json);
  const once = String(made.body['password']);
  const password = 'a long new password 2026';
  const changed = await new Clerk(run.url, { account, password: once, role: 'registrar', unit: CITY }).send(
    'POST',
    '/api/session/password',
    JSON.stringify({ old: once, new: password }),
    json,
  );
  expect([made.status, changed.status < 300]).toEqual([expect.any(Number), true]);
  return new Clerk(run.url, { account, password, role: 'registrar', unit: CITY });
}
