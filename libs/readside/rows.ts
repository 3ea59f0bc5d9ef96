import type { ClientBase } from 'pg';
import type { Day, Json } from '#kernel';
import { binaryArray, ELEMENTS, JsonText, PARAMETERS, type Element } from './binary-arrays';
import { columnsOf } from './columns';
import { rowHash, rowText, type DigestSum } from './digest';
import type { Change, HeldRow, Loaded } from './fold';
import type { Place, ReadSchema } from './schema';
import { gramsOf, initialsOf, searchedText } from './search';
import type { TableSpec } from './view';

/** A row as it was read, with the hash it was counted with. */
export interface StoredRow extends HeldRow {
  readonly hash: Buffer;
}

/** The statements of one table in one place. */
export class TableRows {
  private readonly columns: readonly (readonly [string, Element])[];
  private readonly live: string;
  private readonly past: string | undefined;
  private readonly name: string;

  constructor(
    readonly spec: TableSpec,
    schema: ReadSchema,
    place: Place,
  ) {
    const own = columnsOf(spec).map(([name, type]): readonly [string, Element] => [name, ELEMENTS[type]]);
    const search: readonly (readonly [string, Element])[] = spec.search ? [['grams', 'text[]'], ['initials', 'text']] : [];
    this.columns = [['key', 'text'], ['stream', 'text'], ['position', 'int8'], ['row_day', 'text'], ['row_hash', 'bytea'], ...own, ...search];
    this.live = schema.table(spec.name, place);
    this.past = spec.history === false ? undefined : schema.history(spec.name, place);
    this.name = `${place}_${spec.name}`;
  }

  async load(client: ClientBase, keys: readonly string[]): Promise<ReadonlyMap<string, StoredRow>> {
    const own = columnsOf(this.spec).map(([name]) => name);
    const text = `SELECT key, stream, position::text AS position, row_day, row_hash, ${own.map((name) => `"${name}"`).join(', ')} FROM ${this.live} WHERE key = ANY($1)`;
    const { rows } = await client.query<Stored>({ name: `load_${this.name}`, text, values: [binaryArray('text', keys)] });
    return new Map(rows.map((stored) => [stored.key, storedRow(stored, own)]));
  }

  /** Days on which keys that are no more were dropped. */
  async dropped(client: ClientBase, keys: readonly string[]): Promise<ReadonlyMap<string, Day>> {
    if (this.past === undefined) return new Map();
    const text = `SELECT key, max(day) AS day FROM ${this.past} WHERE dropped AND key = ANY($1) GROUP BY key`;
    const { rows } = await client.query<{ key: string; day: Day }>({ name: `gone_${this.name}`, text, values: [binaryArray('text', keys)] });
    return new Map(rows.map((row) => [row.key, row.day]));
  }

  async everDropped(client: ClientBase): Promise<boolean> {
    if (this.past === undefined) return false;
    const { rows } = await client.query<{ some: boolean }>(`SELECT EXISTS (SELECT FROM ${this.past} WHERE dropped) AS some`);
    return rows[0]?.some === true;
  }

  /** Sends what writes the changes and keeps the digest; the caller awaits the queries. Returns the new rows for whoever keeps them. */
  write(client: ClientBase, changes: readonly Written[], digest: DigestSum): readonly Promise<unknown>[] {
    const kept = changes.filter((change) => change.after !== undefined);
    const gone = changes.filter((change) => change.after === undefined && change.before !== undefined).map((change) => change.key);
    for (const { before, after } of changes) {
      if (before) digest.subtract(before.hash);
      if (after) digest.add(after.hash);
    }
    return [
      ...(gone.length > 0 ? [client.query({ name: `drop_${this.name}`, text: `DELETE FROM ${this.live} WHERE key = ANY($1)`, values: [binaryArray('text', gone)] })] : []),
      ...(kept.length > 0 ? [this.upsert(client, kept)] : []),
      ...(this.past !== undefined && changes.length > 0 ? [this.remember(client, this.past, changes)] : []),
    ];
  }

  /** Serialises and hashes what a fold changed. */
  written(key: string, change: Change & { readonly before: StoredRow | undefined }): Written {
    const text = change.after ? rowText(this.spec, key, change.after) : undefined;
    const after = change.after && text !== undefined ? { ...change.after, text, hash: rowHash(this.spec, text) } : undefined;
    return { key, before: change.before, after, versions: change.versions };
  }

  private upsert(client: ClientBase, kept: readonly Written[]): Promise<unknown> {
    const names = this.columns.map(([name]) => `"${name}"`);
    const text = `INSERT INTO ${this.live} (${names.join(', ')})
      SELECT ${this.columns.map(([name, element]) => `c."${name}"${PARAMETERS[element].cast}`).join(', ')}
      FROM unnest(${this.columns.map(([, element], index) => `$${index + 1}::${PARAMETERS[element].array}`).join(', ')}) AS c (${names.join(', ')})
      ON CONFLICT (key) DO UPDATE SET ${names.slice(1).map((name) => `${name} = excluded.${name}`).join(', ')}`;
    const searched = this.spec.search ? kept.map((change) => searchedText(this.spec, change.after?.row ?? {})) : [];
    const initials = searched.map(initialsOf);
    const values = this.columns.map(([name, element]) => binaryArray(element, columnOf(name, kept, searched, initials)));
    return client.query({ name: `upsert_${this.name}`, text, values });
  }

  /** One version per key and recorded day: a later batch of the same day replaces it. */
  private remember(client: ClientBase, past: string, changes: readonly Written[]): Promise<unknown> {
    const text = `INSERT INTO ${past} (key, day, position, dropped, "row")
      SELECT * FROM unnest($1::text[], $2::text[], $3::int8[], $4::bool[], $5::jsonb[])
      ON CONFLICT (key, day) DO UPDATE SET position = excluded.position, dropped = excluded.dropped, "row" = excluded."row"`;
    const versions = changes.flatMap((change) => change.versions.map((version) => ({ ...version, key: change.key, text: this.versionText(change, version.held) })));
    const values = [
      binaryArray('text', versions.map((version) => version.key)),
      binaryArray('text', versions.map((version) => version.day)),
      binaryArray('int8', versions.map((version) => version.position)),
      binaryArray('bool', versions.map((version) => version.held === undefined)),
      binaryArray('jsonb', versions.map((version) => version.text)),
    ];
    return client.query({ name: `remember_${this.name}`, text, values });
  }

  /** The last version is the row itself, already spelled. Searched tables keep the initials, so that the past is searched as the present is. */
  private versionText(change: Written, held: HeldRow | undefined): JsonText | undefined {
    if (held === undefined) return undefined;
    const last = change.versions.at(-1)?.held === held ? change.after?.text : undefined;
    const text = last ?? rowText(this.spec, change.key, held);
    if (!this.spec.search) return new JsonText(text);
    return new JsonText(`${text.slice(0, -1)},"initials":${JSON.stringify(initialsOf(searchedText(this.spec, held.row)))}}`);
  }
}

export interface Written {
  readonly key: string;
  readonly before: StoredRow | undefined;
  readonly after: (StoredRow & { readonly text: string }) | undefined;
  readonly versions: Change['versions'];
}

/** Loaded rows of one view as the fold asks for them. */
export class LoadedRows implements Loaded {
  readonly rows = new Map<string, ReadonlyMap<string, StoredRow>>();
  readonly gone = new Map<string, ReadonlyMap<string, Day>>();

  row(table: string, key: string): StoredRow | undefined {
    return this.rows.get(table)?.get(key);
  }

  droppedOn(table: string, key: string): Day | undefined {
    return this.gone.get(table)?.get(key);
  }
}

interface Stored {
  readonly key: string;
  readonly stream: string;
  readonly position: string;
  readonly row_day: Day;
  readonly row_hash: Buffer;
  readonly [column: string]: unknown;
}

function storedRow(stored: Stored, own: readonly string[]): StoredRow {
  const row: Record<string, Json> = {};
  for (const name of own) {
    const value = stored[name];
    if (value !== null) row[name] = value as Json;
  }
  return { row, stream: stored.stream, position: stored.position, day: stored.row_day, hash: stored.row_hash };
}

function columnOf(name: string, kept: readonly Written[], searched: readonly string[], initials: readonly string[]): readonly unknown[] {
  switch (name) {
    case 'key':
      return kept.map((change) => change.key);
    case 'stream':
      return kept.map((change) => change.after?.stream);
    case 'position':
      return kept.map((change) => change.after?.position);
    case 'row_day':
      return kept.map((change) => change.after?.day);
    case 'row_hash':
      return kept.map((change) => change.after?.hash);
    case 'grams':
      return searched.map((text, index) => gramsOf(text, initials[index] ?? ''));
    case 'initials':
      return initials;
    default:
      return kept.map((change) => change.after?.row[name]);
  }
}
