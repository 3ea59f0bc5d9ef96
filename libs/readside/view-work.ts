import type { ClientBase } from 'pg';
import type { Checkpoint, RecordedFact } from '#ledger';
import { isAhead, samePlace, type ViewState } from './checkpoints';
import type { Query } from './connection';
import { DigestSum } from './digest';
import { Fold, intentOf, touched, type Intent, type Unfit } from './fold';
import type { Parking } from './parking';
import { LoadedRows, TableRows, type Written } from './rows';
import type { Place, ReadSchema } from './schema';
import type { ViewSpec } from './view';

/** The view's place in the log is not where this writer left it: another writer, a rebuild or a restored database moved it. */
export class LostPlace extends Error {
  override readonly name = 'LostPlace';
}

/** A table and whether rows of it were ever dropped. */
interface Table {
  readonly rows: TableRows;
  everDropped: boolean;
}

/** A view and where it stands. */
export interface StandingView {
  readonly spec: ViewSpec;
  readonly tables: ReadonlyMap<string, Table>;
  state: ViewState;
}

export function standing(spec: ViewSpec, state: ViewState, schema: ReadSchema, place: Place): StandingView {
  const tables = spec.tables.map((table): [string, Table] => [
    table.name,
    { rows: new TableRows(table, schema, place), everDropped: false },
  ]);
  return { spec, state, tables: new Map(tables) };
}

/** One view's part of one transaction: load, fold, write. Facts are those the view has not taken yet. */
export class ViewWork {
  readonly digest: DigestSum;
  private readonly intents: Intent[] = [];
  private readonly unfit: Unfit[] = [];
  /** Facts that could not be taken, and those behind them in their streams. */
  readonly waiting: RecordedFact[] = [];
  private readonly loaded = new LoadedRows();
  private readonly changes = new Map<Table, Written[]>();

  constructor(
    readonly view: StandingView,
    facts: readonly RecordedFact[],
    refused?: Unfit,
  ) {
    this.digest = new DigestSum(view.state.digest);
    for (const fact of facts) {
      if (!Object.hasOwn(view.spec.on, fact.type)) continue;
      if (refused) this.unfit.push(refused);
      else this.intend(fact);
    }
  }

  load(client: ClientBase): readonly Query[] {
    return [...touched(this.intents, this.view.spec.tables)].flatMap(([name, keys]) => {
      const table = this.view.tables.get(name);
      if (!table) return [];
      const list = [...keys];
      const gone = table.everDropped ? [() => table.rows.dropped(client, list).then((days) => this.loaded.gone.set(name, days))] : [];
      return [() => table.rows.load(client, list).then((rows) => this.loaded.rows.set(name, rows)), ...gone];
    });
  }

  assertPlace(locked: readonly ViewState[]): void {
    const { state } = this.view;
    const now = locked.find((one) => one.view === state.view);
    if (
      !now ||
      !samePlace(now.checkpoint, state.checkpoint) ||
      now.generation !== state.generation ||
      now.version !== state.version ||
      now.digest !== state.digest
    )
      throw new LostPlace(
        `${state.view}: expected at ${state.checkpoint?.position ?? 'the beginning'}, is at ${now?.checkpoint?.position ?? 'no place'}`,
      );
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

  write(client: ClientBase, parking: Parking): readonly Query[] {
    const name = this.view.state.view;
    return [
      ...[...this.changes].flatMap(([table, changes]) => table.rows.write(client, changes, this.digest)),
      ...(this.unfit.length > 0 ? [() => parking.park(client, name, this.unfit)] : []),
      ...(this.waiting.length > 0 ? [() => parking.queue(client, name, this.waiting)] : []),
    ];
  }

  /** Why the first fact could not be taken. */
  get reason(): string | undefined {
    return this.unfit[0]?.reason;
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
      const before = this.loaded.row(table.name, key);
      const written = target.rows.written(key, change, before, before?.day ?? this.loaded.droppedOn(table.name, key));
      const known = this.changes.get(target);
      if (known) known.push(written);
      else this.changes.set(target, [written]);
    }
  }
}

function byPosition(a: Intent, b: Intent): number {
  return a.fact.position === b.fact.position ? 0 : isAhead(a.fact.position, { position: b.fact.position, eventId: '' }) ? 1 : -1;
}
