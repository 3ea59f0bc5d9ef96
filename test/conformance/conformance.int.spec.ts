import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { ensureStoreCredentials, startEventStore, startPostgres, type RunningEventStore, type RunningPostgres } from '#embedded';

type Step = readonly [label: string, answer: unknown];
type Stories = Readonly<Record<string, readonly Step[]>>;

interface Deviation {
  readonly story: string;
  readonly step: string;
  readonly reason: string;
}

const here = __dirname;
const deviations = readJson(join(here, 'deviations.json')) as readonly Deviation[];
const run = promisify(execFile);

let folder: string;
let postgres: RunningPostgres;
let plain: RunningEventStore;
let secure: RunningEventStore;
let secureArgs: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['plain', 'secure'] });
  plain = await startEventStore({ databaseUrl: postgres.url('plain'), host: '127.0.0.1', port: 0, insecure: true });
  const { tls, accounts } = await ensureStoreCredentials(join(folder, 'store'), ['127.0.0.1'], Date.now());
  const other = { name: 'other', password: 'another one', groups: [] };
  secure = await startEventStore({
    databaseUrl: postgres.url('secure'),
    host: '127.0.0.1',
    port: 0,
    insecure: false,
    tls,
    accounts: [...accounts, other],
  });
  const admin = accounts.find((account) => account.name === 'admin');
  secureArgs = ['--ca', tls.caFile, '--admin', `admin:${admin?.password}`, '--other', `other:${other.password}`];
}, 60_000);

afterAll(async () => {
  await plain?.close();
  await secure?.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

describe('the embedded store answers as the recorded node', () => {
  it('in all 52 stories', async () => {
    await compare('scenarios', 52, plain.port, []);
  }, 180_000);

  it('in all 200 random histories', async () => {
    await compare('histories', 200, plain.port, ['--parallel', '6']);
  }, 400_000);

  it('in all answers about access, over TLS', async () => {
    await compare('access', 5, secure.port, secureArgs);
  }, 120_000);
});

/** Plays the stories against our store and holds every step against the recording; what differs must be listed, and what is listed must differ. */
async function compare(name: string, stories: number, port: number, more: readonly string[]): Promise<void> {
  const recorded = join(folder, `${name}.json`);
  const args = ['--root', process.cwd(), '--target', `127.0.0.1:${port}`, '--scenarios', `${name}.mjs`, '--record', recorded, ...more];
  await run(process.execPath, [join(here, 'run.mjs'), ...args], { cwd: here, maxBuffer: 64 * 1024 * 1024 });
  const want = readJson(join(here, 'answers', `${name}.json`)) as Stories;
  const got = readJson(recorded) as Stories;
  expect(Object.keys(want)).toHaveLength(stories);
  const differing = Object.keys(want).flatMap((story) => differences(story, want[story] ?? [], got[story] ?? []));
  const listed = deviations.filter(({ story }) => story in want).map(({ story, step }) => `${story} › ${step}`);
  const unlisted = differing.filter(({ step }) => !listed.includes(step));
  if (unlisted.length > 0) writeFileSync(join(tmpdir(), `conformance-${name}-differences.json`), JSON.stringify(unlisted, null, 1));
  expect(unlisted.slice(0, 10)).toEqual([]);
  const needless = listed.filter((step) => !differing.some((difference) => difference.step === step));
  expect(needless).toEqual([]);
}

/** Labels are not compared: where the real node never answered, the generator's later calls name other events than ours. */
function differences(story: string, want: readonly Step[], got: readonly Step[]): { step: string; want: unknown; got: unknown }[] {
  return Array.from({ length: Math.max(want.length, got.length) }, (_, i) => ({
    step: `${story} › ${want[i]?.[0] ?? got[i]?.[0]}`,
    want: want[i]?.[1],
    got: got[i]?.[1],
    same: i < want.length && i < got.length && (isNeverAnswered(want[i]?.[1]) || isDeepStrictEqual(want[i]?.[1], got[i]?.[1])),
  })).flatMap(({ same, ...difference }) => (same ? [] : [difference]));
}

function isNeverAnswered(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'noAnswer' in answer;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
