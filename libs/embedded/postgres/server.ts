import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, copyFileSync, openSync, readSync, realpathSync, statSync, truncateSync } from 'node:fs';
import { Client } from 'pg';
import { diskFull, EngineRefusal, saysDiskFull } from '../engine-refusal';
import { signal, until } from '../processes';
import type { PostgresBinaries } from './binaries';
import { asWhom, engineEnvironment, superuser, type ClusterFolder } from './cluster-folder';
import type { Identity } from './identity';
import { clusterName, endLeftOvers } from './left-overs';

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Server {
  readonly pid: number;
  readonly exited: Promise<Ending>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly binaries: PostgresBinaries;
  readonly identity: Identity;
  readonly cluster: ClusterFolder;
  readonly port: number;
  readonly logFile: string;
}

const readyWithinMs = 120_000;
const logBytesMax = 16 * 1024 * 1024;

/** Starts one postmaster and resolves when it answers. @throws EngineRefusal when it ends or stays silent instead. */
export async function startServer(options: ServerOptions): Promise<Server> {
  boundLog(options.logFile);
  const logStart = sizeOf(options.logFile);
  const child = spawnPostmaster(options);
  const exited = new Promise<Ending>((done) => {
    child.once('exit', (code, by) => done({ code, signal: by }));
    child.once('error', () => done({ code: null, signal: null }));
  });
  let ended = false;
  void exited.then(() => (ended = true));
  const { pid } = child;
  if (pid === undefined) throw failed('spawn', options);
  const rotation = setInterval(() => boundLog(options.logFile), 30_000).unref();
  const watchdog = watchStarter(pid);
  void exited.then(() => {
    clearInterval(rotation);
    watchdog?.kill('SIGKILL');
  });
  const answered = await until(async () => ended || (await answers(options)), readyWithinMs);
  if (ended || !answered) {
    signal(pid, 'SIGKILL');
    throw failed(tail(options.logFile, logStart), options);
  }
  return { pid, exited, stop: () => stop(child, exited, options.cluster.data) };
}

function spawnPostmaster({ binaries, identity, cluster, port, logFile }: ServerOptions): ChildProcess {
  const settings = Object.entries(settingsOf(cluster.data, port)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, ...args] = [...identity.prefix, binaries.postgres, '-D', cluster.data, ...settings];
  const log = openSync(logFile, 'a', 0o600);
  try {
    // Detached: a Ctrl-C reaches the whole foreground group, and PostgreSQL must not shut down before those who still write to it.
    const child = spawn(command ?? '', args, {
      ...asWhom(identity),
      cwd: cluster.data,
      env: engineEnvironment(),
      detached: true,
      stdio: ['ignore', log, log],
      windowsHide: true,
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

function settingsOf(data: string, port: number): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '', // a socket's path may not exceed 107 bytes, a folder's may
    password_encryption: 'scram-sha-256',
    cluster_name: clusterName(data),
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_connections: '100',
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    statement_timeout: '60s',
    idle_in_transaction_session_timeout: '60s',
    tcp_keepalives_idle: '30',
    client_connection_check_interval: process.platform === 'linux' ? '2s' : '0',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    log_min_error_statement: 'panic', // statements may hold what must not lie in a log
    log_line_prefix: '%m [%p] %d ',
  };
}

/**
 * PostgreSQL outlives a starter that is killed. A shell that reads from a pipe of ours notices (the pipe closes with us, however we end)
 * and, a moment later so that others can finish, asks for a fast shutdown. Windows has none; there the next start ends the old one.
 */
function watchStarter(pid: number): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined;
  const watchdog = spawn('/bin/sh', ['-c', `read line; sleep 2; kill -INT ${pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.on('error', () => undefined);
  watchdog.unref();
  const { stdin } = watchdog;
  stdin.on('error', () => undefined);
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return watchdog;
}

async function stop(child: ChildProcess, exited: Promise<Ending>, data: string): Promise<void> {
  const { pid } = child;
  let ended = false;
  void exited.then(() => (ended = true));
  for (const [name, patienceMs] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (child.exitCode !== null || child.signalCode !== null || pid === undefined) break;
    signal(pid, name);
    if (await until(() => ended, patienceMs)) break;
  }
  await endLeftOvers(data);
}

async function answers({ port, cluster }: ServerOptions): Promise<boolean> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: superuser,
    password: cluster.password,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ dir: string }>("select current_setting('data_directory') as dir");
    return rows[0]?.dir === realpathSync(cluster.data); // another server on the same port is not ours
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function boundLog(file: string): void {
  if (sizeOf(file) < logBytesMax) return;
  try {
    copyFileSync(file, `${file}.1`);
    truncateSync(file); // the server appends, so it goes on at the new end
  } catch {
    // a log that cannot be bounded now is bounded at the next look
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

function tail(file: string, from: number): string {
  const size = Math.min(sizeOf(file) - from, 64 * 1024);
  if (size <= 0) return '';
  const fd = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(size);
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, size, from));
  } finally {
    closeSync(fd);
  }
}

function failed(said: string, { port, cluster, logFile }: ServerOptions): EngineRefusal {
  if (saysDiskFull(said)) return diskFull(cluster.data);
  if (/could not bind|Address already in use|could not create any TCP/i.test(said)) {
    return new EngineRefusal(
      'engine.port-taken',
      `端口 ${port} 已被占用。请换一个端口，或停止占用它的程序。`,
      `Port ${port} is taken. Choose another port, or stop the program that uses it.`,
    );
  }
  const fatal =
    said
      .split('\n')
      .filter((line) => /FATAL|PANIC|ERROR/.test(line))
      .at(-1) ?? said.trim().slice(-300);
  return new EngineRefusal(
    'engine.postgres',
    `内置 PostgreSQL 未能启动：${fatal}（日志：${logFile}）`,
    `The embedded PostgreSQL did not start: ${fatal} (log: ${logFile})`,
  );
}
