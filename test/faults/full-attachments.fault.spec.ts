import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(60_000);

/** Tries a file of 6 MiB, then one of 1 MiB, and prints what became of each and what lies in the folder. */
const script = (folder: string): string => `
  const { AttachmentStore } = require(${JSON.stringify(join(process.cwd(), 'dist/apps/api/attachment-store.js'))});
  const { readdirSync } = require('node:fs');
  const store = new AttachmentStore(${JSON.stringify(folder)});
  async function* scan(mebibytes) { yield Buffer.from('%PDF-1.7 a long scan'); for (let i = 0; i < mebibytes; i++) yield Buffer.alloc(1048576, 1); }
  (async () => {
    const full = await store.keep(scan(6), 'application/pdf');
    const left = readdirSync(${JSON.stringify(folder)} + '/incoming');
    const small = await store.keep(scan(1), 'application/pdf');
    process.stdout.write(JSON.stringify({ full, left, small: typeof small }));
  })();`;

// A small tmpfs in a mount namespace of its own is a real full disk, for root and for an ordinary user alike.
test('a scan for which there is no room is refused as that, leaves nothing, and a smaller one is kept afterwards', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-full-'));
  const child = spawn(
    'unshare',
    [
      '--user',
      '--map-root-user',
      '--mount',
      'sh',
      '-c',
      `mount -t tmpfs -o size=4m tmpfs ${folder} && exec "$0" -e "$1"`,
      process.execPath,
      script(folder),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  rmSync(folder, { recursive: true, force: true });
  expect([code, JSON.parse(said)]).toEqual([0, { full: 'attachment.no-room', left: [], small: 'object' }]);
});
