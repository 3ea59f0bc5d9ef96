import { quarterOf, yearOf, type Day } from '#kernel';
import { balanceOf, SUMS, type Sum } from './contract';

/** Entries of one kind and day, summed over accounts: what one row of the entries’ question says. */
export interface EntrySum {
  readonly kind: string;
  readonly fund: string;
  /** Entries on accounts of level community: money that reached a community. */
  readonly community: boolean;
  readonly day: Day;
  readonly amount: number;
}

export interface Sums extends Readonly<Record<Sum, number>> {
  readonly balance: number;
}

export interface Quarter {
  readonly quarter: number;
  readonly received: number;
  readonly matched: number;
  readonly paid: number;
  /** Received by accounts of communities in this quarter, and up to its end. */
  readonly reached: number;
  readonly reachedToDate: number;
  /** Due up to the end of the quarter: quarter ÷ 4 of the year’s; null = no data. */
  readonly due: number | null;
}

/** The sums of the entries and their balance: budget + received + matched + returned − sent − paid. */
export function sumsOf(entries: readonly EntrySum[]): Sums {
  const sums = Object.fromEntries(SUMS.map((kind) => [kind, sum(entries.filter((entry) => entry.kind === kind))])) as Record<Sum, number>;
  return { ...sums, balance: balanceOf(sums) };
}

/** Money received by accounts of communities: what is due is compared with it, so that nothing counts twice on its way down. */
export function reachedOf(entries: readonly EntrySum[]): number {
  return sum(entries.filter((entry) => entry.community && entry.kind === 'received'));
}

/** Matched ÷ received of the communities’ work funds (1:1 = 1); null when nothing was received. */
export function matchRatioOf(entries: readonly EntrySum[]): number | null {
  const work = entries.filter((entry) => entry.community && entry.fund === 'work');
  return ratio(sum(work.filter((entry) => entry.kind === 'matched')), sum(work.filter((entry) => entry.kind === 'received')));
}

/** Paid from service funds ÷ all paid; null when nothing was paid. */
export function serviceShareOf(entries: readonly EntrySum[]): number | null {
  const paid = entries.filter((entry) => entry.kind === 'paid');
  return ratio(sum(paid.filter((entry) => entry.fund === 'service')), sum(paid));
}

/** The four quarters of a year; entries before it count in its first, entries after it in its last. */
export function quartersOf(entries: readonly EntrySum[], year: number, due: number | null): readonly Quarter[] {
  let reachedToDate = 0;
  return [1, 2, 3, 4].map((quarter) => {
    const own = entries.filter((entry) => quarterIn(entry.day, year) === quarter);
    const of = (kind: Sum): number => sum(own.filter((entry) => entry.kind === kind));
    const reached = reachedOf(own);
    reachedToDate += reached;
    return {
      quarter,
      received: of('received'),
      matched: of('matched'),
      paid: of('paid'),
      reached,
      reachedToDate,
      due: dueUpTo(quarter, due),
    };
  });
}

/** Whole fen, rounded down in between; the fourth quarter is the year’s. */
export function dueUpTo(quarter: number, dueInYear: number | null): number | null {
  return dueInYear === null ? null : Math.floor((dueInYear * quarter) / 4);
}

const LAST_DAYS = ['03-31', '06-30', '09-30', '12-31'];

/** The day by which what is due up to a quarter must have come. */
export function lastDayOf(year: number, quarter: number): Day {
  return `${year}-${LAST_DAYS[quarter - 1] ?? '12-31'}`;
}

/** A community and what is known of it for what is due in a year. */
export interface DueCommunity {
  /** By its last count before 1 January; null = never counted. */
  readonly households: number | null;
}

export interface Due {
  /** Fen in the year; null = no data (no parameter, no community, or none of them was ever counted). */
  readonly fen: number | null;
  readonly communities: number;
  /** Communities without a count, which the sum leaves out. */
  readonly withoutCount: number;
}

/** `value`: fen per community and year, or fen per thousand households; undefined when no parameter governs. */
export function dueOf(fund: 'service' | 'work', communities: readonly DueCommunity[], value: number | undefined): Due {
  const counted = communities.flatMap(({ households }) => (households === null ? [] : [households]));
  const withoutCount = fund === 'work' ? communities.length - counted.length : 0;
  const known = fund === 'work' ? counted.length : communities.length;
  if (value === undefined || known === 0) return { fen: null, communities: communities.length, withoutCount };
  const fen =
    fund === 'service' ? value * known : counted.reduce((total, households) => total + Math.floor((value * households) / 1000), 0);
  return { fen, communities: communities.length, withoutCount };
}

function quarterIn(day: Day, year: number): number {
  return yearOf(day) < year ? 1 : yearOf(day) > year ? 4 : quarterOf(day);
}

function sum(entries: readonly EntrySum[]): number {
  return entries.reduce((total, entry) => total + entry.amount, 0);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
