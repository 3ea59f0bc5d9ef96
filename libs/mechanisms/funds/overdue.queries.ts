import { quarterOf, yearOf, type Day } from '#kernel';
import { factOf, type OverdueSource, type OverdueThing, type Survey } from '../insight/sources';
import { communityDues, type CommunityDue, type Period } from './communities.queries';
import { PARAMETER } from './due.queries';
import { shortLineOf, shortTitle } from './dues.queries';
import { lastDayOf } from './rules';

/** Each fund of each community counts once: late when what was due by the quarter before has not come, else open when this quarter's has not. */
export const fundsOverdue: OverdueSource = {
  label: { zh: '经费拨付', en: 'Funds' },
  count: async (survey) =>
    (await shortFunds(survey)).map(({ top, period, late }) => ({ top, open: 1, late: late ? 1 : 0, oldest: dueOn(period) })),
  things,
};

interface Short extends CommunityDue {
  readonly period: Period;
  readonly late: boolean;
}

async function shortFunds(survey: Survey): Promise<readonly Short[]> {
  const { asOf } = survey.context;
  const [year, quarter] = [yearOf(asOf), quarterOf(asOf)];
  const periods: readonly [Period, Period] = [
    quarter === 1 ? { day: asOf, year: year - 1, quarter: 4 } : { day: asOf, year, quarter: quarter - 1 },
    { day: asOf, year, quarter },
  ];
  const short = (await communityDues(survey, periods)).filter(({ due, reached }) => due !== null && reached < due);
  const firstDue = new Map<string, CommunityDue>();
  for (const one of [...short].sort((a, b) => b.at - a.at)) firstDue.set(`${one.code}.${one.fund}`, one);
  return [...firstDue.values()].map((one) => ({ ...one, period: periods[one.at] ?? periods[1], late: one.at === 0 }));
}

/** Each as its line on the community's board says it; by the number of the policy that says how much is due. */
async function things(survey: Survey): Promise<readonly OverdueThing[]> {
  const parameters = await survey.parameters();
  return (await shortFunds(survey)).flatMap(({ code, fund, period, late }): readonly OverdueThing[] => {
    const last = `${period.year}-12-31`;
    const governing = parameters.on(PARAMETER[fund], period.day < last ? period.day : last);
    if (!governing) return [];
    const due = dueOn(period);
    return [
      {
        key: shortLineOf(code, fund, period),
        isLine: true,
        unit: code,
        title: shortTitle(fund),
        due,
        late,
        rests: factOf(governing.rests),
      },
    ];
  });
}

function dueOn({ year, quarter }: Period): Day {
  return lastDayOf(year, quarter);
}
