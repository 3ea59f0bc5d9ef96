import type { Client } from 'pg';
import type { Checkpoint, Ledger, RecordedFact } from '#ledger';
import { Batches } from './batches';
import { beginning, Checkpoints, leastOf, samePlace, shapeOf, type ViewState } from './checkpoints';
import { connect } from './connection';
import { prepareReadSchema } from './infrastructure/prepare';
import { Parking, type ParkedStream } from './parking';
import { GATHERING, PendingGrams } from './pending-grams';
import { PERSONAL, PersonalWriter, type PersonalDoor } from './personal';
import { pausing } from './pausing';
import { laterOf } from './positions';
import { createTables, ReadSchema } from './schema';
import { ViewWriter } from './view-writer';
import type { ViewSpec } from './view';

/** `standby`: another process holds the views. `waiting`: an engine is away; it is tried again. */
export type RunnerPhase = 'starting' | 'standby' | 'rebuilding' | 'catching-up' | 'live' | 'waiting';

/** What health and dashboards are told. */
export interface RunnerState {
  readonly phase: RunnerPhase;
  readonly reason?: string;
  /** How far every view is; undefined before the first fact. */
  readonly position: string | undefined;
  /** Facts seen since the start. */
  readonly facts: number;
  /** Milliseconds between the recording of the last fact and its rows, when live. */
  readonly lagMs?: number;
  readonly parked: readonly ParkedStream[];
}

export interface RunnerOptions {
  readonly ledger: Ledger;
  readonly databaseUrl: string;
  readonly prefix: string;
  readonly views: readonly ViewSpec[];
  readonly signal: AbortSignal;
  /** Absent: the table `personal` is not kept. */
  readonly personal?: PersonalDoor;
  readonly onState?: (state: RunnerState) => void;
  /** Facts per transaction at most, in catch-up (4,000); live batches are as small as they come. */
  readonly batchMax?: number;
  /** Called for a view whose version is not the stored one; must leave it rebuilt and swapped. */
  readonly renew: (view: ViewSpec) => Promise<void>;
  readonly now?: () => number;
}

const RETRY_MS_MIN = 100;
const RETRY_MS_MAX = 5_000;
const STANDBY_MS = 250;
const GOODBYE_MS = 1_000;
/** Of live batches at most, and only as far as batches are slow: a transaction costs as much as the rows of ten facts. */
const PACE_MS = 20;

/**
 * Follows the ledger into all views until the signal aborts. Engines may go and come: every session starts from the checkpoints in the database.
 * @throws what the ledger throws when following must not go on (LedgerHalted, an unknown fact type); nothing else ends it.
 */
export async function runViews(options: RunnerOptions): Promise<void> {
  const names = options.views.flatMap((view) => view.tables.map((table) => table.name));
  if (new Set(names).size !== names.length)
    throw new Error(`two views share a table name: ${names.filter((name, index) => names.indexOf(name) !== index).join(', ')}`);
  const runner = new Runner(options);
  let pause = RETRY_MS_MIN;
  while (!options.signal.aborted) {
    const before = runner.facts;
    try {
      await runner.session();
    } catch (reason) {
      if (reason instanceof Halted) throw reason.cause;
      if (options.signal.aborted) return;
      pause = runner.facts > before ? RETRY_MS_MIN : Math.min(pause * 2, RETRY_MS_MAX);
      runner.tell('waiting', reason instanceof Error ? reason.message : String(reason));
      await pausing(pause, options.signal);
    }
  }
}

/** Following must not go on. */
class Halted extends Error {}

class Runner {
  facts = 0;
  private readonly schema: ReadSchema;
  private readonly parking: Parking;
  private prepared = false;
  private parked: readonly ParkedStream[] = [];
  private phase: RunnerPhase = 'starting';
  private position: string | undefined;
  private lagMs: number | undefined;

  constructor(private readonly options: RunnerOptions) {
    this.schema = new ReadSchema(options.prefix);
    this.parking = new Parking(this.schema);
  }

  tell(phase: RunnerPhase, reason?: string): void {
    this.phase = phase;
    const { position, facts, parked, lagMs } = this;
    this.options.onState?.({
      phase,
      position,
      facts,
      parked,
      ...(reason === undefined ? {} : { reason }),
      ...(lagMs === undefined ? {} : { lagMs }),
    });
  }

  /** From connecting to the first failure. */
  async session(): Promise<void> {
    if (!this.prepared) await prepareReadSchema(this.options.databaseUrl, this.schema);
    this.prepared = true;
    const client = await connect({
      url: this.options.databaseUrl,
      name: 'ledger-projector',
      pipeline: true,
      settings: { synchronous_commit: 'off', jit: 'off', ...GATHERING },
    });
    try {
      await this.lockViews(client);
      if (this.options.signal.aborted) return;
      const states = await this.openViews(client);
      await this.follow(client, states);
    } finally {
      // A dead server never answers the goodbye.
      await Promise.race([client.end().catch(() => undefined), pausing(GOODBYE_MS)]);
    }
  }

  /** One process writes a view: the lock lasts as long as the connection, and whoever comes second waits. */
  private async lockViews(client: Client): Promise<void> {
    for (const view of [...this.options.views.map((one) => one.name), PERSONAL].sort()) {
      while (!this.options.signal.aborted) {
        const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held', [
          `${this.schema.name}:${view}`,
        ]);
        if (rows[0]?.held) break;
        if (this.phase !== 'standby') this.tell('standby', `${view}: another projector holds it`);
        await pausing(STANDBY_MS, this.options.signal);
      }
    }
  }

  private async openViews(client: Client): Promise<ReadonlyMap<string, ViewState>> {
    const checkpoints = new Checkpoints(this.schema);
    let states = await checkpoints.read(client);
    for (const view of this.options.views) {
      const state = states.get(view.name);
      if (state === undefined) {
        await createTables(client, this.schema, view.tables);
        await checkpoints.begin(client, beginning(view.name, view));
      } else if (state.version !== view.version || state.shape !== shapeOf(view)) {
        this.tell('rebuilding', `${view.name}: version ${state.version} → ${view.version}`);
        await this.options.renew(view);
      }
    }
    await checkpoints.begin(client, beginning(PERSONAL, { version: 1, tables: [] }));
    states = await checkpoints.read(client);
    this.parked = await this.parking.list(client);
    return states;
  }

  private async follow(client: Client, states: ReadonlyMap<string, ViewState>): Promise<void> {
    const views = this.options.views.map((spec) => ({ spec, state: known(states, spec.name) }));
    const writer = new ViewWriter(client, { schema: this.schema, place: 'live', notify: true }, views);
    await writer.open();
    const personal = this.personalWriter(client, known(states, PERSONAL));
    const batches = new Batches(writer, personal, client, this.parking);
    const stopped = AbortSignal.any([this.options.signal, batches.failed]);
    const over = new AbortController();
    const swept = new PendingGrams(this.options.databaseUrl, this.schema, this.options.views).run(AbortSignal.any([stopped, over.signal]));
    const places: readonly (Checkpoint | undefined)[] = [
      ...views.map(({ state }) => state.checkpoint),
      ...(personal ? [personal.checkpoint] : []),
    ];
    this.position = leastOf(views.map(({ state }) => state.checkpoint))?.position;
    this.tell('catching-up');
    try {
      const from = leastOf(places);
      await this.verify(places.filter((place) => place !== undefined && !samePlace(place, from)));
      await this.options.ledger.follow({
        name: 'projector',
        from,
        batchMax: this.options.batchMax ?? 4_000,
        pace_ms: PACE_MS,
        pace: 'by-work',
        signal: stopped,
        onBatch: (facts, end, live) => this.take(batches, facts, end, live),
        onState: (state, reason) => this.tell(state === 'reconnecting' ? 'waiting' : state, reason),
      });
    } catch (reason) {
      throw isAway(reason) ? reason : new Halted('following ended', { cause: reason });
    } finally {
      over.abort();
      await Promise.all([batches.end(), Promise.race([swept, pausing(GOODBYE_MS)])]);
    }
    batches.rethrow();
  }

  /** Following verifies the place it begins after; those of views that are further are verified here, each by beginning to follow there. */
  private async verify(places: readonly (Checkpoint | undefined)[]): Promise<void> {
    const distinct = new Map(places.map((place) => [`${place?.position} ${place?.eventId}`, place]));
    for (const from of distinct.values()) {
      const seen = new AbortController();
      const signal = AbortSignal.any([this.options.signal, seen.signal]);
      const onState = (state: string): void => (state === 'live' ? seen.abort() : undefined);
      await this.options.ledger.follow({
        name: 'projector',
        from,
        batchMax: 1,
        signal,
        onBatch: () => Promise.resolve(seen.abort()),
        onState,
      });
    }
  }

  /** In catch-up the next batch is read while this one is written; live, each is awaited. */
  private async take(batches: Batches, facts: readonly RecordedFact[], end: Checkpoint, live: boolean): Promise<void> {
    await batches.settled();
    if (batches.failed.aborted) return;
    const done = batches.start(facts, end).then((parked) => {
      if (batches.failed.aborted) return;
      this.facts += facts.length;
      this.position = this.position === undefined ? end.position : laterOf(this.position, end.position);
      if (parked) this.parked = parked;
      const last = facts.at(-1);
      this.lagMs = live && last ? (this.options.now ?? Date.now)() - Date.parse(last.meta.recordedAt) : undefined;
      this.tell(live ? 'live' : 'catching-up');
    });
    if (live) await done;
  }

  private personalWriter(client: Client, state: ViewState): PersonalWriter | undefined {
    const { personal: door, ledger } = this.options;
    if (!door) return undefined;
    const reread = async (stream: string, revision: number): Promise<RecordedFact | undefined> => {
      const dash = stream.indexOf('-');
      const slice = await ledger.readStream({ category: stream.slice(0, dash), id: stream.slice(dash + 1) }, revision);
      return slice.facts.find((fact) => fact.revision === revision);
    };
    return new PersonalWriter(client, { schema: this.schema, door, reread }, state);
  }
}

function known(states: ReadonlyMap<string, ViewState>, name: string): ViewState {
  const state = states.get(name);
  if (!state) throw new Error(`${name}: no checkpoint`);
  return state;
}

/** The ledger is away for now; anything else it throws means that following must not go on. */
function isAway(reason: unknown): boolean {
  return reason instanceof Error && ['LedgerUnavailable', 'LedgerTimeout', 'LedgerBusy'].includes(reason.name);
}
