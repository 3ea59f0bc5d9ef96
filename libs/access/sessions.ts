import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { dayOf, type Instant } from '#kernel';
import { problem, type Appointments, type Identities, type Known, type Problem } from '#gateway';
import type { Attempts } from './attempts';
import type { Passwords } from './passwords';
import type { Tokens } from './tokens';

export interface SessionParts {
  readonly pool: Pool;
  readonly tokens: Tokens;
  readonly passwords: Passwords;
  readonly attempts: Attempts;
  readonly appointments: Appointments;
  readonly now: () => Instant;
  /** A session unused for so long is over. */
  readonly idle_ms: number;
}

/** What a login answers. */
export interface LoggedIn {
  readonly token: string;
  readonly expires: Instant;
  readonly roles: Known['held'];
  readonly mustChange?: true;
  /** A screen on a wall, and when it ends. */
  readonly wall?: { readonly endsAt: Instant };
}

interface Standing {
  readonly account: string;
  readonly mustChange: boolean;
  readonly endsAt_ms: number;
  readonly good: boolean;
  readonly readAt_ms: number;
  /** As the database knows it: up to a minute late. */
  readonly usedAt_ms: number;
  readonly wall: boolean;
}

/** A working day at most; then the password is asked again. */
const SESSION_MS = 12 * 3_600_000;
/** Who may turn a screen into a wall; a wall shows as that office alone. */
export const WALL_ROLE = 'leader';
/** Unused for so long it is over before that, unless the settings say otherwise. */
export const IDLE_MS = 30 * 60_000;
/** Use is written down once in so long, for the other processes. */
const USED_MS = 60_000;
/** Other processes tell of changes by NOTIFY; should that be lost, a verdict is no older than this. */
const STANDING_MS = 1_000;

/** Logins and what they stand for now. Disabling, password changes and logout hold from the next request on. */
export class Sessions implements Identities {
  private readonly standings = new LRUCache<string, Standing>({ max: 20_000 });
  /** Last use this process saw of a session. */
  private readonly uses = new LRUCache<string, number>({ max: 20_000 });

  constructor(private readonly parts: SessionParts) {}

  get idle_ms(): number {
    return this.parts.idle_ms;
  }

  async identify(bearer: string, used = true): Promise<Known | undefined> {
    const claims = await this.parts.tokens.read(bearer);
    if (!claims) return undefined;
    const standing = await this.standing(claims.session);
    const now = this.parts.now();
    if (!standing?.good || standing.account !== claims.account || standing.endsAt_ms <= Date.parse(now)) return undefined;
    if (!(await this.attended(claims.session, standing, now, used))) return undefined;
    const held = standing.mustChange ? [] : await this.parts.appointments.held(claims.account, dayOf(now));
    const known = { account: claims.account, session: claims.session, mustChange: standing.mustChange };
    return standing.wall
      ? { ...known, held: onWall(held), wall: { endsAt: new Date(standing.endsAt_ms).toISOString() } }
      : { ...known, held };
  }

  /** Forgets what it knew of an account's sessions: something changed, here or in another process. */
  forget(account: string): void {
    for (const [session, standing] of this.standings.entries()) if (standing.account === account) this.standings.delete(session);
  }

  /** `network`: where it comes from, as `sourceOf` tells it; wrong passwords are counted by it. */
  async begin(account: string, password: string, network: string): Promise<LoggedIn | Problem> {
    const now = this.parts.now();
    const { attempts, passwords, pool } = this.parts;
    const before_ms = await attempts.locked_ms(account, network, now);
    if (before_ms > 0) return locked(before_ms);
    const { rows } = await pool.query<LoginRow>('SELECT password, must_change, disabled, version FROM accounts WHERE account = $1', [
      account,
    ]);
    const row = rows[0];
    const right = await passwords.matches(row?.password, password);
    if (right === undefined) return problem('request.too-many', {}, { retryAfter: 2 });
    const passed = right && row !== undefined && !row.disabled;
    const locked_ms = await (passed ? attempts.passed(account, network, now) : attempts.failed(account, network, now));
    if (locked_ms > 0) return locked(locked_ms);
    return passed ? this.opened(account, row.version, row.must_change, now, network) : problem('access.wrong');
  }

  /** A new token for a session that stands. */
  async renew(known: Known): Promise<LoggedIn> {
    return this.answer(known.account, known.session, known.mustChange, known.wall);
  }

  /**
   * Turns a login into a wall: a session of its own that reads as the office of `WALL_ROLE` and records nothing, that no idleness ends and its end
   * does. The login it was asked under is over, so that nobody before the wall has more than the wall.
   */
  async wall(known: Known): Promise<LoggedIn> {
    const now = this.parts.now();
    const [session, endsAt] = [randomUUID(), new Date(Date.parse(now) + SESSION_MS).toISOString()];
    await this.parts.pool.query(WALL, [session, known.session, now, endsAt]);
    await this.end(known);
    return this.answer(known.account, session, false, { endsAt });
  }

  async end(known: Known): Promise<void> {
    await this.parts.pool.query('UPDATE sessions SET ended_at = $2 WHERE session = $1 AND ended_at IS NULL', [
      known.session,
      this.parts.now(),
    ]);
    await this.changed(known.account);
  }

  /** Tells every process, this one first. */
  async changed(account: string): Promise<void> {
    this.forget(account);
    await this.parts.pool.query('SELECT pg_notify($1, $2)', [CHANGED, account]);
  }

  /** Opens a session: a login, or what follows a password change. A network a password was given from is one of the account's own. */
  async opened(account: string, version: number, mustChange: boolean, now: Instant, network?: string): Promise<LoggedIn> {
    const session = randomUUID();
    const endsAt = new Date(Date.parse(now) + SESSION_MS).toISOString();
    await this.parts.pool.query(
      'INSERT INTO sessions (session, account, version, began_at, ends_at, used_at, network) VALUES ($1, $2, $3, $4, $5, $4, $6)',
      [session, account, version, now, endsAt, network ?? null],
    );
    return this.answer(account, session, mustChange);
  }

  /** Whether somebody used it lately; what a page asks by itself is no use. */
  private async attended(session: string, standing: Standing, now: Instant, used: boolean): Promise<boolean> {
    if (standing.wall) return true;
    const [now_ms, last_ms] = [Date.parse(now), Math.max(standing.usedAt_ms, this.uses.get(session) ?? 0)];
    if (now_ms - last_ms >= this.parts.idle_ms) return false;
    if (!used) return true;
    this.uses.set(session, now_ms);
    if (now_ms - standing.usedAt_ms < USED_MS) return true;
    this.standings.set(session, { ...standing, usedAt_ms: now_ms });
    await this.parts.pool.query('UPDATE sessions SET used_at = GREATEST(used_at, $2::timestamptz) WHERE session = $1', [session, now]);
    return true;
  }

  private async answer(account: string, session: string, mustChange: boolean, wall?: Known['wall']): Promise<LoggedIn> {
    const { token, expires_ms } = await this.parts.tokens.issue(account, session);
    const held = mustChange ? [] : await this.parts.appointments.held(account, dayOf(this.parts.now()));
    return {
      token,
      expires: new Date(expires_ms).toISOString(),
      roles: wall ? onWall(held) : held,
      ...(mustChange ? { mustChange } : {}),
      ...(wall ? { wall } : {}),
    };
  }

  private async standing(session: string): Promise<Standing | undefined> {
    const now_ms = Date.parse(this.parts.now());
    const known = this.standings.get(session);
    if (known && Math.abs(now_ms - known.readAt_ms) < STANDING_MS) return known;
    const { rows } = await this.parts.pool.query<StandingRow>(STANDING, [session]);
    const row = rows[0];
    if (!row) return undefined;
    const standing = {
      account: row.account,
      mustChange: row.must_change,
      endsAt_ms: row.ends_at.getTime(),
      good: row.good,
      readAt_ms: now_ms,
      usedAt_ms: row.used_at.getTime(),
      wall: row.wall,
    };
    this.standings.set(session, standing);
    return standing;
  }
}

/** Channel on which processes tell each other that an account's sessions changed. */
export const CHANGED = 'ledger_access_changed';

function onWall(held: Known['held']): Known['held'] {
  return held.filter(({ role }) => role === WALL_ROLE);
}

function locked(left_ms: number): Problem {
  const refusal = problem('access.locked', {}, { retryAfter: Math.ceil(left_ms / 1_000) });
  const minutes = String(Math.ceil(left_ms / 60_000));
  return { ...refusal, next: { zh: refusal.next.zh.replace('{minutes}', minutes), en: refusal.next.en.replace('{minutes}', minutes) } };
}

interface LoginRow {
  readonly password: string;
  readonly must_change: boolean;
  readonly disabled: boolean;
  readonly version: number;
}

interface StandingRow {
  readonly account: string;
  readonly must_change: boolean;
  readonly ends_at: Date;
  readonly good: boolean;
  readonly used_at: Date;
  readonly wall: boolean;
}

/** Of the account's version at the login it comes from: what ends that login's like ends the wall. */
const WALL = `INSERT INTO sessions (session, account, version, began_at, ends_at, used_at, wall)
  SELECT $1, s.account, s.version, $3, $4, $3, true FROM sessions s WHERE s.session = $2`;
const STANDING = `SELECT s.account, a.must_change, s.ends_at, s.used_at, s.wall, (s.ended_at IS NULL AND NOT a.disabled AND a.version = s.version) AS good
  FROM sessions s JOIN accounts a USING (account) WHERE s.session = $1`;
