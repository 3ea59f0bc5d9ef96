import type { Pool } from 'pg';
import type { Appointments, RouteSpec } from '#gateway';
import type { Instant, Label } from '#kernel';
import { DurableAccessLog } from './access-log';
import { Accounts } from './accounts';
import { Attachments } from './attachments';
import { Attempts } from './attempts';
import { accessPool, prepareAccessSchema } from './database';
import { DemoSignIn, type Begun } from './demo';
import { Passwords } from './passwords';
import { accessRoutes } from './routes';
import { SavedSearches, savedSearchRoutes } from './saved-searches';
import { CHANGED, IDLE_MS, Sessions } from './sessions';
import { Tokens } from './tokens';

export { ACCOUNT, RESERVED, type Accounts } from './accounts';
export type { DurableAccessLog, RefusedLine } from './access-log';
export type { Attachments } from './attachments';
export type { DemoSignIn } from './demo';
export type { LoggedIn, Sessions } from './sessions';
export { generatedPassword } from './passwords';
export { prepareAccessSchema } from './database';

export interface AccessOptions {
  readonly databaseUrl: string;
  readonly prefix: string;
  readonly tokenKey: Buffer;
  readonly appointments: Appointments;
  readonly now: () => Instant;
  /** What a route is called, for the access log. */
  readonly labelOf?: (method: string, path: string) => Label | undefined;
  /** A session unused for so long is over; half an hour unless it is said. */
  readonly idle_ms?: number;
}

/** Who is asking: accounts, sessions, the access log and their routes, over schema `{prefix}access`. Makes the schema when it is not there. */
export interface Access {
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly log: DurableAccessLog;
  readonly attachments: Attachments;
  /** Sign-in without a password; undefined unless the genesis says that the data are synthetic. */
  demo(begun: Begun): DemoSignIn | undefined;
  readonly routes: readonly RouteSpec[];
  close(): Promise<void>;
}

export async function openAccess(options: AccessOptions): Promise<Access> {
  const { databaseUrl, prefix, now } = options;
  await prepareAccessSchema(databaseUrl, prefix);
  const pool = accessPool(databaseUrl, prefix);
  const passwords = new Passwords();
  const tokens = new Tokens(options.tokenKey, () => Date.parse(now()));
  const sessions = new Sessions({
    pool,
    tokens,
    passwords,
    attempts: new Attempts(pool),
    appointments: options.appointments,
    now,
    idle_ms: options.idle_ms ?? IDLE_MS,
  });
  const accounts = new Accounts({ pool, passwords, sessions, now });
  const log = new DurableAccessLog(pool, now);
  await prune(pool, now());
  const stop = listenForChanges(pool, sessions);
  const close = async (): Promise<void> => {
    stop();
    await pool.end();
  };
  const demo = (begun: Begun): DemoSignIn | undefined => DemoSignIn.over(begun, pool, sessions, now);
  return {
    sessions,
    accounts,
    log,
    attachments: new Attachments(pool),
    demo,
    routes: [
      ...accessRoutes({ sessions, accounts, log, labelOf: options.labelOf ?? (() => undefined) }),
      ...savedSearchRoutes(new SavedSearches(pool, now)),
    ],
    close,
  };
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
