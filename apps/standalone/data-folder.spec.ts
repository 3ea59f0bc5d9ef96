import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from './data-folder';
import { LogFile } from './log-file';
import { readOptions } from './options';

let parent: string;
let path: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'ledger-folder-'));
  path = join(parent, 'data');
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

test('a new folder gets secrets that only its owner reads, and keeps them', () => {
  const first = openDataFolder(path, false);
  expect(first).toMatchObject({ fresh: true, synthetic: false });
  const secrets = Object.values(first.secretFiles).map((file) => readFileSync(file, 'utf8'));
  expect(new Set(secrets).size).toBe(3);
  for (const file of Object.values(first.secretFiles)) expect(statSync(file).mode & 0o777).toBe(0o600);
  first.release();
  const second = openDataFolder(path, false);
  expect(second.fresh).toBe(false);
  expect(Object.values(second.secretFiles).map((file) => readFileSync(file, 'utf8'))).toEqual(secrets);
  second.release();
});

test('a secret that is gone is asked for, never replaced', () => {
  const { secretFiles, release } = openDataFolder(path, false);
  release();
  rmSync(secretFiles.masterKey);
  expect(() => openDataFolder(path, false)).toThrow(expect.objectContaining({ code: 'start.secret-missing' }));
  expect(existsSync(secretFiles.masterKey)).toBe(false);
});

test('a folder of a newer version is left as it is', () => {
  openDataFolder(path, false).release();
  writeFileSync(join(path, 'format.json'), '{"format": 2}');
  const before = readdirSync(path);
  expect(() => openDataFolder(path, false)).toThrow(expect.objectContaining({ code: 'start.folder-newer' }));
  expect(readdirSync(path)).toEqual(before);
});

test('demonstration data never enters a real ledger; a demonstration stays one', () => {
  openDataFolder(path, false).release();
  expect(() => openDataFolder(path, true)).toThrow(expect.objectContaining({ code: 'start.folder-not-demo' }));
  const demo = join(parent, 'demo');
  openDataFolder(demo, true).release();
  const again = openDataFolder(demo, false);
  expect(again.synthetic).toBe(true);
  again.release();
});

test('a folder held by another living process is refused; one of a dead process is taken over', () => {
  openDataFolder(path, false).release();
  writeFileSync(join(path, 'ledger.lock'), JSON.stringify({ pid: 1, started: 'long ago' }));
  openDataFolder(path, false).release();
  expect(existsSync(join(path, 'ledger.lock'))).toBe(false);
});

test('a file where the folder should be gets one sentence', () => {
  writeFileSync(path, 'a file');
  expect(() => openDataFolder(path, false)).toThrow(expect.objectContaining({ code: 'start.folder-unusable' }));
});

test('a place where no folder can be made gets one sentence, at once', () => {
  expect(() => openDataFolder('/proc/ledger/data', false)).toThrow(expect.objectContaining({ code: 'start.folder-unusable' }));
});

test('a damaged format file is asked for from the backup, not told as a bug', () => {
  openDataFolder(path, false).release();
  for (const damaged of ['', 'xx', '{"format":', 'null', '{"format":"1"}']) {
    writeFileSync(join(path, 'format.json'), damaged);
    expect(() => openDataFolder(path, false)).toThrow(expect.objectContaining({ code: 'start.folder-unusable' }));
  }
});

test('a log never takes more than two files of its bound', () => {
  const log = new LogFile(join(parent, 'app.log'));
  const mebibyte = Buffer.alloc(1024 * 1024, 'x');
  for (let n = 0; n < 40; n++) log.write(mebibyte);
  log.close();
  expect(readdirSync(parent).sort()).toEqual(['app.log', 'app.log.1']);
  for (const name of readdirSync(parent)) expect(statSync(join(parent, name)).size).toBeLessThanOrEqual(9 * 1024 * 1024);
});

test('options have the defaults the README says, and a wrong one is named', () => {
  expect(readOptions([])).toMatchObject({ port: 3000, host: '127.0.0.1', demo: false });
  expect(readOptions(['--port', '8080', '--host', '0.0.0.0', '--data', 'x', '--demo'])).toMatchObject({
    port: 8080,
    host: '0.0.0.0',
    demo: true,
    demoUntil: undefined,
  });
  expect(readOptions(['--demo-until', '2021-06-30'])).toMatchObject({ demo: true, demoUntil: '2021-06-30' });
  for (const wrong of [['--demo-until', '2021-06-31'], ['--port', '70000'], ['--port', 'x'], ['--prot', '1'], ['stray'], ['--data', ' ']]) {
    expect(() => readOptions(wrong)).toThrow(expect.objectContaining({ code: 'start.option' }));
  }
});
