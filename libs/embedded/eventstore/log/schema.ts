import { type ClientBase } from 'pg';

/** Bumped when the tables change; a store never opens a folder of a newer version. */
const SCHEMA_VERSION = 2;

/**
 * `events.position` is both commit and prepare position. `body` is the encoded event (protocol/recorded-event). `streams.key` is 64 bits of a
 * digest of the name, because a name may be longer than an index entry; two names may share one. Every index costs each append, so
 * there are three: stream ids are unique because one writer counts them, and the last one is found by `events_by_stream`. `reserved` holds positions that were answered but hold no event (empty appends).
 */
const TABLES = `
CREATE SCHEMA IF NOT EXISTS eventstore;
CREATE TABLE IF NOT EXISTS eventstore.version (single boolean PRIMARY KEY DEFAULT true CHECK (single), version int NOT NULL);
CREATE TABLE IF NOT EXISTS eventstore.streams (id bigint NOT NULL, key bigint NOT NULL, name bytea NOT NULL);
CREATE INDEX IF NOT EXISTS streams_by_key ON eventstore.streams (key);
CREATE TABLE IF NOT EXISTS eventstore.events (position bigint PRIMARY KEY, stream bigint NOT NULL, revision bigint NOT NULL, body bytea NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS events_by_stream ON eventstore.events (stream, revision);
ALTER TABLE eventstore.events ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE IF NOT EXISTS eventstore.reserved (single boolean PRIMARY KEY DEFAULT true CHECK (single), position bigint NOT NULL);
INSERT INTO eventstore.reserved (position) VALUES (0) ON CONFLICT DO NOTHING;
INSERT INTO eventstore.version (version) VALUES (${SCHEMA_VERSION}) ON CONFLICT DO NOTHING;
`;

/** Creates what is missing; called with the writer's lock held. */
export async function prepareSchema(client: ClientBase): Promise<void> {
  const known = await client.query<{ there: string | null }>("SELECT to_regclass('eventstore.version')::text AS there");
  if (known.rows[0]?.there === null) await client.query(TABLES);
  const { rows } = await client.query<{ version: number }>('SELECT version FROM eventstore.version');
  const version = rows[0]?.version ?? 0;
  if (version !== SCHEMA_VERSION)
    throw new Error(`The event store's tables have version ${version}; this program knows version ${SCHEMA_VERSION}.`);
}
