import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { until } from '#embedded';
import { Clerk, StandaloneRun } from '#testing';

const MINUTES = 60_000;
const CTL = join(process.cwd(), 'dist', 'apps', 'ledgerctl', 'main.js');

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

function ledgerctl(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['--disable-warning=DEP0123', CTL, ...args], { maxBuffer: 64 * 2 ** 20 }, (_error, out, err) =>
      resolve({ exit: child.exitCode ?? -1, out, err }),
    );
  });
}

/** Whose personal values could still be opened. */
async function readableSubjects(of: StandaloneRun): Promise<readonly string[]> {
  const client = new Client({ connectionString: of.engines['KEYS_DATABASE_URL'] });
  await client.connect();
  try {
    return (await client.query<{ subject: string }>('SELECT DISTINCT subject FROM keys.keys WHERE wrapped IS NOT NULL')).rows.map(
      ({ subject }) => subject,
    );
  } finally {
    await client.end();
  }
}

describe('a backup taken from a running ledger', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-backup-'));
  const [copy, again] = [join(folder, 'copy'), join(folder, 'again')];
  let run: StandaloneRun;
  let last = '';

  beforeAll(async () => {
    run = await StandaloneRun.start();
    const finance = Clerk.of(run, 'finance');
    last = (await finance.must('funds/330681.2026.service/budget', { amountFen: 1_000_000_00 })).position;
    await Clerk.of(run, 'desk').must('cards/96345-0001/issue', { unit: '330681001001', person: { name: '张小明', phone: '13800001234' } });
    last = (await Clerk.of(run, 'desk').must('wishes/w-1/post', { text: '希望广场多装几盏路灯', unit: '330681001001' })).position;
    await Clerk.of(run).read('units?level=city', last);
  }, 5 * MINUTES);

  afterAll(async () => {
    await run.remove();
    rmSync(folder, { recursive: true, force: true });
  }, MINUTES);

  const asked = [
    'units?limit=500',
    'board/330681001001?limit=500',
    'mandates?holder=330681001',
    'funds?unit=330681&year=2026',
    'volunteers?unit=330681&year=2026',
    'wishes',
    'appointments/clerk',
    'history?unit=330681001001',
    'history?card=96345-0001',
  ];

  async function answers(of: StandaloneRun): Promise<Readonly<Record<string, unknown>>> {
    const auditor = Clerk.of(of, 'auditor');
    const list: [string, unknown][] = [];
    for (const path of asked) {
      const { status, body } = await auditor.read(path);
      list.push([path, { status, items: body['items'] ?? body }]);
    }
    return Object.fromEntries(list);
  }

  it(
    'answers every query the same once it is restored, and goes on',
    async () => {
      const before = await answers(run);
      expect(Object.values(before).map((answer) => (answer as { status: number }).status)).toEqual(asked.map(() => 200));
      expect(await ledgerctl('--data', run.dataFolder, '--json', 'backup', '--to', copy)).toMatchObject({ exit: 0 });
      expect(await ledgerctl('--data', again, '--json', 'restore', '--from', copy)).toMatchObject({ exit: 0 });
      const restored = await StandaloneRun.start({ dataFolder: again });
      try {
        expect(await answers(restored)).toEqual(before);
        const next = await Clerk.of(restored, 'desk').must('wishes/w-2/post', { text: '希望楼道装扶手', unit: '330681001001' });
        expect(BigInt(next.position) > BigInt(last)).toBe(true);
      } finally {
        await restored.stop();
      }
    },
    5 * MINUTES,
  );

  it(
    'does not bring back who was erased after it, with the list that was written since',
    async () => {
      const [list, later] = [join(folder, 'erasures.ndjson'), join(folder, 'later')];
      const [subject = ''] = await readableSubjects(run);
      await Clerk.of(run, 'registrar').must(`subjects/${subject}/request-erasure`, { ground: '本人申请' });
      await Clerk.of(run, 'auditor').must(`subjects/${subject}/approve-erasure`, {});
      expect(await until(async () => (await readableSubjects(run)).length === 0, MINUTES)).toBe(true);
      expect(await ledgerctl('--data', run.dataFolder, '--json', 'erasures', '--to', list)).toMatchObject({ exit: 0 });
      expect(await ledgerctl('--data', later, '--json', 'restore', '--from', copy, '--erasures', join(copy, 'format.json'))).toMatchObject({
        exit: 2,
      });
      expect(await ledgerctl('--data', later, '--json', 'restore', '--from', copy, '--erasures', list)).toMatchObject({ exit: 0 });
      const restored = await StandaloneRun.start({ dataFolder: later });
      try {
        expect(await readableSubjects(restored)).toEqual([]);
        expect(restored.output).toContain('已按清单再次抹除 1 人');
      } finally {
        await restored.stop();
      }
    },
    5 * MINUTES,
  );

  it(
    'is never written over, and a damaged one is refused',
    async () => {
      expect(await ledgerctl('--data', run.dataFolder, '--json', 'backup', '--to', copy)).toMatchObject({ exit: 2 });
      expect(await ledgerctl('--data', again, '--json', 'restore', '--from', copy)).toMatchObject({ exit: 2 });
      appendFileSync(join(copy, 'format.json'), ' ');
      const damaged = await ledgerctl('--data', join(folder, 'other'), '--json', 'restore', '--from', copy);
      expect([damaged.exit, (JSON.parse(damaged.err) as { code: string }).code]).toEqual([3, 'restore.damaged']);
    },
    MINUTES,
  );

  it(
    'leaves the running ledger as it was: rows equal the ledger, nothing lags',
    async () => {
      const rebuilt = await ledgerctl('--data', run.dataFolder, '--json', 'rebuild', 'units');
      expect([rebuilt.exit, (JSON.parse(rebuilt.out) as { equal: boolean }).equal]).toEqual([0, true]);
      expect((await ledgerctl('--data', run.dataFolder, '--url', run.url, '--json', 'status')).exit).toBe(0);
      const lag = await ledgerctl('--data', run.dataFolder, '--json', 'lag');
      expect([
        lag.exit,
        (JSON.parse(lag.out) as { views: readonly { parked: unknown[] }[] }).views.every((view) => view.parked.length === 0),
      ]).toEqual([0, true]);
    },
    MINUTES,
  );
});
