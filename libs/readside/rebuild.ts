import type { Client } from 'pg';
import type { Checkpoint, Ledger, Position, RecordedFact } from '#ledger';
import { beginning, Checkpoints, isAhead, shapeOf, type ViewState } from './checkpoints';
import { connect, sqlStateOf } from './connection';
import { differences, type TableDifference } from './difference';
import { prepareReadSchema } from './infrastructure/prepare';
import { Parking, type ParkedStream } from './parking';
import { PERSONAL } from './personal';
import { createIndexes, createTables, dropTables, ReadSchema } from './schema';
import { previousName, shadowName, swapBack, swapIn } from './swap';
import { ViewWriter } from './view-writer';
import type { ViewSpec } from './view';

export interface RebuildOptions {
  readonly ledger: Ledger;
  readonly databaseUrl: string;
  readonly prefix: string;
  readonly view: ViewSpec;
  /** Facts read, and the position of the last one; about once per page. */
  readonly onProgress?: (facts: number, position: Position) => void;
  readonly signal?: AbortSignal;
  /** The event store is another than the rows were derived from (restored from a backup): nothing is compared, the rows begin anew at its end. */
  readonly fresh?: boolean;
  /** Finds and reports, and leaves the served rows as they are. */
  readonly dry?: boolean;
}

/** What was found and done. Same facts, same digest: `equal` says whether the served rows were what the ledger says. */
export interface RebuildReport {
  readonly view: string;
  readonly version: { readonly before: number; readonly after: number };
  /** Both sides as of this position. */
  readonly position: Position | null;
  readonly facts: number;
  readonly digest: { readonly served: string; readonly rebuilt: string };
  /** False too when versions differ: then the differences are those of the change. */
  readonly equal: boolean;
  readonly differences: readonly TableDifference[];
  readonly parked: readonly ParkedStream[];
  readonly swapped: boolean;
  readonly ms: number;
}

/** Someone else rebuilds this view. */
export class RebuildRefused extends Error {
  override readonly name = 'RebuildRefused';
}

const PAGE = 10_000;
/** The last stretch is read while the view's writer waits: it must be short. */
const LAST_STRETCH_MAX = 2_000;
const ROUNDS_MAX = 20;
const LOCK_TRIES = 10;

/**
 * Builds a view anew beside the served tables, compares row by row, swaps in one transaction and keeps the former tables for `rollbackView`.
 * Readers and the projector go on meanwhile; the projector finds its place moved and takes it up again. Running it twice changes nothing.
 * @throws RebuildRefused; what ledger and database throw: then nothing has changed.
 */
export async function rebuildView(options: RebuildOptions): Promise<RebuildReport> {
  const schema = new ReadSchema(options.prefix);
  await prepareReadSchema(options.databaseUrl, schema);
  const client = await connect({
    url: options.databaseUrl,
    name: 'ledger-rebuild',
    settings: { synchronous_commit: 'off', jit: 'off', statement_timeout: '0' },
  });
  try {
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held', [
      `${schema.name}:rebuild:${options.view.name}`,
    ]);
    if (!rows[0]?.held) throw new RebuildRefused(`${options.view.name} 正在重建 / is being rebuilt already`);
    return await new Rebuild(options, client, schema).run();
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The rows before the last swap serve again; the projector takes them on from where they were. */
export async function rollbackView(options: Pick<RebuildOptions, 'databaseUrl' | 'prefix' | 'view'>): Promise<void> {
  const schema = new ReadSchema(options.prefix);
  const client = await connect({ url: options.databaseUrl, name: 'ledger-rebuild' });
  try {
    await held(client, schema, options.view.name, async (live) => {
      const previous = (await new Checkpoints(schema).read(client)).get(previousName(live.view));
      if (!previous) throw new RebuildRefused(`${live.view} 没有可以退回的前一版 / has no former rows to go back to`);
      await swapBack({ client, schema, parking: new Parking(schema) }, live, previous);
    });
  } finally {
    await client.end();
  }
}

/** The plain personal values are filled anew from the first fact: after a restored event store, or a doubt. */
export async function forgetPersonal(options: Pick<RebuildOptions, 'databaseUrl' | 'prefix'>): Promise<void> {
  const schema = new ReadSchema(options.prefix);
  const client = await connect({ url: options.databaseUrl, name: 'ledger-rebuild' });
  try {
    await held(client, schema, PERSONAL, async (live) => {
      await client.query(`DELETE FROM ${schema.table('personal')}`);
      await new Checkpoints(schema).replace(client, {
        ...beginning(PERSONAL, { version: 1, tables: [] }),
        generation: live.generation + 1,
      });
    });
  } finally {
    await client.end();
  }
}

class Rebuild {
  private readonly checkpoints: Checkpoints;
  private readonly parking: Parking;
  private readonly shadow: string;
  private facts = 0;

  constructor(
    private readonly options: RebuildOptions,
    private readonly client: Client,
    private readonly schema: ReadSchema,
  ) {
    this.checkpoints = new Checkpoints(schema);
    this.parking = new Parking(schema);
    this.shadow = shadowName(options.view.name);
  }

  async run(): Promise<RebuildReport> {
    const started = performance.now();
    const { client, schema, options } = this;
    const live = await this.served();
    const writer = await this.empty();
    const comparable = !options.fresh && live.version === options.view.version && live.shape === shapeOf(options.view);
    const goal = async (): Promise<Checkpoint | undefined> => (comparable ? (await this.served()).checkpoint : options.ledger.end());
    for (let round = 0; round < ROUNDS_MAX && (await this.fill(writer, await goal())) > LAST_STRETCH_MAX; round++);
    for (const table of options.view.tables) {
      await createIndexes(client, schema, table, 'shadow');
      await client.query(`ANALYZE ${schema.table(table.name, 'shadow')}`);
    }
    return held(client, schema, options.view.name, (now) => this.finish(writer, now, comparable, started));
  }

  /** While the view's writer waits: the last facts, the comparison, the swap. */
  private async finish(writer: ViewWriter, live: ViewState, comparable: boolean, started: number): Promise<RebuildReport> {
    const { client, schema, options, parking } = this;
    // A try before this one may have been taken back.
    writer.stand(await this.checkpoints.read(client));
    if (comparable) await this.fill(writer, live.checkpoint, true);
    const built = writer.states[0];
    if (!built) throw new Error('a rebuild without a view');
    const found: TableDifference[] = [];
    if (comparable) for (const table of options.view.tables) found.push(...(await differences(client, schema, table)));
    const clean = found.every((table) => table.missing + table.extra + table.different === 0);
    const report: RebuildReport = {
      view: options.view.name,
      version: { before: live.version, after: options.view.version },
      position: built.checkpoint?.position ?? null,
      facts: this.facts,
      digest: { served: live.digest, rebuilt: built.digest },
      equal: comparable && clean && live.digest === built.digest,
      differences: found,
      parked: (await parking.list(client)).filter((one) => one.view === this.shadow),
      swapped: !options.dry,
      ms: Math.round(performance.now() - started),
    };
    // The checkpoint is the served one where there is one: it names the event that the next following begins after.
    const shadow = { ...built, checkpoint: comparable ? live.checkpoint : built.checkpoint };
    if (options.dry) await this.clear([shadow]);
    else await swapIn({ client, schema, parking }, live, shadow);
    await client.query(`INSERT INTO ${schema.table('rebuilds')} (view, report, finished_at) VALUES ($1, $2, now())`, [
      report.view,
      JSON.stringify(report),
    ]);
    await client.query('SELECT pg_notify($1, $2)', [schema.channel, report.position ?? '0']);
    return report;
  }

  private async served(): Promise<ViewState> {
    const { view } = this.options;
    const state = (await this.checkpoints.read(this.client)).get(view.name);
    if (state) return state;
    await createTables(this.client, this.schema, view.tables);
    await this.checkpoints.begin(this.client, beginning(view.name, view));
    return beginning(view.name, view);
  }

  /** Whatever a broken-off rebuild left is thrown away. */
  private async empty(): Promise<ViewWriter> {
    const { client, schema, options } = this;
    const state = beginning(this.shadow, options.view);
    const former = (await this.checkpoints.read(client)).get(this.shadow);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema.in('shadow')}`);
    await this.clear([state, ...(former ? [former] : [])]);
    await createTables(client, schema, options.view.tables, 'shadow');
    await this.checkpoints.replace(client, state);
    const writer = new ViewWriter(client, { schema, place: 'shadow', notify: false }, [{ spec: options.view, state }]);
    await writer.open();
    return writer;
  }

  private async clear(states: readonly ViewState[]): Promise<void> {
    await dropTables(this.client, this.schema, [...new Set(states.flatMap((state) => state.tables))], 'shadow');
    await this.parking.forget(this.client, this.shadow);
    await this.checkpoints.forget(this.client, this.shadow);
  }

  /** Reads on to `goal` and no further. @returns how many facts that were. */
  private async fill(writer: ViewWriter, goal: Checkpoint | undefined, within = false): Promise<number> {
    if (goal === undefined) return 0;
    const before = this.facts;
    for await (const page of this.options.ledger.readAll(writer.states[0]?.checkpoint?.position, PAGE)) {
      this.options.signal?.throwIfAborted();
      const facts = page.filter((fact) => !isAhead(fact.position, goal));
      const last = facts.at(-1);
      if (last) await this.write(writer, facts, { position: last.position, eventId: last.eventId }, within);
      if (facts.length < page.length) break;
    }
    return this.facts - before;
  }

  private async write(writer: ViewWriter, facts: readonly RecordedFact[], end: Checkpoint, within: boolean): Promise<void> {
    await (within ? writer.writeWithin(facts, end) : writer.write(facts, end));
    this.facts += facts.length;
    this.options.onProgress?.(this.facts, end.position);
  }
}

/** Runs in a transaction that holds the view's checkpoint. Readers in the way of the swap are waited for, a little at a time. */
async function held<T>(client: Client, schema: ReadSchema, view: string, work: (live: ViewState) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query('BEGIN');
      await client.query(`SET LOCAL lock_timeout = '3s'`);
      const [live] = await new Checkpoints(schema).lock(client, [view]);
      if (!live) throw new RebuildRefused(`${view} 还没有数据 / has no rows yet`);
      const done = await work(live);
      await client.query('COMMIT');
      return done;
    } catch (reason) {
      await client.query('ROLLBACK').catch(() => undefined);
      if (sqlStateOf(reason) !== '55P03' || attempt >= LOCK_TRIES) throw reason;
    }
  }
}
