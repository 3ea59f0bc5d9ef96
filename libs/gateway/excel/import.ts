import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { CommandBus } from '@nestjs/cqrs';
import { filled, type FieldError } from '#contracts';
import { dayOf, type JsonObject } from '#kernel';
import { submissionIdOf } from '#ledger';
import type { SubmissionParts } from '../handler';
import { isProblem, type Problem } from '../problem';
import { Rehearsal } from '../rehearsal';
import { Submission, type Answered, type Caller, type Outcome, type SubmissionRequest } from '../submission';
import type { LineFault } from './faults';
import type { Sheet, SheetRow } from './sheet';

export interface ImportParts {
  readonly submissions: SubmissionParts;
  readonly bus: () => CommandBus;
}

/** Who sends a sheet. */
export interface Sender {
  readonly caller: Caller;
  readonly trace: string;
}

export interface RecordedRow {
  readonly line: number;
  readonly row: string;
  readonly stream: string;
  readonly revision: number;
}

/** What became of a sheet. Nothing was recorded when `faults` is not empty; `stopped` names the row that was refused late. */
export interface ImportReport {
  readonly copy: string;
  readonly category: string;
  readonly action: string;
  readonly rows: number;
  readonly faults: readonly (LineFault & { readonly row: string })[];
  readonly recorded: readonly RecordedRow[];
  readonly stopped?: { readonly line: number; readonly row: string; readonly problem: Problem };
}

/** The id of a copy made for one account: it tells by itself whether another account sends it back. */
export function copyFor(secret: Buffer, account: string, category: string, action: string, id: string = randomUUID()): string {
  return `${id}.${sealOf(secret, account, category, action, id)}`;
}

export function isCopyOf(secret: Buffer, account: string, sheet: Sheet): boolean {
  const [id = '', seal = ''] = sheet.copy.split('.');
  const right = Buffer.from(sealOf(secret, account, sheet.category, sheet.action, id));
  const given = Buffer.from(seal);
  return right.length === given.length && timingSafeEqual(right, given);
}

/** Decides every row in order without recording anything. */
export async function rehearse(sheet: Sheet, sender: Sender, parts: ImportParts): Promise<ImportReport> {
  const rehearsal = new Rehearsal(parts.submissions);
  const faults: ImportReport['faults'][number][] = [];
  for (const row of sheet.rows) {
    const errors = row.errors.length > 0 ? row.errors : errorsOf(await rehearsal.of(requestOf(sheet, row, sender)));
    if (errors.length > 0) faults.push({ line: row.line, row: row.row, errors });
  }
  return { ...headOf(sheet), faults, recorded: [] };
}

/** Which rows of a sheet one request is about: those after the first `from`, at most `most` of them recorded. */
export interface Portion {
  readonly from: number;
  readonly most: number;
}

/**
 * Rehearses all rows from `from` on, then records `most` of them in order; stops at the first late refusal and says what was recorded. Sent
 * again, it goes on there; in portions, whoever sends it sees how far it is.
 */
export async function record(
  sheet: Sheet,
  sender: Sender,
  parts: ImportParts,
  { from, most }: Portion = { from: 0, most: sheet.rows.length },
): Promise<ImportReport> {
  const rest = { ...sheet, rows: sheet.rows.slice(from) };
  const rehearsed = await rehearse(rest, sender, parts);
  if (rehearsed.faults.length > 0) return { ...rehearsed, rows: sheet.rows.length };
  return inOrder(sheet, rest.rows.slice(0, most), (row) => requestOf(sheet, row, sender), parts);
}

/**
 * Takes back what a sheet recorded, last row first, by the compensating action of each; rows that were never recorded are passed over.
 * Undefined when the action has no compensation.
 */
export async function compensate(sheet: Sheet, reason: string, sender: Sender, parts: ImportParts): Promise<ImportReport | undefined> {
  const action = parts.submissions.categories.get(sheet.category)?.actions.get(sheet.action);
  const compensation = action?.spec.compensation;
  if (!compensation) return undefined;
  const rows: SheetRow[] = [];
  for (const row of sheet.rows.toReversed()) {
    const folded = await parts.submissions.folds.reload({ category: sheet.category, id: row.id });
    if (folded.submission(submissionOf(sheet, row, sender))) rows.push(row);
  }
  const today = dayOf(parts.submissions.clock.now());
  return inOrder(
    sheet,
    rows,
    (row) => compensatingRequest(sheet, row, sender, compensation.action, compensation.data(row.data, reason, today)),
    parts,
  );
}

async function inOrder(
  sheet: Sheet,
  rows: readonly SheetRow[],
  request: (row: SheetRow) => SubmissionRequest,
  parts: ImportParts,
): Promise<ImportReport> {
  const recorded: RecordedRow[] = [];
  for (const row of rows) {
    const outcome: Outcome = await parts.bus().execute(new Submission(request(row)));
    if (isProblem(outcome)) return { ...headOf(sheet), faults: [], recorded, stopped: { line: row.line, row: row.row, problem: outcome } };
    recorded.push(recordedRow(row, outcome));
  }
  return { ...headOf(sheet), faults: [], recorded };
}

function recordedRow({ line, row }: SheetRow, { stream, revision }: Answered): RecordedRow {
  return { line, row, stream, revision };
}

function headOf({ copy, category, action, rows }: Sheet): Pick<ImportReport, 'copy' | 'category' | 'action' | 'rows'> {
  return { copy, category, action, rows: rows.length };
}

/** The identity of a row is the copy and its 序号, never its content: mending row 7 must not double the others. */
function requestOf(sheet: Sheet, row: SheetRow, sender: Sender): SubmissionRequest {
  return {
    category: sheet.category,
    id: row.id,
    action: sheet.action,
    body: row.occurredOn === undefined ? row.data : { ...row.data, occurredOn: row.occurredOn },
    idempotencyKey: keyOf(sheet, row),
    caller: sender.caller,
    source: { kind: 'excel', copy: sheet.copy, row: row.row },
    trace: sender.trace,
  };
}

function compensatingRequest(sheet: Sheet, row: SheetRow, sender: Sender, action: string, data: JsonObject): SubmissionRequest {
  return { ...requestOf(sheet, row, sender), action, body: data, idempotencyKey: `${keyOf(sheet, row)}:undo` };
}

function keyOf(sheet: Sheet, row: SheetRow): string {
  return `xlsx:${sheet.copy.slice(0, 36)}:${createHash('sha256').update(row.row).digest('base64url')}`;
}

function submissionOf(sheet: Sheet, row: SheetRow, sender: Sender): string {
  return submissionIdOf({
    account: sender.caller.account,
    category: sheet.category,
    id: row.id,
    action: sheet.action,
    key: keyOf(sheet, row),
  });
}

function errorsOf(outcome: Outcome): readonly FieldError[] {
  if (!isProblem(outcome)) return [];
  if (outcome.errors && outcome.errors.length > 0) return outcome.errors;
  return [
    {
      field: '@id',
      code: outcome.code,
      text: {
        zh: filled('{text}。{next}', { text: outcome.text.zh, next: outcome.next.zh }),
        en: `${outcome.text.en}. ${outcome.next.en}`,
      },
    },
  ];
}

function sealOf(secret: Buffer, ...parts: readonly string[]): string {
  return createHmac('sha256', secret)
    .update(`excel copy\u0000${parts.join('\u0000')}`)
    .digest('base64url')
    .slice(0, 22);
}
