import type { Pool } from 'pg';
import { problem, type Problem } from '#gateway';
import type { Instant } from '#kernel';
import type { LoggedIn, Sessions } from './sessions';

/** What the genesis says of the ledger. */
export interface Begun {
  readonly is: 'void' | 'open' | 'closed';
  readonly synthetic: boolean;
}

/** Signing in without a password, for ledgers of demonstration data alone: there is no way to one of these but through `over`. */
export class DemoSignIn {
  private constructor(
    private readonly pool: Pool,
    private readonly sessions: Sessions,
    private readonly now: () => Instant,
  ) {}

  /** Undefined for every ledger whose genesis does not say that its data are synthetic, whatever the settings of the process say. */
  static over(begun: Begun, pool: Pool, sessions: Sessions, now: () => Instant): DemoSignIn | undefined {
    return begun.is === 'closed' && begun.synthetic ? new DemoSignIn(pool, sessions, now) : undefined;
  }

  /** A session of an account that is there and enabled. */
  async open(account: string): Promise<LoggedIn | Problem> {
    const { rows } = await this.pool.query<{ version: number; must_change: boolean }>(
      'SELECT version, must_change FROM accounts WHERE account = $1 AND NOT disabled',
      [account],
    );
    const row = rows[0];
    return row
      ? this.sessions.opened(account, row.version, row.must_change, this.now())
      : problem('thing.unknown', { id: account.slice(0, 40) });
  }
}
