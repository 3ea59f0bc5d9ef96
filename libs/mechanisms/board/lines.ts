import type { Day, Json, JsonObject } from '#kernel';
import type { ReadContext, RowOp } from '#readside';
import type { Topic } from './topics.contract';

/** The table that all mechanisms' `discloses` write to. */
export const BOARD = 'board';

/** One line of a board as mechanisms write it. Chinese in `title` and `text`, English beside them. */
export interface BoardRow {
  readonly unit: string;
  readonly topic: Topic;
  readonly title: string;
  readonly title_en: string;
  readonly text: string;
  readonly text_en: string;
  readonly amount_fen?: number;
  readonly status: string;
  /** The day by which it must be done, and whether and when it was. */
  readonly due?: Day;
  readonly done?: boolean;
  readonly done_on?: Day;
  readonly effective_on?: Day;
  /** The last day on which it is listed; it is found by its id for good. */
  readonly shown_until?: Day;
  /** Other units on whose boards it stands as well. */
  readonly concerns?: readonly string[];
  /** The id of another line of the same mechanism: readers see its title behind this one’s. */
  readonly about?: string;
  readonly [column: string]: Json | undefined;
}

/** A line as it stands in the table, whoever wrote it. */
export interface StoredLine {
  readonly unit: string;
  readonly topic: string;
  readonly title: string;
  readonly title_en: string | null;
  readonly text: string;
  readonly text_en: string | null;
  readonly amount_fen: number | null;
  readonly status: string | null;
  readonly due: string | null;
  readonly published_on: string;
  readonly stream: string;
  readonly revision: number;
}

/** A line as everybody sees it, asked for or sent as it comes. Where there is no English, Chinese stands for it. */
export function shownLine(id: string, row: StoredLine) {
  return {
    id,
    unit: row.unit,
    topic: row.topic,
    title: row.title,
    titleEn: row.title_en ?? row.title,
    text: row.text,
    textEn: row.text_en ?? row.text,
    status: row.status ?? 'recorded',
    publishedOn: row.published_on,
    stream: row.stream,
    revision: row.revision,
    ...(row.amount_fen === null ? {} : { amountFen: row.amount_fen }),
    ...(row.due === null ? {} : { due: row.due }),
  };
}

/** Something due at a unit that no fact has met yet: computed when the board is read, from parameters in force. */
export interface DueLine {
  readonly id: string;
  readonly topic: Topic;
  readonly title: string;
  readonly titleEn: string;
  readonly text: string;
  readonly textEn: string;
  readonly amountFen?: number;
  readonly status: string;
  readonly due: Day;
  readonly late: boolean;
  /** The parameter or account it follows from. */
  readonly stream: string;
  readonly revision: number;
}

export interface BoardUnit {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly kind: string;
}

/** What is due at a unit on `context.asOf` though no fact has met it yet. At most a handful of lines. */
export type DueSource = (unit: BoardUnit, context: ReadContext) => Promise<readonly DueLine[]>;

/** What residents asked about lines of the board, on `context.asOf`. */
export interface LineRemarks {
  /** By the line's id; lines nobody asked about are not in it. */
  readonly counts: (
    lines: readonly string[],
    context: ReadContext,
  ) => Promise<ReadonlyMap<string, { readonly open: number; readonly answered: number }>>;
  /** With their answers, the newest first. */
  readonly about: (line: string, context: ReadContext) => Promise<readonly JsonObject[]>;
}

/** A new line of the board; `key` is `{mechanism}:…`. The board itself stamps the day of publication and the revision. */
export function line(key: string, row: BoardRow): RowOp {
  return { op: 'put', table: BOARD, key, row: present(row) };
}

/** What a later fact changes on it. */
export function lineChange(key: string, row: Partial<BoardRow>): RowOp {
  return { op: 'patch', table: BOARD, key, row: present(row) };
}

function present(row: Partial<BoardRow>): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(row).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
