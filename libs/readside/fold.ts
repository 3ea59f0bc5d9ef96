import { dayOf, type Day } from '#kernel';
import type { Position, RecordedFact } from '#ledger';
import { applied } from './row-operations';
import { laterOf } from './positions';
import type { Row, RowOp, TableSpec, ViewSpec } from './view';

/** A row as it stands: its columns without nulls, where it came from, and the recorded day of its last version. */
export interface HeldRow {
  readonly row: Row;
  readonly stream: string;
  readonly position: Position;
  readonly day: Day;
}

/** The state of a row at the end of a recorded day; undefined = dropped. */
export interface Version {
  readonly day: Day;
  readonly position: Position;
  readonly held: HeldRow | undefined;
}

export interface Change {
  readonly before: HeldRow | undefined;
  readonly after: HeldRow | undefined;
  /** One per recorded day on which the batch changed the row, oldest first. */
  readonly versions: readonly Version[];
}

/** Rows by table and key, as far as a batch touches them. A dropped row keeps the day it was dropped on: its next version is never older. */
export interface Loaded {
  row(table: string, key: string): HeldRow | undefined;
  droppedOn(table: string, key: string): Day | undefined;
}

export interface Intent {
  readonly fact: RecordedFact;
  readonly ops: readonly RowOp[];
}

/** A fact that this view cannot take; its stream waits. */
export interface Unfit {
  readonly fact: RecordedFact;
  readonly reason: string;
}

/** What a fact means to a view; throws what the view throws. Own members only: `constructor` is not a fact type. */
export function intentOf(view: ViewSpec, fact: RecordedFact): readonly RowOp[] {
  const meaning = Object.hasOwn(view.on, fact.type) ? view.on[fact.type] : undefined;
  return meaning ? meaning(fact) : [];
}

/**
 * Folds facts in order over the loaded rows, per key. Facts are atomic: an operation that cannot be applied takes its whole fact back, and
 * `fold` returns it as unfit beside the changes of the others. Pure; splitting a batch anywhere gives the same rows and versions.
 */
export class Fold {
  private readonly cells = new Map<string, Map<string, Cell>>();
  private readonly specs: ReadonlyMap<string, TableSpec>;

  constructor(
    tables: readonly TableSpec[],
    private readonly loaded: Loaded,
  ) {
    this.specs = new Map(tables.map((table) => [table.name, table]));
  }

  /** @returns why the fact was not taken, or undefined when it was. */
  take(intent: Intent): string | undefined {
    const undo: (() => void)[] = [];
    try {
      const recorded = dayOf(intent.fact.meta.recordedAt);
      for (const op of intent.ops) this.apply(op, intent.fact, recorded, undo);
      return undefined;
    } catch (reason) {
      for (const step of undo.reverse()) step();
      return reason instanceof Error ? reason.message : String(reason);
    }
  }

  /** What changed, table by table, key by key, in the order first touched. */
  *changes(): Iterable<{ readonly table: TableSpec; readonly key: string; readonly change: Change }> {
    for (const [name, cells] of this.cells) {
      const table = this.specs.get(name);
      if (!table) continue;
      for (const [key, cell] of cells) if (cell.touched) yield { table, key, change: closed(cell) };
    }
  }

  private apply(op: RowOp, fact: RecordedFact, recorded: Day, undo: (() => void)[]): void {
    const table = this.specs.get(op.table);
    if (!table) throw new Error(`table ${op.table} is not of this view`);
    if (table.once && op.op !== 'put') throw new Error(`${table.name}: rows are put once, not ${op.op}`);
    const cell = this.cell(op.table, op.key);
    const row = applied(table, cell.now?.row, op);
    if (row === cell.now?.row) return;
    if (table.once && cell.now) throw new Error(`${table.name}: ${op.key} was put already`);
    const { now, day, position, touched: was } = cell;
    const length = cell.versions.length;
    undo.push(() => {
      cell.versions.length = length;
      Object.assign(cell, { now, day, position, touched: was });
    });
    changed(cell, row, fact, recorded);
  }

  private cell(table: string, key: string): Cell {
    let cells = this.cells.get(table);
    if (!cells) this.cells.set(table, (cells = new Map()));
    let cell = cells.get(key);
    if (!cell) {
      const before = this.loaded.row(table, key);
      const day = before?.day ?? this.loaded.droppedOn(table, key) ?? '';
      cells.set(key, (cell = { before, now: before, day, position: before?.position ?? '0', touched: false, versions: [] }));
    }
    return cell;
  }
}

interface Cell {
  readonly before: HeldRow | undefined;
  now: HeldRow | undefined;
  /** Recorded day of the state `now`. */
  day: Day;
  position: Position;
  touched: boolean;
  readonly versions: Version[];
}

/**
 * The days of one row never go back: a fact recorded (by its metadata) before the row's last version belongs to that version's day, so
 * "as known on a day" never shows what came later in the log.
 */
function changed(cell: Cell, row: Row | undefined, fact: RecordedFact, recorded: Day): void {
  const day = recorded > cell.day ? recorded : cell.day;
  if (cell.touched && day !== cell.day) cell.versions.push(versionOf(cell));
  const position = laterOf(fact.position, cell.position);
  const stream = cell.now && position !== fact.position ? cell.now.stream : fact.stream;
  cell.now = row === undefined ? undefined : { row, stream, position, day };
  cell.day = day;
  cell.position = position;
  cell.touched = true;
}

function versionOf(cell: Cell): Version {
  return { day: cell.day, position: cell.position, held: cell.now };
}

function closed(cell: Cell): Change {
  return { before: cell.before, after: cell.now, versions: [...cell.versions, versionOf(cell)] };
}

/** Keys of the tables whose rows operations rest on; what is put once rests on nothing. */
export function touched(intents: readonly Intent[], tables: readonly TableSpec[]): ReadonlyMap<string, ReadonlySet<string>> {
  const keys = new Map<string, Set<string>>();
  const once = new Set(tables.filter((table) => table.once).map((table) => table.name));
  for (const { ops } of intents) {
    for (const op of ops) {
      if (once.has(op.table)) continue;
      const known = keys.get(op.table);
      if (known) known.add(op.key);
      else keys.set(op.table, new Set([op.key]));
    }
  }
  return keys;
}
