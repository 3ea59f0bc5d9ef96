import type { ClientBase } from 'pg';
import type { RecordedFact } from '#ledger';
import type { Unfit } from './fold';
import type { ReadSchema } from './schema';

/** A stream that waits for one view: the fact that could not be applied, and how many of its facts wait. */
export interface ParkedStream {
  readonly view: string;
  readonly stream: string;
  readonly position: string;
  readonly type: string;
  readonly reason: string;
  readonly queued: number;
}

/** Characters of a reason that are kept. */
const REASON_MAX = 1_000;
const LISTED_MAX = 1_000;

/** Streams that wait, and their facts. A view that cannot take a fact holds its stream alone, never the whole log. */
export class Parking {
  private readonly parked: string;
  private readonly queued: string;

  constructor(schema: ReadSchema) {
    this.parked = schema.table('parked');
    this.queued = schema.table('queued');
  }

  /** Names of the waiting streams, `view` and `stream`. Read inside each batch: another process may have driven one in the meantime. */
  async streams(client: ClientBase, views: readonly string[]): Promise<readonly { readonly view: string; readonly stream: string }[]> {
    const text = `SELECT view, stream FROM ${this.parked} WHERE view = ANY($1)`;
    return (await client.query<{ view: string; stream: string }>({ name: 'parked_streams', text, values: [views] })).rows;
  }

  async park(client: ClientBase, view: string, unfit: readonly Unfit[]): Promise<void> {
    await client.query(
      `INSERT INTO ${this.parked} (view, stream, position, type, reason, parked_at)
       SELECT $1, u.*, now() FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[]) AS u
       ON CONFLICT (view, stream) DO UPDATE SET position = excluded.position, type = excluded.type, reason = excluded.reason`,
      [
        view,
        unfit.map(({ fact }) => fact.stream),
        unfit.map(({ fact }) => fact.position),
        unfit.map(({ fact }) => fact.type),
        unfit.map(({ reason }) => reason.replaceAll('\u0000', '').toWellFormed().slice(0, REASON_MAX)),
      ],
    );
  }

  async queue(client: ClientBase, view: string, facts: readonly RecordedFact[]): Promise<void> {
    await client.query(
      `INSERT INTO ${this.queued} (view, position, stream, fact) SELECT $1, q.* FROM unnest($2::bigint[], $3::text[], $4::jsonb[]) AS q
       ON CONFLICT (view, position) DO NOTHING`,
      [
        view,
        facts.map((fact) => fact.position),
        facts.map((fact) => fact.stream),
        facts.map((fact) => JSON.stringify(fact).replaceAll('\\u0000', '\ufffd')),
      ],
    );
  }

  /** The first `max` waiting facts of a stream, in order. */
  async waiting(client: ClientBase, view: string, stream: string, max: number): Promise<readonly RecordedFact[]> {
    const text = `SELECT fact FROM ${this.queued} WHERE view = $1 AND stream = $2 ORDER BY queued.position LIMIT $3`;
    return (await client.query<{ fact: RecordedFact }>(text, [view, stream, max])).rows.map((row) => row.fact);
  }

  async taken(client: ClientBase, view: string, positions: readonly string[]): Promise<void> {
    await client.query(`DELETE FROM ${this.queued} WHERE view = $1 AND position = ANY($2::bigint[])`, [view, positions]);
  }

  async release(client: ClientBase, view: string, stream: string): Promise<void> {
    await client.query(`DELETE FROM ${this.parked} WHERE view = $1 AND stream = $2`, [view, stream]);
  }

  /** Forgets what waits for a view: its rebuild has parked anew what still cannot be applied. */
  async forget(client: ClientBase, view: string): Promise<void> {
    await client.query(`DELETE FROM ${this.parked} WHERE view = $1`, [view]);
    await client.query(`DELETE FROM ${this.queued} WHERE view = $1`, [view]);
  }

  /** A rebuilt view takes over what was parked while it was built under another name. */
  async rename(client: ClientBase, from: string, to: string): Promise<void> {
    await client.query(`UPDATE ${this.parked} SET view = $2 WHERE view = $1`, [from, to]);
    await client.query(`UPDATE ${this.queued} SET view = $2 WHERE view = $1`, [from, to]);
  }

  async list(client: ClientBase): Promise<readonly ParkedStream[]> {
    const { rows } = await client.query<ParkedStream>(
      `SELECT p.view, p.stream, p.position::text AS position, p.type, p.reason,
         (SELECT count(*) FROM ${this.queued} q WHERE q.view = p.view AND q.stream = p.stream)::int AS queued
       FROM ${this.parked} p ORDER BY p.position, p.view LIMIT ${LISTED_MAX}`,
    );
    return rows;
  }
}
