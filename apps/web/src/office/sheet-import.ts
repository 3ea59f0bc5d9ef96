// A sheet on its way: pure steps; the page sends them.

export interface SheetFault {
  readonly line: number;
  readonly row: string;
  readonly errors: readonly { readonly field: string; readonly code: string; readonly detail: string; readonly detailZh: string }[];
}
/** One row that was recorded. */
export interface RecordedRow {
  readonly line: number;
  readonly row: string;
  readonly stream: string;
  readonly revision: number;
}
export interface SheetReport {
  readonly copy: string;
  readonly category: string;
  readonly action: string;
  /** Rows of the whole sheet. */
  readonly rows: number;
  readonly faults: readonly SheetFault[];
  readonly recorded: readonly RecordedRow[];
  readonly stopped?: {
    readonly line: number;
    readonly row: string;
    readonly code: string;
    readonly detail: string;
    readonly detailZh: string;
    readonly next?: string;
    readonly nextZh?: string;
  };
}

/** Rows of one request: a tenth of the sheet, so that progress shows and a weak network loses little. */
export function portionOf(rows: number): number {
  return Math.min(Math.max(Math.ceil(rows / 10), 20), 500);
}

/** Where the import stands after an answer. */
export type Progress = { readonly is: 'going' | 'done' | 'stopped' | 'faulty'; readonly done: number };

export function progressOf(done: number, report: SheetReport): Progress {
  const now = done + report.recorded.length;
  if (report.faults.length > 0) return { is: 'faulty', done: now };
  if (report.stopped) return { is: 'stopped', done: now };
  return { is: now >= report.rows || report.recorded.length === 0 ? 'done' : 'going', done: now };
}
