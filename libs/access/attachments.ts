import type { Pool } from 'pg';
import type { Instant } from '#kernel';

/** Who uploaded a file and for which unit. The file lies in a folder outside the ledger under its own hash; facts name the hash alone. */
export interface Uploaded {
  /** SHA-256 of the bytes, lower-case hex. */
  readonly hash: string;
  /** The unit whose business it belongs to: who may see that unit's business may see the file. */
  readonly unit: string;
  readonly account: string;
  /** Media type, proven by the file's first bytes. */
  readonly type: string;
  readonly bytes: number;
  readonly at: Instant;
}

/** Uploads of one file that are looked at: as many units may have uploaded the same bytes. */
const SAME_BYTES_MAX = 200;

/** Uploads by hash. Nothing of it is a fact; it is backed up with the accounts. */
export class Attachments {
  constructor(private readonly pool: Pool) {}

  /** The first upload of these bytes by this account for this unit stays; later ones change nothing. */
  async note({ hash, unit, account, type, bytes, at }: Uploaded): Promise<void> {
    await this.pool.query(
      'INSERT INTO attachments (hash, unit, account, type, bytes, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
      [hash, unit, account, type, bytes, at],
    );
  }

  async of(hash: string): Promise<readonly Pick<Uploaded, 'unit' | 'account' | 'type'>[]> {
    const { rows } = await this.pool.query<Pick<Uploaded, 'unit' | 'account' | 'type'>>(
      'SELECT unit, account, type FROM attachments WHERE hash = $1 ORDER BY at LIMIT $2',
      [hash, SAME_BYTES_MAX],
    );
    return rows;
  }

  /** Files and their bytes, each counted once. */
  async totals(): Promise<{ readonly files: number; readonly bytes: number }> {
    const { rows } = await this.pool.query<{ files: number; bytes: number }>(
      'SELECT count(*)::int AS files, COALESCE(sum(bytes), 0)::float8 AS bytes FROM (SELECT DISTINCT hash, bytes FROM attachments) f',
    );
    return rows[0] ?? { files: 0, bytes: 0 };
  }
}
