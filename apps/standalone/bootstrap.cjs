// Runs before anything is installed: plain JavaScript, no dependency. Installs what is missing, compiles what is stale, then runs the command.
'use strict';
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const minimum = [20, 19];
const commands = {
  start: 'dist/apps/standalone/main.js',
  eventstore: 'dist/apps/standalone/eventstore.js',
  ledgerctl: 'dist/apps/ledgerctl/main.js',
  bench: 'dist/test/bench/main.js',
  screenshots: 'dist/test/browser/screenshots.js',
  test: 'test/run.cjs',
  build: undefined,
};

main();

function main() {
  checkNode();
  const [command, ...args] = process.argv.slice(2);
  if (!Object.hasOwn(commands, command)) {
    fail(
      `未知命令：${command}。可用：${Object.keys(commands).join(' ')}`,
      `Unknown command: ${command}. Known: ${Object.keys(commands).join(' ')}`,
    );
  }
  install();
  compile();
  const entry = commands[command];
  if (entry === undefined) return;
  const file = path.join(root, entry);
  if (!fs.existsSync(file)) fail(`缺少 ${entry}。请执行 git status 检查源码是否完整。`, `${entry} is missing. Is the checkout complete?`);
  // In this very process: one process fewer to watch, and signals arrive.
  process.argv = [process.argv[0], file, ...args];
  require(file);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > minimum[0] || (major === minimum[0] && minor >= minimum[1])) return;
  fail(
    `需要 Node.js ${minimum.join('.')} 或更新版本，现在是 ${process.versions.node}。请从 https://nodejs.org 安装后重试。`,
    `Node.js ${minimum.join('.')} or newer is needed; this is ${process.versions.node}. Install it from https://nodejs.org and try again.`,
  );
}

function install() {
  const stamp = path.join(root, 'node_modules', '.installed-for');
  const wanted = createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
  if (readText(stamp) === wanted) return;
  if (!installedAsLocked()) {
    say('正在安装依赖（只需一次，约一分钟）…', 'Installing dependencies (once, about a minute)…');
    const npm = process.env.npm_execpath;
    const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
    const [program, before] =
      npm && /\.c?js$/.test(npm) ? [process.execPath, [npm]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
    const { status, error } = spawnSync(program, [...before, ...args], { cwd: root, stdio: 'inherit', shell: program === 'npm.cmd' });
    if (status !== 0) {
      fail(
        `安装依赖失败${error ? `（${error.message}）` : ''}。请检查网络、磁盘空间与 npm 设置后重试。`,
        `Installing the dependencies failed${error ? ` (${error.message})` : ''}. Check the network, the disk and npm's settings, then try again.`,
      );
    }
  }
  fs.writeFileSync(stamp, wanted);
}

/** What lies in node_modules is what the lockfile says (packages for other platforms aside): nothing to install. */
function installedAsLocked() {
  try {
    const locked = readJson('package-lock.json').packages;
    const present = readJson('node_modules/.package-lock.json').packages;
    return Object.entries(locked).every(
      ([name, entry]) => name === '' || present[name]?.version === entry.version || (entry.optional && !present[name]),
    );
  } catch {
    return false;
  }
}

function compile() {
  const dist = path.join(root, 'dist');
  const stamp = path.join(dist, '.compiled-from');
  const web = path.join(root, 'apps', 'web');
  const all = ['apps', 'libs', 'test'].flatMap((folder) => walk(path.join(root, folder)));
  const sources = all.filter((file) => /(?<!\.d)\.ts$/.test(file) && !file.startsWith(web + path.sep));
  buildScreens(all.filter((file) => file.startsWith(web + path.sep)));
  const wanted = standOf([path.join(root, '.swcrc'), ...sources]);
  if (readText(stamp) === wanted) return;
  say('正在编译…', 'Compiling…');
  const swc = path.join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const { status } = spawnSync(process.execPath, [swc, 'apps', 'libs', 'test', '-d', 'dist', '-q', '--ignore', 'apps/web/**'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) fail('编译失败，原因见上。', 'Compiling failed; the reason is above.');
  removeOrphans(dist, new Set(sources.map((file) => path.relative(root, file).replace(/\.ts$/, ''))));
  fs.writeFileSync(stamp, wanted);
}

/** The screens (dist/web), built anew when one of their files changed. */
function buildScreens(files) {
  const stamp = path.join(root, 'dist', '.screens-from');
  const wanted = standOf(files);
  if (readText(stamp) === wanted && fs.existsSync(path.join(root, 'dist', 'web', 'index.html'))) return;
  say('正在构建页面…', 'Building the screens…');
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--config', path.join('apps', 'web', 'vite.config.mts'), '--logLevel', 'warn'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) fail('构建页面失败，原因见上。', 'Building the screens failed; the reason is above.');
  fs.writeFileSync(stamp, wanted);
}

/** What these files and the locked packages are like now, by name, time and size. */
function standOf(files) {
  const hash = createHash('sha256');
  for (const file of [path.join(root, 'package-lock.json'), ...files].sort()) {
    const { mtimeMs, size } = fs.statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** A module whose source is gone must not be found any more. */
function removeOrphans(dist, wanted) {
  for (const file of walk(dist)) {
    if (file.startsWith(path.join(dist, 'web') + path.sep)) continue;
    const name = path.relative(dist, file).replace(/\.js(\.map)?$/, '');
    if (/\.js(\.map)?$/.test(file) && !wanted.has(name)) fs.rmSync(file, { force: true });
  }
}

function walk(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(file);
    return entry.isFile() ? [file] : [];
  });
}

function readJson(name) {
  return JSON.parse(fs.readFileSync(path.join(root, name), 'utf8'));
}

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function say(zh, en) {
  process.stderr.write(`${zh} ${en}\n`);
}

function fail(zh, en) {
  process.stderr.write(`${zh}\n${en}\n`);
  process.exit(1);
}
