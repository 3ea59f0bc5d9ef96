import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { freePort } from '#embedded';

let folder: string;
let port: number;
const started: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-alone-'));
  writeFileSync(join(folder, 'carol.password'), 'a word of hers\n');
  port = await freePort();
}, 60_000);

afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('the event store alone', () => {
  it('starts with TLS and accounts, says so in one line, stops on SIGTERM, and has everything after the next start', async () => {
    const first = await startAlone('--account', 'carol', '--password-file', join(folder, 'carol.password'));
    expect(first.line).toContain(`esdb://127.0.0.1:${port}?tls=true`);
    const carol = connect('carol', 'a word of hers');
    await carol.appendToStream('kept', [jsonEvent({ type: 'fact', data: { n: 1 } })]);
    await expect(readAll(carol)).rejects.toMatchObject({ type: 'access-denied' });
    await expect(connect('carol', 'guess').appendToStream('kept', [jsonEvent({ type: 'fact', data: {} })])).rejects.toMatchObject({
      type: 'access-denied',
    });
    expect(await stop(first.child)).toBe(0);

    const second = await startAlone();
    const ledger = connect('ledger', readFileSync(join(folder, 'data', 'store', 'ledger.password'), 'utf8').trim());
    expect(await readAll(ledger)).toContain('kept');
    expect(await stop(second.child)).toBe(0);
  }, 120_000);

  it.each([
    [['--port', '0', '--data', 'x'], '--port'],
    [['--port', '2113'], '--data'],
    [['--port', '2113', '--data', 'x', '--account', 'carol'], '--password-file'],
    [['--port', '2113', '--data', 'x', '--fell-behind', 'sometimes'], '--fell-behind'],
    [['--port', '2113', '--data', 'x', '--unheard-of'], 'unheard-of'],
  ])(
    'refuses %j with a sentence and a non-zero exit',
    async (args, about) => {
      const { code, words } = await runToEnd(args);
      expect(code).toBe(1);
      expect(words).toContain(about);
      expect(words).toContain('[start.option]');
    },
    60_000,
  );
});

function connect(name: string, password: string): EventStoreDBClient {
  const caFile = join(folder, 'data', 'store', 'ca.pem');
  return EventStoreDBClient.connectionString(
    `esdb://${name}:${encodeURIComponent(password)}@localhost:${port}?tls=true&tlsCAFile=${caFile}`,
  );
}

async function readAll(client: EventStoreDBClient): Promise<string[]> {
  const streams: string[] = [];
  for await (const { event } of client.readAll()) if (event) streams.push(event.streamId);
  return streams;
}

function startAlone(...more: string[]): Promise<{ child: ChildProcess; line: string }> {
  const child = run(['--port', String(port), '--data', join(folder, 'data'), ...more]);
  started.push(child);
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve({ child, line: chunk.toString() }));
    child.once('exit', (code) => reject(new Error(`the store ended with ${code}`)));
  });
}

function stop(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill('SIGTERM');
  });
}

function runToEnd(args: readonly string[]): Promise<{ code: number | null; words: string }> {
  const child = run(args);
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, words })));
}

/** The compiled entry, as `npm test` has made it. */
function run(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['dist/apps/standalone/eventstore.js', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}
