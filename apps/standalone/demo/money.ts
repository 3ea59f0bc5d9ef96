import { addDays, type Day } from '#kernel';
import type { Agenda, Told } from './agenda';
import type { Community, DemoCity } from './city';
import { approverOf, clerkOf, FINANCE } from './offices';
import { Purses, spendMonthly, type FundKind } from './payments';
import type { Seeded } from './seeded';

const FUNDS: readonly FundKind[] = ['service', 'work'];
/** Fen per community and year; fen per household and year (¥100,000 per thousand). */
const SERVICE_FEN = 10_000_000;
const WORK_FEN_PER_HOUSEHOLD = 10_000;
const CAP_ABOVE_HOUSEHOLDS = 3_000;
const QUARTER_BEGINS = ['01-12', '04-10', '07-10', '10-10'];

/** Budgets, quarterly sendings down to the communities, the match, caps, and what is paid from it. */
export function moveMoney(agenda: Agenda, city: DemoCity, seed: Seeded): void {
  const purses = new Purses();
  for (const year of city.years) {
    for (const fund of FUNDS) {
      const total = city.communities.reduce((sum, community) => sum + yearly(community, fund, year), 0);
      agenda.on(`${year}-01-07`, () => [
        { by: FINANCE, to: ['funds', account(city.code, year, fund), 'budget'], data: { amountFen: whole(total * 1.05) } },
      ]);
      for (const street of city.streets) {
        const communities = city.communities.filter((community) => community.street === street.code);
        if (communities.length > 0) new Year(agenda, city, purses, seed, { street: street.code, communities, year, fund }).plan();
      }
    }
    cap(agenda, city, year);
  }
  for (const year of city.years)
    for (const fund of FUNDS) for (const community of city.communities) spendMonthly({ agenda, purses, seed, community, year, fund });
}

function cap(agenda: Agenda, city: DemoCity, year: number): void {
  for (const community of city.communities) {
    if (community.households(year) <= CAP_ABOVE_HOUSEHOLDS) continue;
    const amountFen = whole(yearly(community, 'work', year) * 2.2);
    const data = { amountFen, reason: `${community.households(year)} 户,按实际确定保障上限` };
    agenda.on(`${year}-01-09`, () => [{ by: FINANCE, to: ['funds', account(community.code, year, 'work'), 'set-cap'], data }]);
  }
}

interface Scope {
  readonly street: string;
  readonly communities: readonly Community[];
  readonly year: number;
  readonly fund: FundKind;
}

/** One year of one fund in one subdistrict. */
class Year {
  private readonly chance: Seeded;

  constructor(
    private readonly agenda: Agenda,
    private readonly city: DemoCity,
    private readonly purses: Purses,
    seed: Seeded,
    private readonly scope: Scope,
  ) {
    this.chance = seed.of('money', scope.street, scope.year, scope.fund);
  }

  /** One subdistrict in ten is late with a quarter by a month or more. */
  plan(): void {
    QUARTER_BEGINS.forEach((begins, index) => {
      const late = this.chance.chance(0.1) ? this.chance.whole(30, 75) : this.chance.whole(0, 6);
      this.quarter(addDays(`${this.scope.year}-${begins}`, late), index + 1);
    });
  }

  private quarter(day: Day, quarter: number): void {
    const sending = `q${quarter}`;
    const { street, year, fund, communities } = this.scope;
    const [top, middle] = [account(this.city.code, year, fund), account(street, year, fund)];
    const shares = communities.map((community) => ({ community, amountFen: whole(yearly(community, fund, year) / 4) }));
    const amountFen = shares.reduce((sum, share) => sum + share.amountFen, 0);
    const received = addDays(day, this.chance.whole(1, 3));
    const passedOn = addDays(received, this.chance.whole(2, 5));
    this.agenda.on(day, () => [
      { by: FINANCE, to: ['funds', top, 'send'], data: { to: middle, sending: `${street}-${sending}`, amountFen } },
    ]);
    this.agenda.on(received, () => [
      {
        by: approverOf(street),
        to: ['funds', middle, 'receive'],
        data: { from: top, sending: `${street}-${sending}` },
        after: [`funds-${top}`],
      },
    ]);
    for (const share of shares)
      this.passOn(passedOn, quarter, share.community, this.chance.chance(0.05) ? whole(share.amountFen * 0.9) : share.amountFen);
  }

  private passOn(day: Day, quarter: number, community: Community, amountFen: number): void {
    const { street, year, fund } = this.scope;
    const [from, to] = [account(street, year, fund), account(community.code, year, fund)];
    const data = { to, sending: `q${quarter}-${community.code}`, amountFen };
    const mistaken = this.chance.chance(0.01);
    this.agenda.on(day, () => [
      ...(mistaken ? mistake(street, from, data) : []),
      { by: approverOf(street), to: ['funds', from, 'send'], data },
    ]);
    const arrives = addDays(day, this.chance.whole(1, 4));
    this.agenda.on(arrives, () => {
      this.purses.add(to, amountFen);
      return [
        { by: clerkOf(community.code), to: ['funds', to, 'receive'], data: { from, sending: data.sending }, after: [`funds-${from}`] },
      ];
    });
    if (fund === 'work') this.match(addDays(arrives, this.chance.whole(3, 20)), quarter, community, amountFen);
  }

  /** Nine in ten subdistricts match in full. Two quarters matched late on one day still differ: the same amount twice a day would be one act. */
  private match(day: Day, quarter: number, community: Community, sent: number): void {
    const { street, year, fund } = this.scope;
    const amountFen = (this.chance.chance(0.9) ? sent : whole(sent * this.chance.between(0.5, 0.9))) - quarter * 100;
    const to = account(community.code, year, fund);
    this.agenda.on(day, () => {
      this.purses.add(to, amountFen);
      return [{ by: approverOf(street), to: ['funds', to, 'match'], data: { amountFen } }];
    });
  }
}

/** Sent with a slip and recalled the same day, before it is sent properly. */
function mistake(
  street: string,
  from: string,
  data: { readonly to: string; readonly sending: string; readonly amountFen: number },
): readonly Told[] {
  const sending = `${data.sending}-x`;
  return [
    { by: approverOf(street), to: ['funds', from, 'send'], data: { ...data, sending } },
    { by: approverOf(street), to: ['funds', from, 'recall'], data: { sending, reason: '编号填错,重新拨付' }, after: [`funds-${data.to}`] },
  ];
}

function yearly(community: Community, fund: FundKind, year: number): number {
  return fund === 'service' ? SERVICE_FEN : community.households(year) * WORK_FEN_PER_HOUSEHOLD;
}

function account(unit: string, year: number, fund: FundKind): string {
  return `${unit}.${year}.${fund}`;
}

/** Whole yuan, in fen. */
function whole(fen: number): number {
  return Math.round(fen / 100) * 100;
}
