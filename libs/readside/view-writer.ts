import type { ClientBase } from 'pg';
import { dayOf } from '#kernel';
import type { Checkpoint, RecordedFact } from '#ledger';
import { Checkpoints, isAhead, type ViewState } from './checkpoints';
import { isDataError, together, type Query } from './connection';
import type { Unfit } from './fold';
import { Parking } from './parking';
import type { Place, ReadSchema } from './schema';
import { standing, ViewWork, type StandingView } from './view-work';
import type { ViewSpec } from './view';

export interface WriterOptions {
  readonly schema: ReadSchema;
  readonly place: Place;
  /** Told of positions inside the transaction; the shadow tells nobody. */
  readonly notify: boolean;
}

/**
 * Writes batches of facts into views that stand at one checkpoint: rows, history, parked streams, digest and checkpoint in one transaction,
 * compare-and-set on the checkpoint and its generation. Two round trips a batch.
 */
export class ViewWriter {
  private readonly views: readonly StandingView[];
  private readonly checkpoints: Checkpoints;
  private readonly parking: Parking;
  private parkedFacts = 0;
  private bounds = ALONE;

  constructor(
    private readonly client: ClientBase,
    private readonly options: WriterOptions,
    states: readonly { readonly spec: ViewSpec; readonly state: ViewState }[],
  ) {
    this.checkpoints = new Checkpoints(options.schema);
    this.parking = new Parking(options.schema);
    this.views = states.map(({ spec, state }) => standing(spec, state, options.schema, options.place));
  }

  /** Facts found unfit or queued since it was made. */
  get parkedCount(): number {
    return this.parkedFacts;
  }

  /** Learns what only the tables know. Once, before the first batch. */
  async open(): Promise<void> {
    for (const view of this.views) for (const table of view.tables.values()) table.everDropped = await table.rows.everDropped(this.client);
  }

  get states(): readonly ViewState[] {
    return this.views.map((view) => view.state);
  }

  /**
   * Takes facts up to `end`; facts a view has seen are passed over. What the database refuses is narrowed down to the fact and parked.
   * @throws LostPlace, and what the connection throws: then nothing of the last transaction is certain and the states must be read again.
   */
  async write(facts: readonly RecordedFact[], end: Checkpoint): Promise<void> {
    for (const group of groupsOf(this.views.filter((view) => isAhead(end.position, view.state.checkpoint))))
      await this.narrowed(group, facts, end);
  }

  /** The same inside a transaction of the caller, who must have the states read again (`stand`) when that is taken back. */
  async writeWithin(facts: readonly RecordedFact[], end: Checkpoint): Promise<void> {
    this.bounds = WITHIN;
    try {
      await this.write(facts, end);
    } finally {
      this.bounds = ALONE;
    }
  }

  stand(states: ReadonlyMap<string, ViewState>): void {
    for (const view of this.views) view.state = states.get(view.state.view) ?? view.state;
  }

  private async narrowed(views: readonly StandingView[], facts: readonly RecordedFact[], end: Checkpoint): Promise<void> {
    try {
      await this.transact(views, facts, end);
    } catch (reason) {
      if (!isDataError(reason)) throw reason;
      const only = facts[0];
      if (views.length > 1) {
        for (const view of views) await this.narrowed([view], facts, end);
      } else if (facts.length > 1) {
        const half = facts.slice(0, facts.length >> 1);
        const last = half.at(-1);
        if (last) await this.narrowed(views, half, { position: last.position, eventId: last.eventId });
        await this.narrowed(views, facts.slice(half.length), end);
      } else if (only) {
        await this.transact(views, facts, end, { fact: only, reason: String(reason) });
      } else throw reason;
    }
  }

  private async transact(views: readonly StandingView[], facts: readonly RecordedFact[], end: Checkpoint, refused?: Unfit): Promise<void> {
    const works = views.map((view) => new ViewWork(view, unseen(view, facts), refused));
    const names = views.map((view) => view.state.view);
    try {
      const [, locked, parked] = await together(
        this.client,
        () => this.client.query(this.bounds.begin),
        () => this.checkpoints.lock(this.client, names),
        () => this.parking.streams(this.client, names),
        ...works.flatMap((work) => work.load(this.client)),
      );
      for (const work of works) work.assertPlace(locked);
      for (const work of works) work.fold(new Set(parked.filter((one) => one.view === work.view.state.view).map((one) => one.stream)));
      await together(
        this.client,
        ...works.flatMap((work) => work.write(this.client, this.parking)),
        () =>
          this.checkpoints.advance(
            this.client,
            works.map((work) => ({ view: work.view.state.view, digest: work.digest.hex })),
            end,
          ),
        ...(this.options.notify ? this.announce(facts, end) : []),
        () => this.client.query(this.bounds.commit),
      );
    } catch (reason) {
      await this.client.query(this.bounds.rollback).catch(() => undefined);
      throw reason;
    }
    for (const work of works) this.parkedFacts += work.committed(end);
  }

  /** The last position of each recorded day, and a word to whoever waits for this one. */
  private announce(facts: readonly RecordedFact[], end: Checkpoint): readonly Query[] {
    const { schema } = this.options;
    const days = new Map(facts.map((fact) => [dayOf(fact.meta.recordedAt), fact.position]));
    const text = `INSERT INTO ${schema.table('days')} AS d (day, position) SELECT * FROM unnest($1::text[], $2::bigint[])
      ON CONFLICT (day) DO UPDATE SET position = excluded.position WHERE d.position < excluded.position`;
    return [
      ...(days.size > 0 ? [() => this.client.query({ name: 'days', text, values: [[...days.keys()], [...days.values()]] })] : []),
      () => this.client.query({ name: 'notify', text: 'SELECT pg_notify($1, $2)', values: [schema.channel, end.position] }),
    ];
  }
}

const ALONE = { begin: 'BEGIN', commit: 'COMMIT', rollback: 'ROLLBACK' };
const WITHIN = { begin: 'SAVEPOINT batch', commit: 'RELEASE SAVEPOINT batch', rollback: 'ROLLBACK TO SAVEPOINT batch' };

/** Views that stand at the same checkpoint share a transaction. */
function groupsOf(views: readonly StandingView[]): readonly (readonly StandingView[])[] {
  const groups = new Map<string, StandingView[]>();
  for (const view of views) {
    const at = view.state.checkpoint?.position ?? '';
    const group = groups.get(at);
    if (group) group.push(view);
    else groups.set(at, [view]);
  }
  return [...groups.values()];
}

/** A view that has begun later than others, or was rebuilt, has seen less of a batch. */
function unseen(view: StandingView, facts: readonly RecordedFact[]): readonly RecordedFact[] {
  const [first] = facts;
  return first === undefined || isAhead(first.position, view.state.checkpoint)
    ? facts
    : facts.filter((fact) => isAhead(fact.position, view.state.checkpoint));
}
