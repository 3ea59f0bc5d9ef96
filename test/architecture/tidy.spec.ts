import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { functionsOf, importsOf, root, sources } from './source-tree';

const all = sources();
const isSpec = (path: string): boolean => /\.(spec|fixture)\.ts$/.test(path);

test('there is something to look at', () => {
  expect(all.length).toBeGreaterThan(100);
});

test('a source file has at most 300 lines', () => {
  expect(all.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 })).filter(({ lines }) => lines > 300)).toEqual([]);
});

test('a function has at most 70 lines', () => {
  const long = all.flatMap((source) =>
    functionsOf(source)
      .filter(({ lines }) => lines > 70)
      .map((one) => `${source.path}:${one.line} ${one.name} (${one.lines})`),
  );
  expect(long).toEqual([]);
});

test('no default exports', () => {
  const isDefault = (node: ts.Statement): boolean =>
    (ts.isExportAssignment(node) && !node.isExportEquals) ||
    (ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword));
  expect(all.filter(({ tree }) => tree.statements.some(isDefault)).map(({ path }) => path)).toEqual([]);
});

test('a thing lives where its reader would look: no utils, helpers, common, types', () => {
  expect(all.map(({ path }) => path).filter((path) => /(^|\/)(utils?|helpers?|commons?|types?|misc|shared)(\.|\/)/i.test(path))).toEqual(
    [],
  );
});

test('every test runs: none skipped, none alone, none to do', () => {
  const word = /\b(describe|test|it)\.(skip|only|todo|failing)\b|\b(xit|xtest|xdescribe|fit|fdescribe)\(/;
  expect(
    all.filter(({ path, text }) => isSpec(path) && path !== 'test/architecture/tidy.spec.ts' && word.test(text)).map(({ path }) => path),
  ).toEqual([]);
});

test('no test waits by the clock alone', () => {
  const sleep = /await (sleep|delay|wait)\(\d|setTimeout\((resolve|done|r|next), ?\d{3,}\)/;
  expect(all.filter(({ path, text }) => /\.spec\.ts$/.test(path) && sleep.test(text)).map(({ path }) => path)).toEqual([]);
});

/** Files that are run rather than imported: processes, and what the test runner finds by name. */
const entries = [
  /^apps\/[a-z]+\/main\.ts$/,
  /^apps\/(api\/genesis|standalone\/(eventstore|store|demo\/main))\.ts$/,
  /^test\/bench\/[a-z-]+\.ts$/,
  /^test\/browser\/screenshots\.ts$/,
  /\.spec\.ts$/,
  /\.worker\.ts$/,
];

test('no orphans: every file is reached from a process, a test or the list of mechanisms', () => {
  const known = new Map(all.map((source) => [source.path, source]));
  const names = new Set(known.keys());
  const reached = new Set<string>();
  const visit = (path: string): void => {
    const source = known.get(path);
    if (source === undefined || reached.has(path)) return;
    reached.add(path);
    importsOf(source, names).forEach(visit);
  };
  [...names].filter((path) => entries.some((form) => form.test(path))).forEach(visit);
  expect([...names].filter((path) => !reached.has(path))).toEqual([]);
});

/** A file without a kind is a file no boundary rule speaks of. */
const kinds = [
  /^apps\/(api|projector|reactor|standalone|ledgerctl|notary|wiring)\//,
  /^apps\/[a-z-]+(\.spec)?\.ts$/,
  /^libs\/(kernel|contracts|ledger|readside|gateway|access|policy|embedded|testing|tlog)\//,
  /^libs\/mechanisms\/[a-z-]+(\.int)?(\.spec)?\.ts$/,
  /^libs\/mechanisms\/[a-z-]+\/([a-z-]+\.)?(contract|decider|views|queries|rules|reactions|discloses|lines|genesis|sources)\.ts$/,
  /^libs\/mechanisms\/[a-z-]+\/index\.ts$/,
  /^libs\/mechanisms\/[a-z-]+\/[a-z-]+(\.int)?\.(spec|fixture)\.ts$/,
  /^test\/(architecture|bench|conformance|contracts|e2e|faults|integration|browser)\//,
];

test('every file has a kind', () => {
  expect(all.map(({ path }) => path).filter((path) => !kinds.some((form) => form.test(path)))).toEqual([]);
});

test('every mechanism is whole: contract, decider, views, index, and a spec', () => {
  const folder = join(root, 'libs', 'mechanisms');
  const mechanisms = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'contract.ts')),
  );
  expect(mechanisms.length).toBeGreaterThanOrEqual(5);
  const list = readFileSync(join(folder, 'index.ts'), 'utf8');
  const lacking = mechanisms.flatMap(({ name }) => {
    const files = readdirSync(join(folder, name));
    const missing = ['contract.ts', 'decider.ts', 'views.ts', 'index.ts'].filter((file) => !files.includes(file));
    if (!files.some((file) => file.endsWith('.spec.ts'))) missing.push('a spec');
    if (!list.includes(`'./${name}`)) missing.push('its line in libs/mechanisms/index.ts');
    return missing.map((what) => `${name}: ${what}`);
  });
  expect(lacking).toEqual([]);
});

test('every lib says in at most a page what it is for', () => {
  const libs = readdirSync(join(root, 'libs'));
  const pages = libs.map((name) => ({ name, file: join(root, 'libs', name, 'README.md') }));
  expect(pages.filter(({ file }) => !existsSync(file)).map(({ name }) => name)).toEqual([]);
  expect(pages.filter(({ file }) => readFileSync(file, 'utf8').split('\n').length > 80).map(({ name }) => name)).toEqual([]);
});

test('no path of one machine and no registry lies in the sources', () => {
  const trace = /\/(work|home|Users|root)\/[a-z]|https?:\/\/(localhost:4873|registry\.|[a-z.-]*artifact)/;
  expect(all.filter(({ path, text }) => !isSpec(path) && trace.test(text)).map(({ path }) => path)).toEqual([]);
});
