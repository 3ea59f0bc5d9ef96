import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import { startEventStore, startPostgres, type RunningEventStore, type RunningPostgres } from '#embedded';
import { build } from './histories.mjs';
import { playOnModel, type Step } from './model-story';

const run = promisify(execFile);
/** `HISTORY_SEED=12345` plays the histories of a failed run again, `HISTORIES=2000` more of them. */
const FIRST = Number(process.env['HISTORY_SEED'] ?? randomInt(1_000, 500_000));
const LAST = FIRST + Number(process.env['HISTORIES'] ?? 24) - 1;
const CALLS = 60;

let folder: string;
let postgres: RunningPostgres;
let store: RunningEventStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'model-'));
  postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['events'] });
  store = await startEventStore({ databaseUrl: postgres.url('events'), host: '127.0.0.1', port: 0, insecure: true });
}, 60_000);

afterAll(async () => {
  await store?.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

it(`answers histories that nobody has recorded as the model does: seeds ${FIRST} to ${LAST}, ${CALLS} calls each`, async () => {
  const stories = join(folder, 'fresh.mjs');
  const histories = pathToFileURL(join(__dirname, 'histories.mjs')).href;
  writeFileSync(
    stories,
    `import { build } from ${JSON.stringify(histories)};\nexport const scenarios = build(${FIRST}, ${LAST}, ${CALLS});\n`,
  );
  const answers = join(folder, 'fresh.json');
  const args = [
    '--root',
    process.cwd(),
    '--target',
    `127.0.0.1:${store.port}`,
    '--scenarios',
    stories,
    '--record',
    answers,
    '--parallel',
    '8',
  ];
  const [got, played] = await Promise.all([
    run(process.execPath, [join(__dirname, 'run.mjs'), ...args], { maxBuffer: 64 * 1024 * 1024 }).then(
      () => JSON.parse(readFileSync(answers, 'utf8')) as Readonly<Record<string, readonly Step[]>>,
    ),
    Promise.all(Object.entries(build(FIRST, LAST, CALLS)).map(async ([name, history]) => [name, await playOnModel(history)] as const)),
  ]);
  expect(Object.keys(got)).toHaveLength(LAST - FIRST + 1);
  // The first step of a history in which they differ: later ones follow from it.
  const differing = played.flatMap(([name, want]) => {
    const at = want.findIndex((step, i) => !isDeepStrictEqual(step, got[name]?.[i]));
    return at < 0 && got[name]?.length === want.length ? [] : [{ name, want: want[at], got: got[name]?.[at] }];
  });
  expect(differing).toEqual([]);
}, 300_000);
