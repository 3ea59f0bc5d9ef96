import type { Pool } from 'pg';
import type { Instant, JsonObject } from '#kernel';
import { problem, type Known, type Problem } from '#gateway';
import { generatedPassword, weakness, type Passwords } from './passwords';
import type { LoggedIn, Sessions } from './sessions';

export interface AccountParts {
  readonly pool: Pool;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly now: () => Instant;
}

/** Never log in: they name who acted where nobody did. */
export const RESERVED: readonly string[] = ['genesis', 'reactor', 'demo', 'public'];
/** Names are pseudonyms: lower-case letters, digits, `.` `-` `_`. */
export const ACCOUNT = /^[a-z0-9][a-z0-9._-]{1,63}$/;

/** Accounts and their passwords. Nothing of it is a fact; roles come from appointments alone. */
export class Accounts {
  constructor(private readonly parts: AccountParts) {}

  /** A new account with a one-time password. */
  async create(account: string): Promise<{ readonly account: string; readonly password: string } | Problem> {
    if (!ACCOUNT.test(account))
      return invalid(
        '账号应为 2 至 64 个小写字母、数字或 . - _,以字母或数字开头',
        'must be 2 to 64 lower-case letters, digits or . - _, beginning with a letter or digit',
      );
    if (RESERVED.includes(account)) return invalid('这是系统保留的账号', 'is reserved for the system');
    const password = generatedPassword();
    const made = await this.insert(account, password, true);
    if (made === undefined) return problem('request.too-many', {}, { retryAfter: 2 });
    return made ? { account, password } : EXISTS;
  }

  /** Every account, by name. `lastSignIn` is known of the last thirty days; `lockedUntil` says that some network is locked out of it. */
  async list(asked: {
    readonly q?: string | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  }): Promise<readonly JsonObject[]> {
    const { rows } = await this.parts.pool.query<JsonObject>(LIST, [asked.q ?? null, asked.after ?? null, asked.limit, this.parts.now()]);
    return rows;
  }

  /** Makes the account with this password when it is not there: the genesis, which may run twice. */
  async ensure(account: string, password: string): Promise<void> {
    await this.insert(account, password, false);
  }

  async setDisabled(account: string, disabled: boolean): Promise<{ readonly account: string; readonly disabled: boolean } | Problem> {
    const { rowCount } = await this.parts.pool.query(
      'UPDATE accounts SET disabled = $2, version = version + 1, changed_at = $3 WHERE account = $1',
      [account, disabled, this.parts.now()],
    );
    if (rowCount === 0) return problem('thing.unknown', { id: account.slice(0, 40) });
    await this.parts.sessions.changed(account);
    return { account, disabled };
  }

  /** Ends all sessions and gives a one-time password, good only for changing it. */
  async reset(account: string): Promise<{ readonly account: string; readonly password: string } | Problem> {
    const password = generatedPassword();
    const hash = await this.parts.passwords.hash(password);
    if (hash === undefined) return problem('request.too-many', {}, { retryAfter: 2 });
    const changed = await this.replaced(account, hash, true);
    if (changed === undefined) return problem('thing.unknown', { id: account.slice(0, 40) });
    await this.parts.pool.query('DELETE FROM attempts WHERE account = $1', [account]);
    return { account, password };
  }

  /** The person's own change; ends the other sessions and opens a new one. `network`: where it comes from. */
  async change(known: Known, former: string, chosen: string, network: string): Promise<LoggedIn | Problem> {
    const weak = weakness(chosen, known.account);
    const same =
      former === chosen
        ? [{ field: 'new', code: 'password.same-as-before', text: { zh: '新密码不能与旧密码相同', en: 'must differ from the old one' } }]
        : [];
    if (weak.length + same.length > 0) return problem('payload.invalid', {}, { errors: [...weak, ...same] });
    const right = await this.parts.sessions.begin(known.account, former, network);
    if ('status' in right) return right;
    const hash = await this.parts.passwords.hash(chosen);
    if (hash === undefined) return problem('request.too-many', {}, { retryAfter: 2 });
    const version = await this.replaced(known.account, hash, false);
    if (version === undefined) return problem('access.token');
    return this.parts.sessions.opened(known.account, version, false, this.parts.now(), network);
  }

  private async insert(account: string, password: string, mustChange: boolean): Promise<boolean | undefined> {
    const { rowCount: there } = await this.parts.pool.query('SELECT 1 FROM accounts WHERE account = $1', [account]);
    if (there) return false;
    const hash = await this.parts.passwords.hash(password);
    if (hash === undefined) return undefined;
    const { rowCount } = await this.parts.pool.query(
      'INSERT INTO accounts (account, password, must_change, disabled, version, changed_at, created_at) VALUES ($1, $2, $3, false, 0, $4, $4) ON CONFLICT DO NOTHING',
      [account, hash, mustChange, this.parts.now()],
    );
    return rowCount === 1;
  }

  private async replaced(account: string, hash: string, mustChange: boolean): Promise<number | undefined> {
    const { rows } = await this.parts.pool.query<{ version: number }>(
      'UPDATE accounts SET password = $2, must_change = $3, version = version + 1, changed_at = $4 WHERE account = $1 RETURNING version',
      [account, hash, mustChange, this.parts.now()],
    );
    if (rows[0]) await this.parts.sessions.changed(account);
    return rows[0]?.version;
  }
}

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const LIST = `SELECT a.account, a.disabled, a.must_change AS "mustChange", to_char(a.created_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS "createdOn",
    to_char((SELECT max(t.locked_until) FROM attempts t WHERE t.account = a.account AND t.locked_until > $4::timestamptz) AT TIME ZONE 'UTC', ${INSTANT}) AS "lockedUntil",
    to_char((SELECT max(s.began_at) FROM sessions s WHERE s.account = a.account) AT TIME ZONE 'UTC', ${INSTANT}) AS "lastSignIn"
  FROM accounts a
  WHERE ($1::text IS NULL OR position($1 in a.account) > 0) AND ($2::text IS NULL OR a.account COLLATE "C" > $2) ORDER BY a.account COLLATE "C" LIMIT $3`;

const EXISTS: Problem = {
  status: 409,
  code: 'account.exists',
  text: { zh: '这个账号已经存在', en: 'The account exists' },
  next: { zh: '请换一个账号名', en: 'Choose another name' },
};

function invalid(zh: string, en: string): Problem {
  return problem('payload.invalid', {}, { errors: [{ field: 'account', code: 'account', text: { zh, en } }] });
}
