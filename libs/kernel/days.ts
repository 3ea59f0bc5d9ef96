/** A day of the Shanghai calendar, `YYYY-MM-DD`. Days compare as strings. */
export type Day = string;
/** A moment in UTC, ISO 8601 with milliseconds and `Z`. Instants compare as strings. */
export type Instant = string;

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
/** RFC 3339 in upper case, to the millisecond; no 24:00, no leap second: what every reader of it takes the same way. */
export const INSTANT_PATTERN =
  '^(?!0000)\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,3})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$';
const INSTANT = new RegExp(INSTANT_PATTERN);
const MS_PER_DAY = 86_400_000;
/** Shanghai keeps UTC+8 without daylight saving in every year the ledger covers (since 1992). */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The day before every recorded day: `from` of what is in effect since the beginning of record. */
export const BEGINNING: Day = '0001-01-01';

export function isDay(value: unknown): value is Day {
  if (typeof value !== 'string') return false;
  const match = DAY.exec(value);
  if (!match) return false;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || date < 1) return false;
  const length = month === 2 && leap(year) ? 29 : LENGTHS[month - 1];
  return length !== undefined && date <= length;
}

export function isInstant(value: unknown): value is Instant {
  return typeof value === 'string' && INSTANT.test(value) && isDay(value.slice(0, 10)) && Number.isFinite(Date.parse(value));
}

/** The Shanghai day on which an instant falls. */
export function dayOf(instant: Instant): Day {
  // Before 16:00 UTC it is the same date there: most instants, and this is asked of every fact.
  if (instant.endsWith('Z')) {
    const day = instant.slice(0, 10);
    if (instant.slice(11, 13) < '16') return day;
    if (day !== eve.day) eve = { day, next: addDays(day, 1) };
    return eve.next;
  }
  return fromEpochDay(Math.floor((Date.parse(instant) + SHANGHAI_OFFSET_MS) / MS_PER_DAY));
}

/** The last day asked for in its evening, which is the next one in Shanghai. */
let eve = { day: '', next: '' };

/** Noon in Shanghai of a day, as an instant. */
export function noonOf(day: Day): Instant {
  return `${day}T04:00:00.000Z`;
}

/** `count` days later (earlier when negative). */
export function addDays(day: Day, count: number): Day {
  return fromEpochDay(epochDay(day) + count);
}

/** Whole days from `from` to `to`; negative when `to` lies earlier. */
export function daysBetween(from: Day, to: Day): number {
  return epochDay(to) - epochDay(from);
}

/** Milliseconds from one instant to another; negative when `to` lies earlier. */
export function msBetween(from: Instant, to: Instant): number {
  return Date.parse(to) - Date.parse(from);
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

/** 1 to 4. */
export function quarterOf(day: Day): number {
  return Math.ceil(Number(day.slice(5, 7)) / 3);
}

/** Whether `day` lies in [from, until]; both ends count, an absent end is open. */
export function within(day: Day, from: Day | undefined, until: Day | undefined): boolean {
  return (from === undefined || from <= day) && (until === undefined || day <= until);
}

function leap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function epochDay(day: Day): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY);
}

function fromEpochDay(count: number): Day {
  return new Date(count * MS_PER_DAY).toISOString().slice(0, 10);
}
