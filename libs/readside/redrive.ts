import type { Client } from 'pg';
import type { ViewSpec } from './view';
import { Checkpoints } from './checkpoints';
import { connect, isDataError, together } from './connection';
import { Parking } from './parking';
import { ReadSchema } from './schema';
import { standing, ViewWork } from './view-work';

export interface RedriveOptions {
  readonly databaseUrl: string;
  readonly prefix: string;
  readonly view: ViewSpec;
  readonly stream: string;
}

/** How many of the waiting facts were applied, and why the next one still cannot be. */
export interface Redriven {
  readonly applied: number;
  readonly waiting: number;
  readonly reason: string | undefined;
}

const PAGE = 500;

/** Tries the waiting facts of a parked stream again, in order, as far as they can be applied now. Repeating it is harmless. */
export async function redriveStream(options: RedriveOptions): Promise<Redriven> {
  const client = await connect({
    url: options.databaseUrl,
    name: 'ledger-redrive',
    pipeline: true,
    settings: { synchronous_commit: 'off' },
  });
  try {
    let applied = 0;
    for (;;) {
      const page = await drivePage(client, options);
      applied += page.applied;
      if (page.reason !== undefined || page.waiting === 0) return { ...page, applied };
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function drivePage(client: Client, options: RedriveOptions): Promise<Redriven> {
  try {
    return await drive(client, options, PAGE);
  } catch (reason) {
    if (!isDataError(reason)) throw reason;
    // The database refused one of them: one by one it says which.
    return drive(client, options, 1).catch((again: unknown) => {
      if (!isDataError(again)) throw again;
      return { applied: 0, waiting: 1, reason: String(again) };
    });
  }
}

async function drive(client: Client, options: RedriveOptions, max: number): Promise<Redriven> {
  const schema = new ReadSchema(options.prefix);
  const [parking, checkpoints] = [new Parking(schema), new Checkpoints(schema)];
  const { view, stream } = options;
  await client.query('BEGIN');
  try {
    const [state] = await checkpoints.lock(client, [view.name]);
    if (!state) throw new Error(`${view.name}: no checkpoint`);
    const facts = await parking.waiting(client, view.name, stream, max);
    const place = standing(view, state, schema, 'live');
    for (const table of place.tables.values()) table.everDropped = true;
    const work = new ViewWork(place, facts);
    await together(client, ...work.load(client));
    work.fold(new Set());
    const held = new Set(work.waiting);
    const taken = facts.filter((fact) => !held.has(fact));
    await together(client, ...work.write(client, parking), () =>
      parking.taken(
        client,
        view.name,
        taken.map((fact) => fact.position),
      ),
    );
    await checkpoints.replace(client, { ...state, digest: work.digest.hex });
    const [next] = await parking.waiting(client, view.name, stream, 1);
    if (!next) await parking.release(client, view.name, stream);
    await client.query('SELECT pg_notify($1, $2)', [schema.channel, state.checkpoint?.position ?? '0']);
    await client.query('COMMIT');
    return { applied: taken.length, waiting: next ? 1 : 0, reason: work.reason };
  } catch (reason) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw reason;
  }
}
