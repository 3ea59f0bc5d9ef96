import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, markOf, until, type ProcessMark } from '#embedded';
import { StandaloneRun } from '#testing';

jest.setTimeout(400_000);

let ledger: StandaloneRun;

beforeAll(async () => {
  ledger = await StandaloneRun.create();
});

afterAll(() => ledger.remove());

const programs = ['api', 'projector', 'reactor', 'eventstore', 'postgres'] as const;
const marks = (): ProcessMark[] => programs.map((name) => markOf(ledger.pidOf(name) ?? 0)).filter((mark) => mark !== undefined);

/** Another start, to its end: what it said and its exit code. */
async function attempt(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['apps/standalone/bootstrap.cjs', 'start', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, said };
}

test('the first start brings everything up, says where to look and who may sign in, and serves the 539 units', async () => {
  await ledger.start();
  expect(ledger.output).toContain(`${ledger.url}/`);
  for (const { account, password } of ledger.accounts) expect(ledger.output).toMatch(new RegExp(`${account} +${password}`));
  expect(marks()).toHaveLength(programs.length);
  const units: unknown[] = [];
  for (let cursor: unknown = ''; typeof cursor === 'string';) {
    const page = (await (
      await fetch(`${ledger.url}/api/units?limit=500${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)
    ).json()) as { items: unknown[]; next: unknown };
    units.push(...page.items);
    cursor = page.next;
  }
  expect(units).toHaveLength(539);
});

test('a folder in use, a taken port, and a wrong option each get one sentence and a non-zero exit; the running ledger is not disturbed', async () => {
  const before = marks();
  const inUse = await attempt('--data', ledger.dataFolder, '--port', '1');
  expect(inUse).toMatchObject({ code: 1, said: expect.stringMatching(/(?:^|\n)数据目录 .*正被另一个进程使用.*\nThe data folder .*\n$/) });

  const squatter = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => squatter.once('listening', ready));
  const folder = mkdtempSync(join(tmpdir(), 'ledger-taken-'));
  const { port } = squatter.address() as AddressInfo;
  const taken = await attempt('--data', folder, '--port', String(port));
  expect(taken).toMatchObject({ code: 1, said: expect.stringContaining(`端口 ${port} 已被占用`) });
  squatter.close();
  rmSync(folder, { recursive: true, force: true });

  expect(await attempt('--prot', '1')).toMatchObject({ code: 2, said: expect.stringContaining("'--prot'") });
  expect(marks()).toEqual(before);
});

test('Ctrl-C stops everything in order, and nothing is left', async () => {
  const running = marks();
  expect(await ledger.stop()).toBe(0);
  expect(ledger.output).toContain('已全部停止');
  expect(running.filter(isAlive)).toEqual([]);
  const log = readFileSync(join(ledger.dataFolder, 'logs', 'postgres.log'), 'utf8');
  expect(log).toContain('database system is shut down');
});

test('the second start does not begin anew, and when npm is told to end, everything ends', async () => {
  const accounts = ledger.accounts;
  const npm = spawn('npm', ['start', '--', '--data', ledger.dataFolder, '--port', String(ledger.port)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  npm.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  expect(await until(() => said.includes('治理账本已就绪'), 120_000)).toBe(true);
  expect(ledger.accounts).toEqual(accounts);
  const running = marks();
  expect(running).toHaveLength(programs.length);
  npm.kill('SIGTERM');
  expect(await until(() => !running.some(isAlive), 60_000)).toBe(true);
});
