import { addDays, type Day, type JsonObject } from '#kernel';
import type { Agenda, Told } from './agenda';
import type { Community } from './city';
import { approverOf, clerkOf, FINANCE } from './offices';
import { companyOf, personOf } from './people';
import type { Seeded } from './seeded';

export type FundKind = 'service' | 'work';

/** What each account could still spend, by the demonstration's own reckoning: nothing it asks for is refused. */
export class Purses {
  private readonly left = new Map<string, number>();

  add(account: string, fen: number): void {
    this.left.set(account, this.of(account) + fen);
  }

  of(account: string): number {
    return this.left.get(account) ?? 0;
  }
}

export interface Spending {
  readonly agenda: Agenda;
  readonly purses: Purses;
  readonly seed: Seeded;
  readonly community: Community;
  readonly year: number;
  readonly fund: FundKind;
}

const PURPOSES: Readonly<Record<FundKind, readonly [string, ...string[]]>> = {
  service: [
    '助老服务',
    '困难群众慰问',
    '青少年暑期托管',
    '便民服务日',
    '志愿服务保险',
    '社区文化活动',
    '楼道微改造',
    '健康讲座',
    '党群活动',
  ],
  work: ['办公用品', '办公场所水电', '宣传栏更新', '网格巡查设备', '消防器材维护', '社区环境整治', '印刷费', '会议培训', '场地维护'],
};
const LEAST_FEN = 50_000;

/** One payment a month and fund: requested, approved, paid, settled; some rejected, returned or reversed. */
export function spendMonthly(spending: Spending): void {
  const { agenda, seed, community, year, fund } = spending;
  const chance = seed.of('payments', community.code, year, fund);
  for (let month = 1; month <= 12; month += 1) {
    const day = `${year}-${String(month).padStart(2, '0')}-${String(chance.whole(3, 26)).padStart(2, '0')}`;
    if (day < agenda.first) continue;
    const own = chance.of('month', month);
    agenda.on(day, () => new Payment(spending, `p-${year}${String(month).padStart(2, '0')}`, own).request(day));
  }
}

class Payment {
  private readonly account: string;
  private readonly amountFen: number;
  private readonly stream: (action: string) => readonly [string, string, string];

  constructor(
    private readonly spending: Spending,
    private readonly payment: string,
    private readonly chance: Seeded,
  ) {
    const { community, year, fund, purses } = spending;
    this.account = `${community.code}.${year}.${fund}`;
    this.amountFen = Math.floor((purses.of(this.account) * chance.between(0.12, 0.35)) / 100) * 100;
    this.stream = (action) => ['funds', this.account, action];
  }

  request(day: Day): readonly Told[] {
    const { purses, fund, community } = this.spending;
    if (this.amountFen < LEAST_FEN) return [];
    purses.add(this.account, -this.amountFen);
    this.later(day, 1, 4, (on) => this.decide(on));
    const payee = this.chance.chance(0.06) ? { person: personOf(this.chance) } : { organisation: companyOf(this.chance) };
    const data = { payment: this.payment, purpose: this.chance.pick(PURPOSES[fund]), amountFen: this.amountFen, payee, vouchers: [] };
    return [{ by: clerkOf(community.code), to: this.stream('request'), data }];
  }

  private decide(day: Day): readonly Told[] {
    const by = approverOf(this.spending.community.street);
    if (this.chance.chance(0.03)) {
      this.spending.purses.add(this.account, this.amountFen);
      return [{ by, to: this.stream('reject'), data: { payment: this.payment, reason: '预算依据不足,请补充后重新申请' } }];
    }
    const slow = this.chance.chance(0.08);
    this.later(day, slow ? 15 : 1, slow ? 40 : 10, (on) => this.pay(on));
    return [{ by, to: this.stream('approve'), data: { payment: this.payment } }];
  }

  private pay(day: Day): readonly Told[] {
    const after = this.chance.next();
    if (after < 0.01) this.later(day, 3, 12, () => this.reverse());
    else if (after < 0.03) this.later(day, 3, 20, () => this.giveBack());
    else if (after < 0.55) this.later(day, 5, 25, () => this.settle());
    const reference = `HD${day.replaceAll('-', '')}${this.account.slice(6, 12)}${this.spending.fund === 'work' ? 'W' : 'S'}`;
    return [{ by: FINANCE, to: this.stream('pay'), data: { payment: this.payment, paidOn: day, reference } }];
  }

  private settle(): readonly Told[] {
    const hash = this.chance.hash(`${this.account}/${this.payment}`);
    return [this.byClerk('settle', { vouchers: [{ hash, amountFen: this.amountFen }] })];
  }

  private giveBack(): readonly Told[] {
    const amountFen = Math.max(100, Math.floor(this.amountFen / 1000) * 100);
    this.spending.purses.add(this.account, amountFen);
    return [this.byClerk('return', { amountFen, reason: '项目结余退回' })];
  }

  private reverse(): readonly Told[] {
    this.spending.purses.add(this.account, this.amountFen);
    return [{ by: FINANCE, to: this.stream('reverse'), data: { payment: this.payment, reason: '收款账号有误,银行退汇' } }];
  }

  private byClerk(action: string, data: JsonObject): Told {
    return { by: clerkOf(this.spending.community.code), to: this.stream(action), data: { payment: this.payment, ...data } };
  }

  private later(day: Day, min: number, max: number, task: (on: Day) => readonly Told[]): void {
    this.spending.agenda.on(addDays(day, this.chance.whole(min, max)), task);
  }
}
