import type { ClientBase } from 'pg';
import { dayOf } from '#kernel';
import type { Checkpoint, RecordedFact } from '#ledger';
import { Checkpoints, isAhead, samePlace, type ViewState } from './checkpoints';
import { isDataError, together } from './connection';
import { DigestSum } from './digest';
import { Fold, intentOf, touched, type Intent, type Unfit } from './fold';
import { Parking } from './parking';
import { LoadedRows, TableRows, type Written } from './rows';
import type { Place, ReadSchema } from './schema';
import type { ViewSpec } from './view';

/** The view's place in the log is not where this writer left it: another writer, a rebuild or a restored database moved it. */
export class LostPlace extends Error {
  override readonly name = 'LostPlace';
}

export interface WriterOptions {
  readonly schema: ReadSchema;
  readonly place: Place;
  /** Name of the view's checkpoint: a shadow's differs from its view's. */
  readonly nameOf?: (view: ViewSpec) => string;
  /** Told of positions inside the transaction; the shadow tells nobody. */
  readonly notify: boolean;
}

/**
 * Writes batches of facts into views that stand at one checkpoint: rows, history, parked streams, digest and checkpoint in one transaction,
 * compare-and-set on the checkpoint and its generation. Two round trips a batch.
 */
export class ViewWriter {
  private readonly views: readonly View[];
  private readonly checkpoints: Checkpoints;
  private readonly parking: Parking;
  private parkedFacts = 0;

  constructor(
    private readonly client: ClientBase,
    private readonly options: WriterOptions,
    states: readonly { readonly spec: ViewSpec; readonly state: ViewState }[],
  ) {
    this.checkpoints = new Checkpoints(options.schema);
    this.parking = new Parking(options.schema);
    this.views = states.map(({ spec, state }) => viewOf(spec, state, options));
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
    for (const group of groupsOf(this.views.filter((view) => isAhead(end.position, view.state.checkpoint)))) await this.narrowed(group, facts, end);
  }

  private async narrowed(views: readonly View[], facts: readonly RecordedFact[], end: Checkpoint): Promise<void> {
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

  private async transact(views: readonly View[], facts: readonly RecordedFact[], end: Checkpoint, refused?: Unfit): Promise<void> {
    const works = views.map((view) => new Work(view, facts, refused));
    const names = views.map((view) => view.state.view);
    try {
      const [, locked, parked] = await together(
        this.client.query('BEGIN'),
        this.checkpoints.lock(this.client, names),
        this.parking.streams(this.client, names),
        ...works.flatMap((work) => work.load(this.client)),
      );
      for (const work of works) work.assertPlace(locked);
      for (const work of works) work.fold(new Set(parked.filter((one) => one.view === work.view.state.view).map((one) => one.stream)));
      await together(
        ...works.flatMap((work) => work.write(this.client, this.parking)),
        this.checkpoints.advance(this.client, works.map((work) => ({ view: work.view.state.view, digest: work.digest.hex })), end),
        ...(this.options.notify ? this.announce(facts, end) : []),
        this.client.query('COMMIT'),
      );
    } catch (reason) {
      await this.client.query('ROLLBACK').catch(() => undefined);
      throw reason;
    }
    for (const work of works) this.parkedFacts += work.committed(end);
  }

  /** The last position of each recorded day, and a word to whoever waits for this one. */
  private announce(facts: readonly RecordedFact[], end: Checkpoint): readonly Promise<unknown>[] {
    const { schema } = this.options;
    const days = new Map(facts.map((fact) => [dayOf(fact.meta.recordedAt), fact.position]));
    const text = `INSERT INTO ${schema.table('days')} AS d (day, position) SELECT * FROM unnest($1::text[], $2::bigint[])
      ON CONFLICT (day) DO UPDATE SET position = excluded.position WHERE d.position < excluded.position`;
    return [
      ...(days.size > 0 ? [this.client.query({ name: 'days', text, values: [[...days.keys()], [...days.values()]] })] : []),
      this.client.query({ name: 'notify', text: 'SELECT pg_notify($1, $2)', values: [schema.channel, end.position] }),
    ];
  }
}

interface Table {
  readonly rows: TableRows;
  everDropped: boolean;
}

interface View {
  readonly spec: ViewSpec;
  readonly tables: ReadonlyMap<string, Table>;
  state: ViewState;
}

function viewOf(spec: ViewSpec, state: ViewState, options: WriterOptions): View {
  const tables = spec.tables.map((table): [string, Table] => [table.name, { rows: new TableRows(table, options.schema, options.place), everDropped: false }]);
  return { spec, state, tables: new Map(tables) };
}

/** Views that stand at the same checkpoint share a transaction. */
function groupsOf(views: readonly View[]): readonly (readonly View[])[] {
  const groups = new Map<string, View[]>();
  for (const view of views) {
    const at = view.state.checkpoint?.position ?? '';
    const group = groups.get(at);
    if (group) group.push(view);
    else groups.set(at, [view]);
  }
  return [...groups.values()];
}

/** One view's part of one transaction. */
class Work {
  readonly digest: DigestSum;
  private readonly intents: Intent[] = [];
  private readonly unfit: Unfit[] = [];
  private readonly waiting: RecordedFact[] = [];
  private readonly loaded = new LoadedRows();
  private readonly changes = new Map<Table, Written[]>();

  constructor(
    readonly view: View,
    facts: readonly RecordedFact[],
    refused: Unfit | undefined,
  ) {
    this.digest = new DigestSum(view.state.digest);
    for (const fact of facts) {
      if (!Object.hasOwn(view.spec.on, fact.type) || !isAhead(fact.position, view.state.checkpoint)) continue;
      if (refused) this.unfit.push(refused);
      else this.intend(fact);
    }
  }

  load(client: ClientBase): readonly Promise<unknown>[] {
    return [...touched(this.intents)].flatMap(([name, keys]) => {
      const table = this.view.tables.get(name);
      if (!table) return [];
      const list = [...keys];
      const gone = table.everDropped ? [table.rows.dropped(client, list).then((days) => this.loaded.gone.set(name, days))] : [];
      return [table.rows.load(client, list).then((rows) => this.loaded.rows.set(name, rows)), ...gone];
    });
  }

  assertPlace(locked: readonly ViewState[]): void {
    const { state } = this.view;
    const now = locked.find((one) => one.view === state.view);
    if (!now || !samePlace(now.checkpoint, state.checkpoint) || now.generation !== state.generation || now.version !== state.version || now.digest !== state.digest)
      throw new LostPlace(`${state.view}: expected at ${state.checkpoint?.position ?? 'the beginning'}, is at ${now?.checkpoint?.position ?? 'no place'}`);
  }

  fold(parked: ReadonlySet<string>): void {
    const held = new Set(parked);
    const unfit = this.unfit.splice(0);
    const broken = new Map(unfit.map((one) => [one.fact, one]));
    const fold = new Fold(this.view.spec.tables, this.loaded);
    const refused = unfit.map(({ fact }): Intent => ({ fact, ops: [] }));
    for (const intent of refused.length === 0 ? this.intents : [...this.intents, ...refused].sort(byPosition)) {
      if (held.has(intent.fact.stream)) {
        this.waiting.push(intent.fact);
        continue;
      }
      const reason = broken.get(intent.fact)?.reason ?? fold.take(intent);
      if (reason === undefined) continue;
      held.add(intent.fact.stream);
      this.unfit.push({ fact: intent.fact, reason });
      this.waiting.push(intent.fact);
    }
    this.collect(fold);
  }

  write(client: ClientBase, parking: Parking): readonly Promise<unknown>[] {
    const name = this.view.state.view;
    return [
      ...[...this.changes].flatMap(([table, changes]) => table.rows.write(client, changes, this.digest)),
      ...(this.unfit.length > 0 ? [parking.park(client, name, this.unfit)] : []),
      ...(this.waiting.length > 0 ? [parking.queue(client, name, this.waiting)] : []),
    ];
  }

  /** @returns how many facts wait because of it. */
  committed(end: Checkpoint): number {
    this.view.state = { ...this.view.state, checkpoint: end, digest: this.digest.hex };
    for (const [table, changes] of this.changes) table.everDropped ||= changes.some((change) => change.after === undefined);
    return this.waiting.length;
  }

  private intend(fact: RecordedFact): void {
    try {
      const ops = intentOf(this.view.spec, fact);
      if (ops.length > 0) this.intents.push({ fact, ops });
    } catch (reason) {
      this.unfit.push({ fact, reason: reason instanceof Error ? reason.message : String(reason) });
    }
  }

  private collect(fold: Fold): void {
    for (const { table, key, change } of fold.changes()) {
      const target = this.view.tables.get(table.name);
      if (!target) continue;
      const written = target.rows.written(key, { ...change, before: this.loaded.row(table.name, key) });
      const known = this.changes.get(target);
      if (known) known.push(written);
      else this.changes.set(target, [written]);
    }
  }
}

function byPosition(a: Intent, b: Intent): number {
  return a.fact.position === b.fact.position ? 0 : isAhead(a.fact.position, { position: b.fact.position, eventId: '' }) ? 1 : -1;
}
