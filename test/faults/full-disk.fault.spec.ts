import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(120_000);

// A small tmpfs in a mount namespace of its own is a real full disk, for root and for an ordinary user alike (who becomes root of a user namespace).
test('on a disk without room the start ends with one sentence, a non-zero exit, and no engine left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-full-'));
  const script = `mount -t tmpfs -o size=32m tmpfs ${folder} && exec ${process.execPath} apps/standalone/bootstrap.cjs start --port 1 --data ${folder}/data`;
  const child = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  rmSync(folder, { recursive: true, force: true });
  expect(said).toMatch(/(?:^|\n)磁盘已满：.*\nThe disk that holds .* is full\..*\n$/);
  expect(code).toBe(1);
});
