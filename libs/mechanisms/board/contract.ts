import type { Day, Json } from '#kernel';

/** What residents look for: party affairs, their own affairs, money, inspection. */
export const TOPICS = ['party', 'residents', 'finance', 'inspection'] as const;
export type Topic = (typeof TOPICS)[number];

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
  /** Other units on whose boards it stands as well. */
  readonly concerns?: readonly string[];
  readonly [column: string]: Json | undefined;
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
