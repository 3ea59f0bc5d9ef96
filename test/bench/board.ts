import { execFile, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from '#embedded';
import { Clerk, type StandaloneRun } from '#testing';
import { readEnvironment } from '../../apps/environment';
import { wire } from '../../apps/wiring';
import { wishFacts, visible } from './facts-at-units';
import { wishPoster } from './wishes';

const run = promisify(execFile);

interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly failed: number;
  readonly mibPerSecond: number;
}

const [UNITS, LINES_EACH, LONG_BOARD, PER_SECOND, WRITES_PER_SECOND] = [100, 60, 10_000, 1_000, 20];

/** Boards of a hundred communities, one of 10,000 lines, asked 1,000 times a second while facts come; beside plain Fastify answering the same bytes. */
export async function measureBoard(ledger: StandaloneRun, scale: number): Promise<readonly string[]> {
  const units = await communities(ledger);
  await fill(ledger, units);
  const paths = await pathsOf(ledger, units);
  const folder = mkdtempSync(join(tmpdir(), 'ledger-board-'));
  try {
    const answers = await answersOf(ledger.url, paths);
    writeFileSync(join(folder, 'paths.json'), JSON.stringify(paths));
    writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
    const plain = await startPlain(join(folder, 'answers.json'));
    try {
      await assertEqual(ledger.url, plain.url, paths, answers);
      const seconds = Math.max(4, Math.round(20 * scale));
      const bare = await load(plain.url, folder, seconds);
      const still = await load(ledger.url, folder, seconds);
      const writing = await whileWriting(ledger, () => load(ledger.url, folder, seconds));
      const said = (name: string, l: Load): string =>
        `${name}: ${l.perSecond}/s, p50 ${l.p50Ms} ms, p99 ${l.p99Ms} ms, p99.9 ${l.p999Ms} ms (${l.mibPerSecond} MiB/s)`;
      return [
        said('board, plain Fastify answering the same bytes', bare),
        said('board, quiet ledger', still),
        `${said(`board, ${WRITES_PER_SECOND} facts/s recorded meanwhile`, writing)} (aim p99 ≤ 20 ms; ${paths.length} questions, answers equal)`,
      ];
    } finally {
      plain.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function communities(ledger: StandaloneRun): Promise<readonly string[]> {
  const { body } = await Clerk.of(ledger).read('units?level=community&limit=200');
  return (body['items'] as readonly { readonly code: string }[]).slice(0, UNITS).map((unit) => unit.code);
}

async function fill(ledger: StandaloneRun, units: readonly string[]): Promise<void> {
  const wired = await wire(readEnvironment(ledger.engines));
  try {
    const each = units.flatMap((unit) => Array.from({ length: LINES_EACH }, () => unit));
    const long = Array.from({ length: LONG_BOARD - LINES_EACH }, () => units[0] ?? '');
    await visible(ledger, await wishFacts(wired.ledger, [...each, ...long]));
  } finally {
    await wired.close();
  }
  await analyze(ledger);
}

/** What autovacuum does within a minute or two of such a flood: without it PostgreSQL plans by guesses. */
async function analyze(ledger: StandaloneRun): Promise<void> {
  const client = new Client({ connectionString: ledger.engines['DATABASE_URL'] });
  await client.connect();
  try {
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

/** First pages of all boards, single topics, pages deep in the long board, stories: what screens and phones ask. */
async function pathsOf(ledger: StandaloneRun, units: readonly string[]): Promise<readonly string[]> {
  const clerk = Clerk.of(ledger);
  const firsts = units.map((unit) => `/api/board/${unit}`);
  const topics = units.slice(0, 25).map((unit) => `/api/board/${unit}?topic=residents`);
  const deep: string[] = [];
  let path = `board/${units[0] ?? ''}?limit=500`;
  for (let page = 0; page < 15; page += 1) {
    const { body } = await clerk.read(path);
    path = `board/${units[0] ?? ''}?limit=500&cursor=${String(body['next'])}`;
    deep.push(`/api/${path.replace('limit=500', 'limit=50')}`);
  }
  const { body } = await clerk.read(`board/${units[1] ?? ''}`);
  const stories = (body['items'] as readonly { readonly id: string }[])
    .slice(0, 10)
    .map(({ id }) => `/api/board/${units[1] ?? ''}/${encodeURIComponent(id)}/story`);
  return [...firsts, ...firsts, ...firsts, ...topics, ...deep, ...stories];
}

async function answersOf(url: string, paths: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const answers: Record<string, string> = {};
  for (const path of new Set(paths)) {
    const response = await fetch(url + path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    answers[path] = await response.text();
  }
  return answers;
}

/** The gate: both answer the same bytes, and a kept answer holds what a fresh one of another length begins with. */
async function assertEqual(
  url: string,
  plainUrl: string,
  paths: readonly string[],
  answers: Readonly<Record<string, string>>,
): Promise<void> {
  const [again, plain] = [await answersOf(url, paths), await answersOf(plainUrl, paths)];
  for (const path of new Set(paths)) {
    if (again[path] !== answers[path] || plain[path] !== answers[path]) throw new Error(`${path}: the answers differ`);
    if (path.includes('?') || path.endsWith('/story')) continue;
    const fresh = (await (await fetch(`${url}${path}?limit=${51 + Math.floor(Math.random() * 400)}`)).json()) as {
      readonly items: readonly unknown[];
    };
    const kept = (JSON.parse(answers[path] ?? '') as typeof fresh).items;
    if (JSON.stringify(fresh.items.slice(0, kept.length)) !== JSON.stringify(kept))
      throw new Error(`${path}: the kept answer differs from a fresh one`);
  }
}

async function load(url: string, folder: string, seconds: number): Promise<Load> {
  const { stdout } = await run(process.execPath, [
    join(__dirname, 'board-load.js'),
    url,
    join(folder, 'paths.json'),
    String(PER_SECOND),
    String(seconds),
  ]);
  const measured = JSON.parse(stdout) as Load;
  if (measured.failed > 0) throw new Error(`${measured.failed} requests to ${url} were not answered with 200`);
  return measured;
}

async function whileWriting<T>(ledger: StandaloneRun, measure: () => Promise<T>): Promise<T> {
  const post = wishPoster(ledger.url, await Clerk.of(ledger, 'desk').bearer(), 4);
  let [going, failure]: [boolean, unknown] = [true, undefined];
  const posting: Promise<unknown>[] = [];
  const timer = setInterval(() => {
    if (going) posting.push(post().catch((reason: unknown) => (failure ??= reason)));
  }, 1_000 / WRITES_PER_SECOND);
  try {
    return await measure();
  } finally {
    going = false;
    clearInterval(timer);
    await Promise.all(posting);
    if (failure !== undefined) throw new Error(`a wish was not recorded: ${String(failure)}`);
  }
}

async function startPlain(answers: string): Promise<{ readonly url: string; stop(): void }> {
  const port = await freePort();
  const child = fork(join(__dirname, 'plain-board.js'), [answers], { env: { ...process.env, PORT: String(port) } });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (exit) => reject(new Error(`the plain route ended: ${exit}`)));
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill('SIGKILL') };
}
