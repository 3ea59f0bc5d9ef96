import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup, restore } from './backup';
import { output } from './output';

const folder = mkdtempSync(join(tmpdir(), 'ledger-copy-'));
const [data, copy, again] = [join(folder, 'data'), join(folder, 'copy'), join(folder, 'again')];
const hash = 'ab'.repeat(32);

beforeAll(() => {
  for (const path of ['attachments/ab', 'attachments/incoming', 'secrets']) mkdirSync(join(data, path), { recursive: true });
  writeFileSync(join(data, 'format.json'), '{"format":1,"synthetic":false}');
  writeFileSync(join(data, 'attachments', 'ab', hash), '%PDF-1.7');
  writeFileSync(join(data, 'attachments', 'incoming', 'half.part'), '%PDF-');
  writeFileSync(join(data, 'restarts.json'), '[]');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a backup holds the attachments, nothing half-written, and is remembered where the health page looks', async () => {
  const printed = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  await backup(data, copy, output(true));
  await restore(copy, again, undefined, output(true));
  printed.mockRestore();
  expect(readFileSync(join(again, 'attachments', 'ab', hash), 'utf8')).toBe('%PDF-1.7');
  expect([join('attachments', 'incoming'), 'restarts.json', 'last-backup.json'].map((path) => existsSync(join(again, path)))).toEqual([
    false,
    false,
    false,
  ]);
  expect(JSON.parse(readFileSync(join(data, 'last-backup.json'), 'utf8'))).toMatchObject({ to: copy, files: 2, bytes: 38 });
});
