import type { Pool } from 'pg';
import type { Appointments } from '#gateway';
import type { Instant } from '#kernel';
import { DurableAccessLog } from './access-log';
import { Accounts } from './accounts';
import { accessPool, prepareAccessSchema } from './database';
import { Passwords } from './passwords';
import { accessRoutes } from './routes';
import { CHANGED, Sessions } from './sessions';
import { Tokens } from './tokens';

export { ACCOUNT, RESERVED, type Accounts } from './accounts';
export type { DurableAccessLog } from './access-log';
export type { Sessions } from './sessions';
export { generatedPassword } from './passwords';
export { prepareAccessSchema } from './database';

export interface AccessOptions {
  readonly databaseUrl: string;
  readonly prefix: string;
  readonly tokenKey: Buffer;
  readonly appointments: Appointments;
  readonly now: () => Instant;
}

/** Who is asking: accounts, sessions, the access log and their routes, over schema `{prefix}access`. Makes the schema when it is not there. */
export interface Access {
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly log: DurableAccessLog;
  readonly routes: ReturnType<typeof accessRoutes>;
  close(): Promise<void>;
}

export async function openAccess(options: AccessOptions): Promise<Access> {
  const { databaseUrl, prefix, now } = options;
  await prepareAccessSchema(databaseUrl, prefix);
  const pool = accessPool(databaseUrl, prefix);
  const passwords = new Passwords();
  const tokens = new Tokens(options.tokenKey, () => Date.parse(now()));
  const sessions = new Sessions({ pool, tokens, passwords, appointments: options.appointments, now });
  const accounts = new Accounts({ pool, passwords, sessions, now });
  const log = new DurableAccessLog(pool, now);
  await prune(pool, now());
  const stop = listenForChanges(pool, sessions);
  const close = async (): Promise<void> => {
    stop();
    await pool.end();
  };
  return { sessions, accounts, log, routes: accessRoutes({ sessions, accounts, log }), close };
}

/** What nobody will ask for again: sessions long over, failures long past. The access log is kept. */
async function prune(pool: Pool, now: Instant): Promise<void> {
  await pool.query(`DELETE FROM sessions WHERE ends_at < $1::timestamptz - interval '30 days'`, [now]);
  await pool.query(`DELETE FROM attempts WHERE last_at < $1::timestamptz - interval '1 day'`, [now]);
}

/** Hears of changes made by other processes. While it does not, verdicts are read anew each second. */
function listenForChanges(pool: Pool, sessions: Sessions): () => void {
  let stopped = false;
  let release: (() => void) | undefined;
  const listen = async (): Promise<void> => {
    try {
      const client = await pool.connect();
      release = () => client.release(true);
      client.on('notification', ({ payload }) => sessions.forget(payload ?? ''));
      client.on('error', () => void again());
      await client.query(`LISTEN ${CHANGED}`);
      if (stopped) release();
    } catch {
      again();
    }
  };
  const again = (): void => {
    if (!stopped) setTimeout(() => void listen(), 1_000).unref();
  };
  void listen();
  return () => {
    stopped = true;
    release?.();
  };
}
