import type { Day, Json } from '#kernel';
import type { RecordedFact } from '#ledger';

/** Columns of a table, by name. `json` columns hold plain JSON. */
export type ColumnType = 'text' | 'integer' | 'bigint' | 'numeric' | 'boolean' | 'day' | 'instant' | 'json' | 'texts';
/** A row: values by column. bigint columns are JS numbers when safe (fen). */
export type Row = Readonly<Record<string, Json>>;

export interface TableSpec {
  /** Name in the schema of the read side; unique over all views. */
  readonly name: string;
  /** The key column is always `key` (text). Columns beside `key`, `position` and `stream`, which every row has. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Extra indexes: lists of columns. */
  readonly indexes?: readonly (readonly string[])[];
  /** Columns (and static texts) searched in Chinese: their bigrams, unigrams and pinyin initials fill the column `grams`. */
  readonly search?: readonly string[];
  /** Rows have no daily history (append-only registers whose rows never change). Default: they have one. */
  readonly history?: false;
  /**
   * Each row is put once, under a key that only its fact has, and never touched again: it is written without a look at what is there, and a
   * second row of a key is refused by the database, its fact parked.
   */
  readonly once?: true;
}

/**
 * Row operations as data, folded per key over a whole batch and written set-based.
 * put: the whole row (missing columns null) · patch: these columns, if the row is there · add: commutative counters, the row is made with
 * zeros and `set` when it is not there · drop · span: from this effective day on these values hold; kept as the sorted json column
 * `timeline` `[{from, ...values}]`, and the values of the newest entry are copied to the columns (asOf reads the timeline).
 */
export type RowOp =
  | { readonly op: 'put'; readonly table: string; readonly key: string; readonly row: Row }
  | { readonly op: 'patch'; readonly table: string; readonly key: string; readonly row: Row }
  | { readonly op: 'add'; readonly table: string; readonly key: string; readonly add: Readonly<Record<string, number>>; readonly set?: Row }
  | { readonly op: 'drop'; readonly table: string; readonly key: string }
  | { readonly op: 'span'; readonly table: string; readonly key: string; readonly from: Day; readonly row: Row; readonly set?: Row };

/** A read model: its tables and, per fact type, the operations that fact means. Pure; unknown types are not its business. */
export interface ViewSpec {
  readonly name: string;
  /** Raised when tables or operations change: the view is rebuilt in the shadow and swapped. */
  readonly version: number;
  readonly tables: readonly TableSpec[];
  readonly on: Readonly<Record<string, (fact: RecordedFact) => readonly RowOp[]>>;
}

export function view(spec: ViewSpec): ViewSpec {
  return spec;
}
