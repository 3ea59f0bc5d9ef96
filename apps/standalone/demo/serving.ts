import { addDays, daysBetween, yearOf, type Day } from '#kernel';
import type { Agenda, Told } from './agenda';
import type { Community, DemoCity } from './city';
import { clerkOf, deskOf, secretaryOf } from './offices';
import { nameOf, phoneOf } from './people';
import type { Seeded } from './seeded';

const CARDS_PER_COMMUNITY = 8;
const PLACES = ['社区服务大厅', '居家养老中心', '文化广场', '垃圾分类点', '学校门口', '爱心驿站'] as const;
const ITEMS = ['大米 5 公斤', '理发一次', '食用油一桶', '家电清洗一次', '体检套餐', '文化礼堂活动券'] as const;
const NICKNAMES = ['小河', '红枫', '清风', '暖阳', '石榴', '青松', '春雨', '晨星'] as const;
const TEAMS = ['银发互助队', '就业帮扶队', '困难帮扶队', '文明劝导队'] as const;
const KINDS = ['养老', '就业', '困难帮扶', '文明'] as const;

/** Volunteer cards with services, credits and rankings; teams and stations. */
export function serve(agenda: Agenda, city: DemoCity, seed: Seeded): void {
  let volunteer = 0;
  for (const community of city.communities) {
    const chance = seed.of('serving', community.code);
    const cards = Array.from(
      { length: CARDS_PER_COMMUNITY },
      (_, index) => new Card(agenda, community, chance.of('card', index), index + 1, ++volunteer),
    );
    for (const card of cards) card.issue(addDays(city.first, chance.whole(10, 500)), city.last);
    gather(agenda, city, community, cards, chance);
  }
}

class Card {
  readonly id: string;
  issuedOn: Day = '9999-12-31';
  /** Credits by the year in which they were earned: spendable in that year and the next. */
  private readonly lots = new Map<number, number>();

  constructor(
    private readonly agenda: Agenda,
    private readonly community: Community,
    private readonly chance: Seeded,
    number: number,
    private readonly volunteer: number,
  ) {
    this.id = `96345-${community.code.slice(6)}-${number}`;
  }

  issue(day: Day, last: Day): void {
    this.issuedOn = day;
    const data = { unit: this.community.code, person: { name: nameOf(this.chance), phone: phoneOf(this.volunteer) } };
    this.agenda.on(day, () => [this.told('issue', data)]);
    if (this.chance.chance(0.45)) {
      const nickname = `${this.chance.pick(NICKNAMES)}${this.volunteer}`;
      this.agenda.on(addDays(day, this.chance.whole(1, 60)), () => [this.told('opt-in', { nickname })]);
    }
    const ahead = Math.max(60, daysBetween(day, last) - 5);
    const days = new Set(Array.from({ length: this.chance.whole(4, 13) }, () => this.chance.whole(2, ahead)));
    [...days].sort((a, b) => a - b).forEach((after, index) => this.service(addDays(day, after), index + 1));
    if (this.chance.chance(0.04)) this.adjust(addDays(day, this.chance.whole(30, ahead)));
    if (this.chance.chance(0.02)) this.pause(addDays(day, 1), ahead);
  }

  private service(day: Day, number: number): void {
    const service = `s-${number}`;
    const hours = this.chance.whole(1, 4);
    const hour = this.chance.whole(1, 5);
    const at = (past: number, minute: number): string => `${day}T0${past}:${String(minute).padStart(2, '0')}:00.000Z`;
    const place = this.chance.pick(PLACES);
    const confirmer = this.chance.chance(0.7) ? clerkOf(this.community.code) : secretaryOf(this.community.code);
    this.agenda.on(day, () => [
      { ...this.told('check-in', { service, host: this.community.code, place, at: at(hour, 0) }), at: at(hour, 2) },
      { ...this.told('check-out', { service, at: at(hour + hours, 10) }), at: at(hour + hours, 12) },
    ]);
    this.agenda.on(addDays(day, 1), (on) => {
      this.lots.set(yearOf(on), (this.lots.get(yearOf(on)) ?? 0) + hours);
      if (number % 3 === 0) this.agenda.on(addDays(on, this.chance.whole(1, 20)), (later) => this.spend(later));
      return [{ ...this.told('confirm', { service, hours }), by: confirmer }];
    });
  }

  /** Half of what can be used at most; what was earned first goes first. */
  private spend(day: Day): readonly Told[] {
    const usable = [yearOf(day) - 1, yearOf(day)];
    const credits = Math.floor(usable.reduce((sum, year) => sum + (this.lots.get(year) ?? 0), 0) / 2);
    if (credits < 1) return [];
    let left = credits;
    for (const year of usable) {
      const part = Math.min(left, this.lots.get(year) ?? 0);
      this.lots.set(year, (this.lots.get(year) ?? 0) - part);
      left -= part;
    }
    return [this.told('spend', { item: this.chance.pick(ITEMS), credits })];
  }

  private adjust(day: Day): void {
    this.agenda.on(day, () => [this.told('adjust', { adjustment: 'a-1', credits: 1, reason: '漏记一次签到,补记积分' })]);
    this.agenda.on(addDays(day, 1), () => [{ ...this.told('countersign', { adjustment: 'a-1' }), by: deskOf(this.community.code, 2) }]);
  }

  /** Lost and found before the first service. */
  private pause(day: Day, ahead: number): void {
    if (ahead > 0) this.agenda.on(day, () => [this.told('suspend', { reason: '卡片遗失' }), this.told('resume', {})]);
  }

  private told(action: string, data: NonNullable<Told['data']>): Told {
    return { by: deskOf(this.community.code), to: ['cards', this.id, action], data };
  }
}

/** A station, two teams with their members. */
function gather(agenda: Agenda, city: DemoCity, community: Community, cards: readonly Card[], chance: Seeded): void {
  const by = clerkOf(community.code);
  const local = community.code.slice(6);
  const station = {
    name: `${community.name.slice(0, 12)}爱心驿站`,
    unit: community.code,
    address: `${community.name.slice(0, 12)}服务中心一楼`,
  };
  agenda.on(addDays(city.first, chance.whole(5, 700)), () => [{ by, to: ['stations', `y-${local}`, 'open'], data: station }]);
  for (const number of [1, 2]) {
    const sort = chance.whole(0, TEAMS.length - 1);
    const id = `t-${local}-${number}`;
    const formed = addDays(city.first, chance.whole(5, 400));
    agenda.on(formed, () => [
      { by, to: ['teams', id, 'form'], data: { name: TEAMS[sort] ?? '', kind: KINDS[sort] ?? '', unit: community.code } },
    ]);
    for (const card of cards) {
      if (!chance.chance(0.4)) continue;
      const from = card.issuedOn > formed ? card.issuedOn : formed;
      agenda.on(addDays(from, chance.whole(3, 90)), () => [
        { by, to: ['teams', id, 'join'], data: { card: card.id }, after: [`cards-${card.id}`] },
      ]);
    }
  }
  wish(agenda, city, community, cards, chance.of('wishes'));
}

const WISHES = [
  '一副老花镜',
  '一床新棉被',
  '一套儿童绘本',
  '修一修漏水的水龙头',
  '陪老人去一次医院',
  '一盏台灯',
  '教会使用智能手机',
  '一个书包',
] as const;
const WISHES_PER_COMMUNITY = 10;

function wish(agenda: Agenda, city: DemoCity, community: Community, cards: readonly Card[], chance: Seeded): void {
  for (let number = 1; number <= WISHES_PER_COMMUNITY; number += 1) {
    const id = `w-${community.code.slice(6)}-${number}`;
    const own = chance.of(number);
    const told = (by: string, action: string, data: NonNullable<Told['data']> = {}, after: readonly string[] = []): Told => ({
      by,
      to: ['wishes', id, action],
      data,
      after,
    });
    const [clerk, desk] = [clerkOf(community.code), deskOf(community.code)];
    const posted = addDays(city.first, own.whole(560, daysBetween(city.first, city.last)));
    agenda.on(posted, () => [told(clerk, 'post', { text: own.pick(WISHES), unit: community.code })]);
    const card = cards[own.whole(0, cards.length - 1)];
    if (!card || own.chance(0.12)) continue;
    const claimed = addDays(posted, own.whole(1, 15));
    agenda.on(claimed, () => [told(desk, 'claim', { card: card.id }, [`cards-${card.id}`])]);
    if (own.chance(0.06)) continue;
    const granted = addDays(claimed, own.whole(2, 30));
    agenda.on(granted, () => [told(desk, 'grant')]);
    if (own.chance(0.9)) agenda.on(addDays(granted, own.whole(1, 10)), () => [told(clerk, 'confirm', {}, [`cards-${card.id}`])]);
  }
}
