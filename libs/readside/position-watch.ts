import type { Pool } from 'pg';
import type { Position } from '#ledger';
import { connect } from './connection';
import { isLater } from './positions';
import { notYet } from './refusals';
import type { ReadSchema } from './schema';

/** Waiting reads at most; more are told to come back. */
const WAITING_MAX = 2_000;
const RETRY_MS = 500;
/** Between two looks that nobody waits for: what lists and live lines are told of. */
const PAUSE_MS = 50;
/** Parked streams that rows are marked by. */
const PARKED_MAX = 1_000;

export interface WatchOptions {
  readonly databaseUrl: string;
  readonly schema: ReadSchema;
  readonly pool: Pool;
  /** Views whose least position counts. */
  readonly views: readonly string[];
}

interface Waiting {
  readonly position: Position;
  readonly done: () => void;
}

/** Knows how far all views are: listens to the projector, and looks again whenever it is told of something. */
export class PositionWatch {
  private reached: Position = '0';
  private parked: ReadonlySet<string> = new Set();
  private readonly waiting = new Set<Waiting>();
  private readonly listeners = new Set<(position: Position) => void>();
  private looking: Promise<void> | undefined;
  private again = false;
  private closed = false;
  private lookedAt_ms = -Infinity;
  private hasten: () => void = () => undefined;
  private stop: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: WatchOptions) {}

  start(): void {
    this.running = this.listen();
  }

  /** What every view has reached; rows may be further already. */
  get position(): Position {
    return this.reached;
  }

  /** Whether facts of a stream wait for a view, as of the last look. */
  isParked(view: string, stream: string): boolean {
    return this.parked.has(`${view} ${stream}`);
  }

  /** Called with each new position, at most once per look. Returns what ends it. */
  onPosition(listener: (position: Position) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** @throws ReadRefusal `read.not-yet` when the views do not get there in time. */
  async waitFor(position: Position, ms: number): Promise<void> {
    if (!isLater(position, this.reached)) return;
    if (this.closed || this.waiting.size >= WAITING_MAX) throw notYet(position);
    const came = await new Promise<boolean>((settle) => {
      const waiting: Waiting = { position, done: () => finish(true) };
      const timer = setTimeout(() => finish(false), ms);
      const finish = (reached: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(waiting);
        settle(reached);
      };
      this.waiting.add(waiting);
      this.hasten();
    });
    if (!came || isLater(position, this.reached)) throw notYet(position);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.stop();
    for (const one of [...this.waiting]) one.done();
    this.hasten();
    await this.running;
    await this.looking;
  }

  private async listen(): Promise<void> {
    while (!this.closed) {
      await this.session().catch(() => undefined);
      if (!this.closed) await new Promise<void>((done) => this.stopping(done, setTimeout(done, RETRY_MS)));
    }
  }

  /** One connection, until it breaks. */
  private async session(): Promise<void> {
    const client = await connect({ url: this.options.databaseUrl, name: 'ledger-listen', settings: { statement_timeout: '5000' } });
    try {
      const ended = new Promise<void>((done) => {
        client.on('end', done);
        client.on('error', () => done());
        this.stopping(done);
      });
      client.on('notification', () => this.look());
      await client.query(`LISTEN "${this.options.schema.channel}"`);
      this.look();
      await ended;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private stopping(done: () => void, timer?: NodeJS.Timeout): void {
    this.stop = () => {
      clearTimeout(timer);
      done();
    };
    if (this.closed) this.stop();
  }

  /** One look at a time; what is told in the meantime makes another, a little later unless somebody waits for it. */
  private look(): void {
    this.again = true;
    this.looking ??= (async () => {
      while (this.again && !this.closed) {
        if (this.waiting.size === 0) await this.awhile();
        this.again = false;
        const position = await this.least().catch(() => undefined);
        if (position !== undefined) this.arrive(position);
      }
      this.looking = undefined;
    })();
  }

  /** Until somebody waits for a position, at most for the pause. */
  private awhile(): Promise<void> {
    const left_ms = this.lookedAt_ms + PAUSE_MS - performance.now();
    if (left_ms <= 0) return Promise.resolve();
    return new Promise((done) => {
      const timer = setTimeout(() => this.hasten(), left_ms);
      this.hasten = () => {
        clearTimeout(timer);
        this.hasten = () => undefined;
        done();
      };
    });
  }

  private async least(): Promise<Position | undefined> {
    const { pool, schema, views } = this.options;
    this.lookedAt_ms = performance.now();
    const parked = `SELECT coalesce(array_agg(p.view || ' ' || p.stream), '{}') FROM (SELECT view, stream FROM ${schema.table('parked')} LIMIT ${PARKED_MAX}) p`;
    const { rows } = await pool.query<{ position: string | null; parked: string[] }>({
      name: 'least_position',
      text: `SELECT CASE WHEN count(c.position) = cardinality($1::text[]) THEN min(c.position)::text END AS position, (${parked}) AS parked
        FROM ${schema.table('checkpoints')} c WHERE c.view = ANY($1)`,
      values: [views],
    });
    this.parked = new Set(rows[0]?.parked ?? []);
    return rows[0]?.position ?? undefined;
  }

  private arrive(position: Position): void {
    if (!isLater(position, this.reached)) return;
    this.reached = position;
    for (const one of [...this.waiting]) if (!isLater(one.position, position)) one.done();
    for (const listener of [...this.listeners]) listener(position);
  }
}
