import { yearOf, type Day } from '#kernel';

/** One movement of credits on a card, on the day of the act. Earned and added credits are usable until the end of a day. */
export interface Entry {
  readonly day: Day;
  readonly kind: 'earned' | 'spent' | 'adjusted' | 'expired';
  readonly credits: number;
  readonly until?: Day;
}

/** The balance at the end of a day: always the sum of the entries up to then. */
export function balanceOn(entries: readonly Entry[], day: Day): number {
  return entries.reduce((sum, entry) => (entry.day <= day ? sum + entry.credits : sum), 0);
}

/**
 * What may be taken on a day: the lowest balance of that day and all later ones (a spending entered late must not
 * overdraw a day that has passed since), less what has lapsed by then and is not yet recorded as expired.
 */
export function spendable(entries: readonly Entry[], day: Day): number {
  return Math.max(0, lowestFrom(entries, day) - lapsed(entries, day));
}

/** What an expiry on a day takes: what has lapsed, but never what a later day needs (an expiry may be entered late). */
export function expirable(entries: readonly Entry[], day: Day): number {
  return Math.min(lapsed(entries, day), lowestFrom(entries, day));
}

/** Credits whose last day lies before `day` and that were neither used nor recorded as expired. */
export function lapsed(entries: readonly Entry[], day: Day): number {
  const upTo = entries.filter((entry) => entry.day <= day);
  return remaining(upTo)
    .filter((lot) => lot.until < day)
    .reduce((sum, lot) => sum + lot.credits, 0);
}

/** The last day on which credits earned on a day can be spent: the end of the year, `yearsKept` years later. */
export function usableUntil(earnedOn: Day, yearsKept: number): Day {
  return `${String(yearOf(earnedOn) + Math.max(0, Math.floor(yearsKept))).padStart(4, '0')}-12-31`;
}

/** Quarters of a credit that hours of service are worth: what does not make a whole credit is carried to the next service. */
export function creditQuarters(hours: number, perHour: number): number {
  return Math.floor(hours * 4 * perHour);
}

/** The most hours, in quarters, that lie in a time. */
export function hoursIn(milliseconds: number): number {
  return Math.floor(milliseconds / QUARTER_MS) / 4;
}

const QUARTER_MS = 900_000;

function lowestFrom(entries: readonly Entry[], day: Day): number {
  const later = entries.filter((entry) => entry.day > day).map((entry) => entry.day);
  return Math.min(...[day, ...later].map((on) => balanceOn(entries, on)));
}

interface Lot {
  readonly until: Day;
  credits: number;
}

/** Never lapses: credits added without a last day. */
const FOREVER: Day = '9999-12-31';

/** What is left of each gain after every loss took from the usable lots that lapse first (an expiry: from the lapsed ones). */
function remaining(entries: readonly Entry[]): readonly Lot[] {
  const lots: Lot[] = [];
  const ordered = [...entries].sort((a, b) => (a.day === b.day ? b.credits - a.credits : a.day < b.day ? -1 : 1));
  for (const entry of ordered) {
    if (entry.credits > 0) lots.push({ until: entry.until ?? FOREVER, credits: entry.credits });
    else taken(lots, -entry.credits, entry);
  }
  return lots;
}

function taken(lots: readonly Lot[], credits: number, entry: Entry): void {
  const isLapsed = (lot: Lot): boolean => lot.until < entry.day;
  const first = entry.kind === 'expired' ? isLapsed : (lot: Lot) => !isLapsed(lot);
  const order = [...lots].sort((a, b) => Number(first(b)) - Number(first(a)) || (a.until < b.until ? -1 : a.until > b.until ? 1 : 0));
  let left = credits;
  for (const lot of order) {
    const part = Math.min(left, lot.credits);
    lot.credits -= part;
    left -= part;
  }
}
