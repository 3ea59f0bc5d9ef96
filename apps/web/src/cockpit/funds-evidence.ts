import type { Funds } from '../api/answers';
import { moneyText, number, shareText } from '../format';
import { say } from '../words';
import type { Evidence } from './evidence';
import type { NumberAsked } from './number-asked';
import type { Moment } from './scene';
import { words } from './words';

/** Sums of money of a year. */
export type Amount = 'due' | 'reached' | 'matched' | 'paid' | 'balance' | 'inTransit';
/** What is worked out from them. */
export type Rate = 'reachedShare' | 'matchRatio' | 'serviceShare' | 'daysToPay';

const NUMBERS: Readonly<Record<Amount | Rate, string>> = {
  due: 'funds.due',
  reached: 'funds.reached',
  matched: 'funds.sum-matched',
  paid: 'funds.sum-paid',
  balance: 'funds.balance',
  inTransit: 'funds.in-transit',
  reachedShare: 'funds.reached-share',
  matchRatio: 'funds.match-ratio',
  serviceShare: 'funds.paid-share',
  daysToPay: 'funds.payment-days',
};

/** An amount as it is shown, opening the entries it is the sum of. */
export function showsAmount(of: Funds, member: Amount, at: Moment): Evidence {
  const fen = of[member];
  return evidence(of, member, fen === null ? say(words.noData) : moneyText(fen, true), at, 'money');
}

export function showsRate(of: Funds, member: Rate, at: Moment): Evidence {
  return evidence(of, member, rateText(of, member), at);
}

/** What is missing of the due: worked out from the two. */
export function showsMissing(of: Funds, at: Moment): Evidence {
  const { name, year, unit, due, reached } = of;
  const value = due === null ? say(words.noData) : moneyText(Math.max(0, due - reached), true);
  const parts = [showsAmount(of, 'due', at), showsAmount(of, 'reached', at)];
  return { title: say(words.missing), value, says: `${name} · ${year} · ${say(words.missingSays)}`, unit, parts, at };
}

function rateText({ due, reached, matchRatio, serviceShare, daysToPay }: Funds, member: Rate): string {
  if (member === 'reachedShare') return shareText(due ? reached / due : null);
  if (member === 'serviceShare') return shareText(serviceShare);
  if (member === 'matchRatio') return matchRatio === null ? say(words.noData) : `${number(matchRatio, 2)} : 1`;
  return daysToPay === null ? say(words.noData) : say(words.daysCount, { count: number(daysToPay, 1) });
}

function evidence(
  { name, year, unit }: Funds,
  member: Amount | Rate,
  value: string,
  at: Moment,
  measure?: NumberAsked['measure'],
): Evidence {
  return { title: say(words[member]), value, says: `${name} · ${year}`, unit, of: { number: NUMBERS[member], year, measure }, at };
}
