import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the screens weigh, as they were built (`npm run build`; `npm test` builds them first). */
const folder = join(process.cwd(), 'dist', 'web');

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

let manifest: Manifest;
beforeAll(() => {
  const path = join(folder, '.vite', 'manifest.json');
  if (!existsSync(path)) throw new Error('the screens are not built: npm run build');
  manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
});

/** The scripts that some chunks bring with them at once. */
function scriptsOf(...roots: readonly string[]): readonly string[] {
  const seen = new Set<string>(roots);
  for (const name of seen) for (const next of manifest[name]?.imports ?? []) seen.add(next);
  return [...seen].map((name) => manifest[name]?.file ?? '').filter((file) => file.endsWith('.js'));
}

/** What a first visit of the board loads: the app, and every part of the board that is loaded by a route or later. */
function boardScripts(): readonly string[] {
  const lazy = new Set(['index.html']);
  for (const name of lazy) for (const next of manifest[name]?.dynamicImports ?? []) if (next.startsWith('src/board/')) lazy.add(next);
  expect(lazy.size).toBeGreaterThan(1);
  return scriptsOf(...lazy);
}

const read = (file: string): Buffer => readFileSync(join(folder, file));

test('the public board’s first load is at most 200 kB of script, gzipped', () => {
  const sizes = boardScripts().map((file) => [file, gzipSync(read(file)).length] as const);
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
  process.stdout.write(`board: ${(total / 1000).toFixed(1)} kB of script, gzipped, in ${sizes.length} files\n`);
  expect({ total, sizes: total > 200_000 ? sizes : [] }).toEqual({ total, sizes: [] });
  expect(total).toBeGreaterThan(20_000);
});

test('nothing of a third party stands in the way: the page names no other host, its scripts none that is asked', () => {
  const html = read('index.html').toString('utf8');
  expect(
    [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address).filter((address) => !address.startsWith('/')),
  ).toEqual([]);
  // A namespace of XML, and the words of an error: never asked.
  const words = /^(www\.w3\.org|vuejs\.org)$/;
  const hosts = boardScripts().flatMap((file) =>
    [
      ...read(file)
        .toString('utf8')
        .matchAll(/https?:\/\/([a-z0-9.-]+)/gi),
    ].map(([, host = '']) => host),
  );
  expect([...new Set(hosts)].filter((host) => !words.test(host))).toEqual([]);
});

test('charts and tables of the offices do not come with the board', () => {
  const text = boardScripts()
    .map((file) => read(file).toString('utf8'))
    .join('\n');
  expect(['echarts', 'ElTable', 'exceljs'].filter((name) => text.includes(name))).toEqual([]);
});
