import { quarterOf, yearOf, type Day } from '#kernel';
import type { OverdueCount, OverdueSource, Survey } from '../insight/sources';
import { communityDues, type CommunityDue, type Period } from './communities.queries';
import { lastDayOf } from './rules';

/** Each fund of each community counts once: late when what was due by the quarter before has not come, else open when this quarter's has not. */
export const fundsOverdue: OverdueSource = { label: { zh: '经费拨付', en: 'Funds' }, count: shortFunds };

async function shortFunds(survey: Survey): Promise<readonly OverdueCount[]> {
  const { asOf } = survey.context;
  const [year, quarter] = [yearOf(asOf), quarterOf(asOf)];
  const periods: readonly [Period, Period] = [
    quarter === 1 ? { day: asOf, year: year - 1, quarter: 4 } : { day: asOf, year, quarter: quarter - 1 },
    { day: asOf, year, quarter },
  ];
  const short = (await communityDues(survey, periods)).filter(({ due, reached }) => due !== null && reached < due);
  const firstDue = new Map<string, CommunityDue>();
  for (const one of [...short].sort((a, b) => b.at - a.at)) firstDue.set(`${one.code}.${one.fund}`, one);
  return [...firstDue.values()].map(({ top, at }) => ({ top, open: 1, late: at === 0 ? 1 : 0, oldest: dueOn(periods[at] ?? periods[1]) }));
}

function dueOn({ year, quarter }: Period): Day {
  return lastDayOf(year, quarter);
}
