import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { canonical } from '#kernel';
import type { Checkpoint, Position } from '#ledger';
import { EMPTY_DIGEST } from './digest';
import { earlierOf } from './positions';
import type { ReadSchema } from './schema';
import { GRAMS } from './search';
import type { ViewSpec } from './view';

/** How far a view is and what its rows add up to. */
export interface ViewState {
  readonly view: string;
  readonly version: number;
  readonly generation: number;
  /** Undefined before the first fact. */
  readonly checkpoint: Checkpoint | undefined;
  readonly digest: string;
  /** Fingerprint of its tables as they are; another one than the spec's means that the rows cannot be written any more. */
  readonly shape: string;
  readonly tables: readonly string[];
}

interface CheckpointRow {
  readonly view: string;
  readonly version: number;
  readonly generation: number;
  readonly position: string | null;
  readonly event_id: string | null;
  readonly digest: string;
  readonly shape: string;
  readonly tables: readonly string[];
}

const COLUMNS = 'view, version, generation, position::text AS position, event_id, digest, shape, tables';

/** Fingerprint of the tables of a view: names, columns, indexes, what is searched and how. How rows come about is no part of it. */
export function shapeOf(view: Pick<ViewSpec, 'tables'>): string {
  const tables = view.tables.map(({ once: _, ...table }) => (table.search ? { ...table, grams: GRAMS } : table));
  return createHash('sha256').update(canonical(tables)).digest('hex').slice(0, 16);
}

/** A view that has seen nothing. */
export function beginning(name: string, view: Pick<ViewSpec, 'version' | 'tables'>): ViewState {
  const tables = view.tables.map((table) => table.name);
  return { view: name, version: view.version, generation: 1, checkpoint: undefined, digest: EMPTY_DIGEST, shape: shapeOf(view), tables };
}

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

  /** Does nothing when the view has begun already. */
  async begin(client: ClientBase, state: ViewState): Promise<void> {
    await client.query(`INSERT INTO ${this.table} (${NAMES}) VALUES (${PLACES}, now()) ON CONFLICT (view) DO NOTHING`, valuesOf(state));
  }

  async advance(client: ClientBase, to: readonly { readonly view: string; readonly digest: string }[], end: Checkpoint): Promise<void> {
    await client.query({
      name: 'advance_checkpoints',
      text: `UPDATE ${this.table} c SET position = $1, event_id = $2, digest = n.digest, updated_at = now()
        FROM unnest($3::text[], $4::text[]) AS n (view, digest) WHERE c.view = n.view`,
      values: [end.position, end.eventId, to.map((one) => one.view), to.map((one) => one.digest)],
    });
  }

  /** Whatever stood there before. */
  async replace(client: ClientBase, state: ViewState): Promise<void> {
    await client.query(
      `INSERT INTO ${this.table} (${NAMES}) VALUES (${PLACES}, now())
       ON CONFLICT (view) DO UPDATE SET version = excluded.version, generation = excluded.generation, position = excluded.position, event_id = excluded.event_id,
         digest = excluded.digest, shape = excluded.shape, tables = excluded.tables, updated_at = excluded.updated_at`,
      valuesOf(state),
    );
  }

  async forget(client: ClientBase, view: string): Promise<void> {
    await client.query(`DELETE FROM ${this.table} WHERE view = $1`, [view]);
  }
}

const NAMES = 'view, version, generation, position, event_id, digest, shape, tables, updated_at';
const PLACES = '$1, $2, $3, $4, $5, $6, $7, $8';

function valuesOf(state: ViewState): unknown[] {
  const { view, version, generation, checkpoint, digest, shape, tables } = state;
  return [view, version, generation, checkpoint?.position ?? null, checkpoint?.eventId ?? null, digest, shape, tables];
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
  return {
    view: row.view,
    version: row.version,
    generation: row.generation,
    checkpoint,
    digest: row.digest,
    shape: row.shape,
    tables: row.tables,
  };
}
