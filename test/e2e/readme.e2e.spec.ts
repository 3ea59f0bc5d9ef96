import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '#embedded';

/** Every command of the README's blocks is given here as it stands there, and run as a reader would; a new one without its trial fails the first test. */
interface Trial {
  /** As written, comments aside. */
  readonly written: string;
  /** What stands for `N`, `DIR` and the like, and what keeps the trial short. */
  readonly run: (port: number, folder: string) => string;
  /** It has begun well when it has said this, and is then ended; without, it ends by itself with exit code 0. */
  readonly says?: RegExp;
  readonly env?: Readonly<Record<string, string>>;
}

const ready = /治理账本已就绪/;
const trials: readonly Trial[] = [
  { written: 'npm start', run: (port, folder) => `npm start -- --port ${port} --data ${folder}/start`, says: ready },
  { written: 'npm test', run: () => 'npm test -- unit libs/kernel' },
  {
    written: 'npm start -- --port 8080 --host 0.0.0.0 --data /srv/ledger',
    run: (port, folder) => `npm start -- --port ${port} --host 0.0.0.0 --data ${folder}/example`,
    says: ready,
  },
  { written: 'npm run test:integration', run: () => 'npm run test:integration -- eventstore/defaults' },
  {
    written: 'npm run eventstore -- --port 2113 --data DIR [--insecure]',
    run: (port, folder) => `npm run eventstore -- --port ${port} --data ${folder}/store --insecure`,
    says: new RegExp('esdb://'),
  },
  { written: 'npm run ledgerctl -- --help', run: () => 'npm run ledgerctl -- --help' },
  { written: 'npm run bench', run: () => 'npm run bench -- --quick --only store' },
  { written: 'npm run screenshots -- --help', run: () => 'npm run screenshots -- --help' },
  { written: 'npm run test:unit', run: () => 'npm run test:unit -- libs/kernel' },
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-readme-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every command of the README has its trial, and every trial its command', () => {
  expect(commandsOf(readFileSync('README.md', 'utf8')).sort()).toEqual(trials.map(({ written }) => written).sort());
});

test.each(trials)(
  '$written',
  async ({ run, says }) => {
    const { ended, said } = await outcome(run(await freePort(), folder), says);
    expect({ ended, said: said.slice(-2_000) }).toEqual({ ended: 0, said: expect.any(String) as unknown });
  },
  300_000,
);

/** Lines of fenced blocks, and what stands between backticks and begins with npm; comments (after two spaces) and Chinese text aside. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.split('\n'));
  const inline = [...text.replace(/^```[^\n]*\n[\s\S]*?^```/gm, '').matchAll(/`(npm [^`]+)`/g)].map(([, command = '']) => command);
  const commands = [...blocks, ...inline].map((line) => line.split(/ {2,}|#/)[0]?.trim() ?? '').filter((line) => line !== '');
  return [...new Set(commands)];
}

/** Runs one command line to its end, or until it says what it should; it is then asked to end, as by Ctrl-C. */
async function outcome(command: string, says: RegExp | undefined): Promise<{ readonly ended: number | null; readonly said: string }> {
  const [program = '', ...args] = command.split(' ');
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const closed = new Promise<number | null>((done) => child.once('close', done));
  if (says === undefined) return { ended: await closed, said };
  const began = await until(() => says.test(said) || child.exitCode !== null, 180_000);
  // Ctrl-C reaches every process of the terminal's foreground, npm and what it started.
  process.kill(-(child.pid ?? 0), 'SIGINT');
  await closed;
  return { ended: began && says.test(said) ? 0 : 1, said };
}
