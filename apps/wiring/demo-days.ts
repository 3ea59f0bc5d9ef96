import type { Day } from '#kernel';

/** The first day of a ledger of demonstration data: its genesis is recorded on it, and its term of office begins on it. */
export const DEMO_FIRST_DAY: Day = '2021-01-01';
