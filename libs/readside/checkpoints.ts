import type { ClientBase } from 'pg';
import type { Checkpoint, Position } from '#ledger';
import { EMPTY_DIGEST } from './digest';
import { earlierOf } from './positions';
import type { ReadSchema } from './schema';

/** How far a view is and what its rows add up to. */
export interface ViewState {
  readonly view: string;
  readonly version: number;
  readonly generation: number;
  /** Undefined before the first fact. */
  readonly checkpoint: Checkpoint | undefined;
  readonly digest: string;
}

interface CheckpointRow {
  readonly view: string;
  readonly version: number;
  readonly generation: number;
  readonly position: string | null;
  readonly event_id: string | null;
  readonly digest: string;
}

const COLUMNS = 'view, version, generation, position::text AS position, event_id, digest';

/** The checkpoints of one ledger's read side. */
export class Checkpoints {
  private readonly table: string;

  constructor(schema: ReadSchema) {
    this.table = schema.table('checkpoints');
  }

  async read(client: ClientBase): Promise<ReadonlyMap<string, ViewState>> {
    const { rows } = await client.query<CheckpointRow>(`SELECT ${COLUMNS} FROM ${this.table}`);
    return new Map(rows.map((row) => [row.view, stateOf(row)]));
  }

  /** Locks the rows of these views until the transaction ends, always in the same order. Writers take this lock before they touch a table. */
  async lock(client: ClientBase, views: readonly string[]): Promise<readonly ViewState[]> {
    const { rows } = await client.query<CheckpointRow>({
      name: 'lock_checkpoints',
      text: `SELECT ${COLUMNS} FROM ${this.table} WHERE view = ANY($1) ORDER BY view FOR UPDATE`,
      values: [views],
    });
    return rows.map(stateOf);
  }

  async begin(client: ClientBase, view: string, version: number): Promise<void> {
    await client.query(
      `INSERT INTO ${this.table} (view, version, generation, digest, updated_at) VALUES ($1, $2, 1, $3, now()) ON CONFLICT (view) DO NOTHING`,
      [view, version, EMPTY_DIGEST],
    );
  }

  async advance(client: ClientBase, to: readonly { readonly view: string; readonly digest: string }[], end: Checkpoint): Promise<void> {
    await client.query({
      name: 'advance_checkpoints',
      text: `UPDATE ${this.table} c SET position = $1, event_id = $2, digest = n.digest, updated_at = now()
        FROM unnest($3::text[], $4::text[]) AS n (view, digest) WHERE c.view = n.view`,
      values: [end.position, end.eventId, to.map((one) => one.view), to.map((one) => one.digest)],
    });
  }

  /** After a swap: another generation, the shadow's place and digest. */
  async replace(client: ClientBase, state: ViewState): Promise<void> {
    await client.query(
      `INSERT INTO ${this.table} (view, version, generation, position, event_id, digest, updated_at) VALUES ($1, $2, $3, $4, $5, $6, now())
       ON CONFLICT (view) DO UPDATE SET version = excluded.version, generation = excluded.generation, position = excluded.position,
         event_id = excluded.event_id, digest = excluded.digest, updated_at = excluded.updated_at`,
      [state.view, state.version, state.generation, state.checkpoint?.position ?? null, state.checkpoint?.eventId ?? null, state.digest],
    );
  }
}

/** The least of several checkpoints; undefined when one has not begun. */
export function leastOf(checkpoints: readonly (Checkpoint | undefined)[]): Checkpoint | undefined {
  return checkpoints.reduce((least, one) => {
    if (least === undefined || one === undefined) return undefined;
    return earlierOf(least.position, one.position) === least.position ? least : one;
  }, checkpoints[0]);
}

export function samePlace(a: Checkpoint | undefined, b: Checkpoint | undefined): boolean {
  return a?.position === b?.position && a?.eventId === b?.eventId;
}

/** Whether a fact at this position lies behind the checkpoint. */
export function isAhead(position: Position, checkpoint: Checkpoint | undefined): boolean {
  return checkpoint === undefined || earlierOf(position, checkpoint.position) !== position;
}

function stateOf(row: CheckpointRow): ViewState {
  const checkpoint = row.position === null ? undefined : { position: row.position, eventId: row.event_id ?? '' };
  return { view: row.view, version: row.version, generation: row.generation, checkpoint, digest: row.digest };
}
