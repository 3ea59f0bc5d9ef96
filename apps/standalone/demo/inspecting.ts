import { addDays, type Day } from '#kernel';
import type { Agenda, Told } from './agenda';
import type { DemoCity } from './city';
import { INSPECTORS, secretaryOf } from './offices';
import type { Seeded } from './seeded';

/** The term lasts a quarter longer than the demonstration: its coverage is still on the way. */
export const TERM = { id: '2021-2026', name: '第十五届(演示)', from: '2021-01-01', until: '2026-06-30' } as const;

const FINDINGS = [
  ['财务管理', '报销凭证附件不全'],
  ['居务公开', '居务公开内容更新不及时'],
  ['民主管理', '居民会议记录不完整'],
  ['作风建设', '值班制度落实不到位'],
  ['资产管理', '固定资产台账与实物不符'],
  ['廉政责任', '主体责任清单未细化到人'],
] as const;
const SEVERITIES = ['一般', '一般', '较重', '严重'] as const;

/** Regular rounds over the subdistricts in spring and autumn, a raised round over selected communities each summer. */
export function inspect(agenda: Agenda, city: DemoCity, seed: Seeded): void {
  const [leader] = INSPECTORS;
  agenda.on(addDays(city.first, 2), () => [
    { by: leader, to: ['terms', TERM.id, 'open'], data: { name: TERM.name, from: TERM.from, until: TERM.until } },
  ]);
  const streets = [...homeFirst(seed.of('streets').shuffled(city.streets))];
  const selected = [...homeFirst(seed.of('selected').shuffled([...city.communities, ...city.villages.slice(0, 40)]))];
  let number = 0;
  for (const year of city.years) {
    const next = (kind: Round['kind'], units: readonly { readonly code: string }[], from: Day, until: Day): void => {
      number += 1;
      if (from <= city.last)
        new Round(agenda, seed, { id: `${TERM.id}.${number}`, kind, units: units.map(({ code }) => code), from, until }).plan();
    };
    next('regular', streets.splice(0, 2), `${year}-03-01`, `${year}-05-31`);
    next('raised', selected.splice(0, 12), `${year}-06-05`, `${year}-08-15`);
    next('regular', streets.splice(0, 2), `${year}-09-01`, `${year}-11-30`);
  }
}

/** The first accounts sit there: their screens should have something to show. */
function homeFirst<T extends { readonly code: string }>(units: readonly T[]): readonly T[] {
  const isHome = ({ code }: T): boolean => code === '330681001' || code === '330681001001';
  return [...units.filter(isHome), ...units.filter((unit) => !isHome(unit))];
}

interface Planned {
  readonly id: string;
  readonly kind: 'regular' | 'raised';
  readonly units: readonly string[];
  readonly from: Day;
  readonly until: Day;
}

class Round {
  readonly kind: Planned['kind'];
  private readonly chance: Seeded;
  private findings = 0;
  /** Measures not accepted yet; the round closes after the last one. */
  private open = 0;
  private lastReport: Day;

  constructor(
    private readonly agenda: Agenda,
    seed: Seeded,
    private readonly planned: Planned,
  ) {
    this.kind = planned.kind;
    this.chance = seed.of('round', planned.id);
    this.lastReport = planned.until;
  }

  plan(): void {
    const { kind, units, from, until } = this.planned;
    const [leader, second, third] = INSPECTORS;
    const team = { leader: { account: leader, unit: '330681' }, members: [second, third].map((account) => ({ account, unit: '330681' })) };
    this.agenda.on(addDays(from, -20), () => [this.told('plan', { kind, units: [...units], from, until }, [`terms-${TERM.id}`])]);
    this.agenda.on(addDays(from, -10), () => [this.told('form-team', team)]);
    for (const unit of units) this.visit(unit);
    this.agenda.on(addDays(this.lastReport, 60), (day) => this.close(day));
  }

  private visit(unit: string): void {
    const entered = addDays(this.planned.from, this.chance.whole(0, 10));
    const reported = addDays(entered, this.chance.whole(45, 70));
    if (reported > this.lastReport) this.lastReport = reported;
    this.agenda.on(entered, (on) => [this.told('enter', { unit, on })]);
    for (let left = this.chance.whole(1, 4); left > 0; left -= 1) this.raise(unit, entered, reported);
    this.agenda.on(reported, (on) => [this.told('report', { unit, on })]);
  }

  private raise(unit: string, entered: Day, reported: Day): void {
    const finding = `f-${++this.findings}`;
    const [sort, text] = this.chance.pick(FINDINGS);
    const raised = { finding, unit, class: sort, severity: this.chance.pick(SEVERITIES), text, evidence: [this.chance.hash(finding)] };
    this.open += 1;
    this.agenda.on(addDays(entered, this.chance.whole(5, 40)), () => [this.told('raise', raised)]);
    const set = addDays(reported, this.chance.whole(5, 15));
    const measure = { finding, measure: 'm-1', text: `限期整改:${text}`, due: addDays(set, this.chance.whole(30, 90)) };
    this.agenda.on(set, () => [this.told('set-measure', measure)]);
    this.agenda.on(addDays(measure.due, this.chance.whole(-25, this.chance.chance(0.2) ? 30 : -1)), (day) => this.done(day, unit, finding));
  }

  private done(day: Day, unit: string, finding: string): readonly Told[] {
    const at = { finding, measure: 'm-1' };
    if (this.chance.chance(0.08)) {
      this.agenda.on(addDays(day, 6), () => [this.told('reject', { ...at, reason: '佐证材料不足' })]);
      this.agenda.on(addDays(day, 20), (again) => this.doneWell(again, unit, at));
    } else this.agenda.on(addDays(day, this.chance.whole(3, 15)), () => this.accept(at));
    return [this.byUnit(unit, at)];
  }

  private doneWell(day: Day, unit: string, at: { readonly finding: string; readonly measure: string }): readonly Told[] {
    this.agenda.on(addDays(day, 5), () => this.accept(at));
    return [this.byUnit(unit, at)];
  }

  private accept(at: { readonly finding: string; readonly measure: string }): readonly Told[] {
    this.open -= 1;
    return [this.told('accept', at)];
  }

  private close(day: Day): readonly Told[] {
    if (this.open === 0) return [this.told('close', { on: day })];
    this.agenda.on(addDays(day, 10), (later) => this.close(later));
    return [];
  }

  private byUnit(unit: string, at: { readonly finding: string; readonly measure: string }): Told {
    return { ...this.told('report-done', { ...at, evidence: [this.chance.hash(`${at.finding}/done`)] }), by: secretaryOf(unit) };
  }

  private told(action: string, data: Told['data'] & object, after: readonly string[] = []): Told {
    return { by: INSPECTORS[0], to: ['rounds', this.planned.id, action], data, after };
  }
}
