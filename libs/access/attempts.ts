import type { Pool } from 'pg';
import type { Instant } from '#kernel';

/** Failed logins in a row: from one network, and of one account from all of them together; and how long it is locked then. */
export const [FAILED_MAX, FAILED_EVERYWHERE_MAX, LOCKED_MS] = [5, 20, 15 * 60_000];

/**
 * Failed logins of a name, whether an account has it or not, so that an answer does not tell which names exist. Five wrong passwords from one network
 * lock that network out of the name, so that a stranger elsewhere cannot keep its owner from work. Whoever guesses from many networks meets the second
 * count, of all of them together: it locks every network but those the owner signed in from in the last month, which answer for themselves alone.
 */
export class Attempts {
  constructor(private readonly pool: Pool) {}

  /** Milliseconds until this name may be tried from there again; 0 when it may be. */
  async locked_ms(account: string, network: string, now: Instant): Promise<number> {
    const { rows } = await this.pool.query<Until>(LOCKED, [account, network, now]);
    return left_ms(rows[0], now);
  }

  /** Counts a wrong password; the same answer as `locked_ms`. */
  async failed(account: string, network: string, now: Instant): Promise<number> {
    const until = new Date(Date.parse(now) + LOCKED_MS).toISOString();
    const { rows } = await this.pool.query<Until>(FAILED, [account, network, now, FAILED_EVERYWHERE_MAX, FAILED_MAX, until]);
    return left_ms(rows[0], now);
  }

  /**
   * After a right password: forgets what failed from there, unless it was locked meanwhile. Many guesses at one time were all let in before the first of
   * them was counted: a right one among them counts no more than the wrong ones.
   */
  async passed(account: string, network: string, now: Instant): Promise<number> {
    const locked_ms = await this.locked_ms(account, network, now);
    if (locked_ms > 0) return locked_ms;
    await this.pool.query('DELETE FROM attempts WHERE account = $1 AND network = $2 AND (locked_until IS NULL OR locked_until <= $3)', [
      account,
      network,
      now,
    ]);
    return 0;
  }
}

interface Until {
  readonly until: Date | null;
}

function left_ms(row: Until | undefined, now: Instant): number {
  return Math.max(0, (row?.until?.getTime() ?? 0) - Date.parse(now));
}

/** Of this network ($2), or of all of them together (their network is empty) unless the owner ($1) signed in from this one lately ($3: now). */
const CONCERNS = `t.locked_until > $3::timestamptz AND (t.network = $2 OR (t.network = ''
  AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.account = $1 AND s.network = $2 AND s.began_at > $3::timestamptz - interval '30 days')))`;
const LOCKED = `SELECT max(t.locked_until) AS until FROM attempts t WHERE t.account = $1 AND ${CONCERNS}`;
/** Counts within a quarter of an hour; an older row begins anew. The two rows always in one order, so that two at one time do not wait for each other. */
const FAILED = `WITH counted AS (INSERT INTO attempts AS t (account, network, failed, last_at)
  SELECT $1::text, n.network, 1, $3::timestamptz FROM unnest(ARRAY['', $2::text]) WITH ORDINALITY AS n (network, at) ORDER BY n.at
  ON CONFLICT (account, network) DO UPDATE SET last_at = $3::timestamptz,
    failed = CASE WHEN t.last_at < $3::timestamptz - interval '15 minutes' THEN 1 ELSE t.failed + 1 END,
    locked_until = CASE WHEN t.last_at >= $3::timestamptz - interval '15 minutes'
      AND t.failed + 1 >= (CASE WHEN t.network = '' THEN $4::int ELSE $5::int END) THEN $6::timestamptz END
  RETURNING t.network, t.locked_until)
  SELECT max(t.locked_until) AS until FROM counted t WHERE ${CONCERNS}`;
