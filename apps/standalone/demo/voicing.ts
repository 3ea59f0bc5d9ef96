import { addDays, type Day, type JsonObject } from '#kernel';
import type { Agenda, Told } from './agenda';
import type { Community, DemoCity } from './city';
import { LEADER, secretaryOf } from './offices';
import type { Seeded } from './seeded';

const ANYBODY = 'public';
const RECEIPT = [...'0123456789abcdefghjkmnpqrstvwxyz'] as unknown as readonly [string, ...string[]];

const QUESTIONS = [
  ['question', '这笔服务经费主要用在哪些活动上？', '用于为老服务、儿童假期活动和楼道维修，明细见本栏各笔支付。'],
  ['question', '今年工作经费为什么比去年多？', '按上年清点户数核定，户数增加，经费相应增加。'],
  ['objection', '公示的支付用途写得太笼统，看不出买了什么。', '已在凭证中补充清单，今后的用途将写到具体项目。'],
  ['objection', '活动室维修已经付款，但门还没有修好。', '已联系施工方返工，门已修好，欢迎到现场查看。'],
  ['question', '社区什么时候再安排志愿者上门理发？', '每月第二个周六上午在服务站安排，行动不便的可预约上门。'],
] as const;
const REMINDERS = [
  ['本季度经费使用进度偏慢，请说明原因和安排。', '/cockpit/funds', '经费执行', '已排定下季度项目，预计月底前完成支付申请。'],
  ['巡察发现问题的整改请按期完成并及时登记。', '/cockpit/coverage', '届期巡察覆盖', '整改材料正在收集，本周内登记。'],
  ['居民提问请在期限内答复。', '/cockpit/overdue', '逾期', '已安排专人每日查看。'],
] as const;

/** Residents ask about what the boards show, and are mostly answered; leaders remind units, which mostly reply. */
export function voice(agenda: Agenda, city: DemoCity, seed: Seeded): void {
  for (const community of city.communities) {
    for (const year of city.years) ask(agenda, community, year, seed.of('voices', community.code, year));
  }
  for (const year of city.years) remind(agenda, city, year, seed.of('reminders', year));
}

function ask(agenda: Agenda, { code }: Community, year: number, chance: Seeded): void {
  for (let left = chance.whole(0, 3); left > 0; left -= 1) {
    const [kind, text, answer] = chance.pick(QUESTIONS);
    const id = `r${Array.from({ length: 9 }, () => chance.pick(RECEIPT)).join('')}`;
    const line = chance.chance(0.5) ? { line: `funds/${code}.${year}.${chance.pick(['service', 'work'])}@0` } : {};
    const [on, days, answered] = [dayIn(year, chance), chance.whole(1, 20), chance.chance(0.9)];
    agenda.on(on, () => [told(ANYBODY, ['objections', id, 'raise'], { unit: code, kind, text, ...line })]);
    if (answered) agenda.on(addDays(on, days), () => [told(secretaryOf(code), ['objections', id, 'answer'], { text: answer })]);
  }
}

function remind(agenda: Agenda, city: DemoCity, year: number, chance: Seeded): void {
  for (let number = 1; number <= 12; number += 1) {
    const { code } = chance.pick(city.communities as readonly [Community, ...Community[]]);
    const [text, path, label, answer] = chance.pick(REMINDERS);
    const [id, on, days, answered] = [`demo-${year}-${number}`, dayIn(year, chance), chance.whole(1, 15), chance.chance(0.85)];
    agenda.on(on, () => [told(LEADER, ['notes', id, 'send'], { unit: code, text, about: { path, label } })]);
    if (answered) agenda.on(addDays(on, days), () => [told(secretaryOf(code), ['notes', id, 'answer'], { text: answer })]);
  }
}

/** Between March and December: by then the accounts of the year have received something. */
function dayIn(year: number, chance: Seeded): Day {
  return `${year}-${String(chance.whole(3, 12)).padStart(2, '0')}-${String(chance.whole(1, 28)).padStart(2, '0')}`;
}

function told(by: string, to: Told['to'], data: JsonObject): Told {
  return { by, to, data };
}
