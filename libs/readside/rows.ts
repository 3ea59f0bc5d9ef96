import type { ClientBase } from 'pg';
import type { Day, Json } from '#kernel';
import { binaryArray, ELEMENTS, JsonText, PARAMETERS, type Element } from './binary-arrays';
import { columnsOf } from './columns';
import type { Query } from './connection';
import { copyRows } from './copying';
import { rowSpelled, rowText, type DigestSum } from './digest';
import type { Change, HeldRow, Loaded } from './fold';
import { initialsOf } from './initials';
import type { Place, ReadSchema } from './schema';
import { GRAMS, gramsOf, searchedText } from './search';
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
  /** Into a shadow, new rows are copied: nobody else writes there, and its connection does not pipeline. */
  private readonly copies: boolean;
  private readonly loading: string;
  private readonly upserting: string;

  constructor(
    readonly spec: TableSpec,
    schema: ReadSchema,
    place: Place,
  ) {
    const own = columnsOf(spec).map(([name, type]): readonly [string, Element] => [name, ELEMENTS[type]]);
    const search: readonly (readonly [string, Element])[] = spec.search
      ? [
          ['grams', GRAMS],
          ['initials', 'text'],
        ]
      : [];
    this.columns = [
      ['key', 'text'],
      ['stream', 'text'],
      ['position', 'int8'],
      ['row_day', 'text'],
      ['row_hash', 'bytea'],
      ...own,
      ...search,
    ];
    this.live = schema.table(spec.name, place);
    this.past = spec.history === false ? undefined : schema.history(spec.name, place);
    this.name = `${place}_${spec.name}`;
    this.copies = place === 'shadow';
    this.loading = `SELECT key, stream, position::text AS position, row_day, row_hash, ${own.map(([name]) => `"${name}"`).join(', ')} FROM ${this.live} WHERE key = ANY($1)`;
    this.upserting = upsertText(spec, this.live, this.columns);
  }

  async load(client: ClientBase, keys: readonly string[]): Promise<ReadonlyMap<string, StoredRow>> {
    const own = columnsOf(this.spec).map(([name]) => name);
    const { rows } = await client.query<Stored>({ name: `load_${this.name}`, text: this.loading, values: [binaryArray('text', keys)] });
    return new Map(rows.map((stored) => [stored.key, storedRow(stored, own)]));
  }

  /** Days on which keys that are no more were dropped. */
  async dropped(client: ClientBase, keys: readonly string[]): Promise<ReadonlyMap<string, Day>> {
    if (this.past === undefined) return new Map();
    const text = `SELECT key, max(day) AS day FROM ${this.past} WHERE dropped AND key = ANY($1) GROUP BY key`;
    const { rows } = await client.query<{ key: string; day: Day }>({
      name: `gone_${this.name}`,
      text,
      values: [binaryArray('text', keys)],
    });
    return new Map(rows.map((row) => [row.key, row.day]));
  }

  async everDropped(client: ClientBase): Promise<boolean> {
    if (this.past === undefined) return false;
    const { rows } = await client.query<{ some: boolean }>(`SELECT EXISTS (SELECT FROM ${this.past} WHERE dropped) AS some`);
    return rows[0]?.some === true;
  }

  /** Sends what writes the changes and keeps the digest; the caller awaits the queries. Returns the new rows for whoever keeps them. */
  write(client: ClientBase, changes: readonly Written[], digest: DigestSum): readonly Query[] {
    const kept = changes.filter((change) => change.after !== undefined);
    const gone = changes.filter((change) => change.after === undefined && change.before !== undefined).map((change) => change.key);
    for (const { before, after } of changes) {
      if (before) digest.subtract(before.hash);
      if (after) digest.add(after.hash);
    }
    return [
      ...(gone.length > 0
        ? [
            () =>
              client.query({
                name: `drop_${this.name}`,
                text: `DELETE FROM ${this.live} WHERE key = ANY($1)`,
                values: [binaryArray('text', gone)],
              }),
          ]
        : []),
      ...this.split(
        kept,
        (one) => this.copies && one.before === undefined,
        (fresh) => copyRows(client, this.live, this.columns, this.valuesOf(fresh)),
        (known) => this.upsert(client, known),
      ),
      ...(this.past === undefined ? [] : this.writePast(client, this.past, this.versionsOf(changes))),
    ];
  }

  private writePast(client: ClientBase, past: string, versions: readonly WrittenVersion[]): readonly Query[] {
    const values = (fresh: readonly WrittenVersion[]): unknown[][] => PAST.map(([name]) => fresh.map((version) => version[name]));
    return this.split(
      versions,
      (one) => this.copies && one.isNew,
      (fresh) => copyRows(client, past, PAST, values(fresh)),
      (known) => this.remember(client, past, known),
    );
  }

  /** What nothing can be in the way of is copied, the rest merged. */
  private split<T>(
    all: readonly T[],
    isFresh: (one: T) => boolean,
    copy: (fresh: readonly T[]) => Promise<unknown>,
    merge: (known: readonly T[]) => Promise<unknown>,
  ): readonly Query[] {
    const [fresh, known] = [all.filter(isFresh), all.filter((one) => !isFresh(one))];
    return [...(known.length > 0 ? [() => merge(known)] : []), ...(fresh.length > 0 ? [() => copy(fresh)] : [])];
  }

  /** Serialises and hashes what a fold changed. The text is kept only for the version of the day. */
  written(key: string, change: Change, before: StoredRow | undefined, since: Day | undefined): Written {
    const { after: held, versions } = change;
    if (held === undefined) return { key, since, before, after: undefined, versions };
    const { text, hash } = rowSpelled(this.spec, key, held);
    return { key, since, before, after: { held, hash, text: this.past === undefined ? '' : text }, versions };
  }

  private upsert(client: ClientBase, kept: readonly Written[]): Promise<unknown> {
    const values = this.valuesOf(kept);
    return client.query({
      name: `upsert_${this.name}`,
      text: this.upserting,
      values: this.columns.map(([, element], index) => binaryArray(element, values[index] ?? [])),
    });
  }

  /** By column. A searched text that did not change is not taken apart again: its initials are null then, and the row keeps what it has. */
  private valuesOf(kept: readonly Written[]): readonly (readonly unknown[])[] {
    const searched = this.spec.search ? kept.map((change) => this.changedText(change)) : [];
    return this.columns.map(([name]) => columnOf(name, kept, searched));
  }

  private changedText(change: Written): string | undefined {
    const text = searchedText(this.spec, change.after?.held.row ?? {});
    return change.before && searchedText(this.spec, change.before.row) === text ? undefined : text;
  }

  /** One version per key and recorded day: a later batch of the same day replaces it. */
  private remember(client: ClientBase, past: string, versions: readonly WrittenVersion[]): Promise<unknown> {
    const names = PAST.map(([name]) => `"${name}"`);
    const text = `INSERT INTO ${past} (${names.join(', ')})
      SELECT * FROM unnest(${PAST.map(([, element], index) => `$${index + 1}::${PARAMETERS[element].array}`).join(', ')})
      ON CONFLICT (key, day) DO UPDATE SET position = excluded.position, dropped = excluded.dropped, "row" = excluded."row"`;
    return client.query({
      name: `remember_${this.name}`,
      text,
      values: PAST.map(([name, element]) =>
        binaryArray(
          element,
          versions.map((version) => version[name]),
        ),
      ),
    });
  }

  private versionsOf(changes: readonly Written[]): readonly WrittenVersion[] {
    return changes.flatMap((change) =>
      change.versions.map((version) => ({
        key: change.key,
        day: version.day,
        position: version.position,
        dropped: version.held === undefined,
        row: this.versionText(change, version.held),
        isNew: change.since === undefined || version.day > change.since,
      })),
    );
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
  /** Recorded day of its last version, kept or dropped; undefined when it has none. */
  readonly since: Day | undefined;
  readonly before: StoredRow | undefined;
  readonly after: { readonly held: HeldRow; readonly hash: Buffer; readonly text: string } | undefined;
  readonly versions: Change['versions'];
}

interface WrittenVersion {
  readonly key: string;
  readonly day: Day;
  readonly position: string;
  readonly dropped: boolean;
  readonly row: JsonText | undefined;
  /** No version of this day is there yet. */
  readonly isNew: boolean;
}

const PAST = [
  ['key', 'text'],
  ['day', 'text'],
  ['position', 'int8'],
  ['dropped', 'bool'],
  ['row', 'jsonb'],
] as const satisfies readonly (readonly [keyof WrittenVersion, Element])[];

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

function upsertText({ once }: TableSpec, live: string, columns: readonly (readonly [string, Element])[]): string {
  const names = columns.map(([name]) => `"${name}"`);
  return `INSERT INTO ${live} AS t (${names.join(', ')})
    SELECT ${columns.map(([name, element]) => `c."${name}"${PARAMETERS[element].cast}`).join(', ')}
    FROM unnest(${columns.map(([, element], index) => `$${index + 1}::${PARAMETERS[element].array}`).join(', ')}) AS c (${names.join(', ')})
    ${once ? '' : `ON CONFLICT (key) DO UPDATE SET ${names.slice(1).map(assigned).join(', ')}`}`;
}

/** Columns that are null because they did not change keep their value. */
function assigned(name: string): string {
  return name === '"grams"' || name === '"initials"'
    ? `${name} = CASE WHEN excluded.initials IS NULL THEN t.${name} ELSE excluded.${name} END`
    : `${name} = excluded.${name}`;
}

function storedRow(stored: Stored, own: readonly string[]): StoredRow {
  const row: Record<string, Json> = {};
  for (const name of own) {
    const value = stored[name];
    if (value !== null) row[name] = value as Json;
  }
  return { row, stream: stored.stream, position: stored.position, day: stored.row_day, hash: stored.row_hash };
}

function columnOf(name: string, kept: readonly Written[], searched: readonly (string | undefined)[]): readonly unknown[] {
  switch (name) {
    case 'key':
      return kept.map((change) => change.key);
    case 'stream':
      return kept.map((change) => change.after?.held.stream);
    case 'position':
      return kept.map((change) => change.after?.held.position);
    case 'row_day':
      return kept.map((change) => change.after?.held.day);
    case 'row_hash':
      return kept.map((change) => change.after?.hash);
    case 'grams':
      return searched.map((text) => (text === undefined ? undefined : gramsOf(text)));
    case 'initials':
      return searched.map((text) => (text === undefined ? undefined : initialsOf(text)));
    default:
      return kept.map((change) => change.after?.held.row[name]);
  }
}
