// Everything that can fail, in one command: counts over all suites, ends with `N passed, N failed`, and fails when something failed or nothing ran.
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const minute = 60_000;

/** In this order: what fails fast comes first. Checks count as one each, jest suites by their tests. */
const suites = [
  { name: 'types', check: ['typescript/bin/tsc', '-p', 'tsconfig.json'], within: 5 * minute },
  { name: 'screen-types', check: ['vue-tsc/bin/vue-tsc.js', '-p', 'apps/web/tsconfig.json', '--noEmit'], within: 5 * minute },
  { name: 'lint', check: ['eslint/bin/eslint.js', '--max-warnings=0', 'apps', 'libs', 'test'], within: 5 * minute },
  {
    name: 'format',
    check: [
      'prettier/bin/prettier.cjs',
      '--check',
      '--cache',
      '--log-level=warn',
      '{apps,libs,test,deploy}/**/*.{ts,mts,cjs,mjs}',
      '*.{cjs,mjs}',
    ],
    within: 5 * minute,
  },
  {
    name: 'boundaries',
    check: ['dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'test'],
    within: 5 * minute,
  },
  { name: 'unit', jest: { workers: 2 }, within: 10 * minute },
  { name: 'integration', jest: { workers: 1 }, within: 25 * minute },
  { name: 'e2e', jest: { workers: 1 }, within: 40 * minute },
  { name: 'browser', jest: { workers: 1 }, within: 20 * minute, lacks: () => noChromium() },
];

main().catch((reason) => {
  console.error(reason);
  process.exit(1);
});

async function main() {
  const asked = process.argv.slice(2);
  const names = asked.filter((one) => suites.some((suite) => suite.name === one));
  const patterns = asked.filter((one) => !names.includes(one));
  const chosen = names.length === 0 ? suites : suites.filter((suite) => names.includes(suite.name));
  const results = [];
  const left = [];
  for (const suite of chosen) {
    if (patterns.length > 0 && suite.check) continue;
    console.log(`\n── ${suite.name}`);
    const lack = suite.lacks?.();
    if (lack !== undefined) {
      console.log(`── ${suite.name}: not run: ${lack}`);
      left.push(`${suite.name}: ${lack}`);
      continue;
    }
    const began = Date.now();
    const result = suite.check ? await check(suite) : await jest(suite, patterns);
    results.push(result);
    console.log(`── ${suite.name}: ${result.passed} passed, ${result.failed} failed (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log('');
  for (const { name, notes } of results) for (const note of notes) console.log(`✕ ${name}: ${note}`);
  for (const one of left) console.log(`○ not run: ${one}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

/** What is compiled already says where a browser may lie. */
function noChromium() {
  const { findChromium, NO_CHROMIUM } = require('../dist/test/browser/chromium.js');
  return findChromium() === undefined ? NO_CHROMIUM : undefined;
}

async function check({ name, check: [script, ...args], within }) {
  const { code, why } = await run([path.join(root, 'node_modules', script), ...args], within);
  const notes = code === 0 ? [] : [why ?? `exit code ${code}`];
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, notes };
}

async function jest({ name, jest: { workers }, within }, patterns) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-test-'));
  const report = path.join(folder, 'report.json');
  try {
    const args = [
      '--selectProjects',
      name,
      `--maxWorkers=${workers}`,
      '--workerIdleMemoryLimit=1GB',
      '--json',
      `--outputFile=${report}`,
      '--silent=false',
      ...patterns,
    ];
    const { code, why } = await run([path.join(root, 'node_modules/jest/bin/jest.js'), ...args], within, report);
    return count(name, code, why, report, patterns.length > 0);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function count(name, code, why, report, narrowed) {
  const notes = why === undefined ? [] : [why];
  if (!fs.existsSync(report)) return { name, passed: 0, failed: 1, notes: [...notes, `no report (exit code ${code})`] };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = JSON.parse(
    fs.readFileSync(report, 'utf8'),
  );
  if (numRuntimeErrorTestSuites > 0) notes.push(`${numRuntimeErrorTestSuites} files could not be run`);
  // A skipped test proves nothing: it counts as one that failed.
  if (numPendingTests + numTodoTests > 0) notes.push(`${numPendingTests + numTodoTests} tests were skipped`);
  let failed = numFailedTests + numRuntimeErrorTestSuites + numPendingTests + numTodoTests + (why === undefined ? 0 : 1);
  if (numPassedTests === 0 && failed === 0 && !narrowed) {
    notes.push('no test ran');
    failed = 1;
  }
  if (failed === 0 && code !== 0 && numPassedTests > 0) {
    notes.push(`jest ended with exit code ${code}`);
    failed = 1;
  }
  return { name, passed: numPassedTests, failed, notes };
}

/** Runs one node program; its standard output is not ours to parse. One that leaves handles open after its report is ended and said so. */
function run(args, within, report) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', report ? 'ignore' : 'inherit', 'inherit'],
      env: { ...process.env, NODE_ENV: 'test', FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    let why;
    const end = (reason) => {
      why = reason;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => end(`took longer than ${within / minute} minutes`), within);
    let lingering;
    const watch = report
      ? setInterval(() => {
          if (lingering === undefined && fs.existsSync(report))
            lingering = setTimeout(() => end('did not end after its last test: something was left open'), 15_000);
        }, 500)
      : undefined;
    child.once('close', (code) => {
      clearTimeout(timer);
      clearTimeout(lingering);
      clearInterval(watch);
      done({ code: code ?? 1, why });
    });
    child.once('error', (reason) => end(String(reason)));
  });
}
