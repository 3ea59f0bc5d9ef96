import { addDays, type Day, type JsonObject } from '#kernel';
import type { Agenda, Told } from './agenda';
import type { Community, DemoCity } from './city';
import { secretaryOf } from './offices';
import type { Seeded } from './seeded';

const AFFAIRS = ['party', 'residents', 'finance'] as const;
type Affair = (typeof AFFAIRS)[number];
const NAMES: Readonly<Record<Affair, string>> = { party: '党务', residents: '居务', finance: '财务' };
const QUARTERS = ['一', '二', '三', '四'] as const;
const YEAR_SHOWN = 365;

/** Made up, and said to be. Amounts are never in them: those stand on the board, payment by payment. */
const TEXTS: Readonly<Record<Affair, (chance: Seeded) => string>> = {
  party: (chance) =>
    `支部党员大会 ${chance.whole(1, 3)} 次、主题党日 ${chance.whole(1, 3)} 次、党课 ${chance.whole(1, 2)} 次；党费已按月收缴；列为发展对象 ${chance.whole(0, 2)} 人，公示无异议（演示）。`,
  residents: (chance) =>
    `居民代表会议 ${chance.whole(1, 2)} 次、居务联席会议 ${chance.whole(1, 3)} 次，议定事项 ${chance.whole(2, 7)} 项，已办结 ${chance.whole(1, 2)} 项，其余按期推进；志愿服务活动 ${chance.whole(3, 15)} 场（演示）。`,
  finance: (chance) =>
    `经费收支逐笔列在本栏“财务”中；居务监督委员会审核票据 ${chance.whole(4, 28)} 张，退回补正 ${chance.whole(0, 2)} 张，无违规列支（演示）。`,
};
const REASONS: Readonly<Record<Affair, string>> = { party: '会议次数漏计一次', residents: '议定事项重复计数', finance: '票据张数录入有误' };

/** A stretch of the year that something is published of, within it if it is on time. */
interface Stretch {
  readonly from: Day;
  readonly until: Day;
  readonly name: string;
}

/**
 * The three affairs of each community: party and residents' affairs each quarter, finances each month in the first subdistrict and each quarter
 * elsewhere. Most on time, some late, a few never; some were scheduled, corrected or withdrawn.
 */
export function disclose(agenda: Agenda, city: DemoCity, seed: Seeded): void {
  const [firstStreet] = city.streets;
  for (const community of city.communities) {
    const isMonthly = community.street === firstStreet?.code;
    for (const year of city.years) {
      for (const affair of AFFAIRS) {
        const stretches = affair === 'finance' && isMonthly ? months(year) : quarters(year);
        for (const stretch of stretches)
          publish(agenda, community, affair, stretch, seed.of('disclosing', community.code, affair, stretch.from));
      }
    }
  }
}

function publish(agenda: Agenda, { code }: Community, affair: Affair, { from, until, name }: Stretch, chance: Seeded): void {
  if (chance.chance(0.02)) return;
  const day = chance.chance(0.05) ? addDays(until, chance.whole(1, 20)) : addDays(until, -chance.whole(0, 12));
  const [id, title, text] = [`${code}.${affair}.${from}`, `${name}${NAMES[affair]}公开`, TEXTS[affair](chance)];
  const item = (data: JsonObject, action: string, of = id): Told => ({ by: secretaryOf(code), to: ['disclosures', of, action], data });
  const content: JsonObject = {
    unit: code,
    affair,
    title,
    text,
    from,
    until,
    ...(affair === 'residents' ? { shownUntil: addDays(day, YEAR_SHOWN) } : {}),
    ...(chance.chance(0.2) ? { attachments: [chance.hash(id)] } : {}),
  };
  if (chance.chance(0.05)) agenda.on(addDays(from, 3), () => [item({ unit: code, affair, title, due: until }, 'schedule')]);
  agenda.on(day, () => [item(content, 'publish')]);
  if (chance.chance(0.03)) {
    const correction = { text: TEXTS[affair](chance), reason: REASONS[affair] };
    agenda.on(addDays(day, chance.whole(1, 9)), () => [item(correction, 'correct')]);
  } else if (chance.chance(0.008)) {
    const on = addDays(day, chance.whole(1, 5));
    agenda.on(on, () => [item({ reason: '所述期间填写有误，另行公开' }, 'withdraw')]);
    agenda.on(addDays(on, 1), () => [
      item(content['shownUntil'] === undefined ? content : { ...content, shownUntil: addDays(on, YEAR_SHOWN) }, 'publish', `${id}-2`),
    ]);
  }
}

function quarters(year: number): readonly Stretch[] {
  return QUARTERS.map((number, index) => ({ ...stretch(year, index * 3 + 1, 3), name: `${year}年第${number}季度` }));
}

function months(year: number): readonly Stretch[] {
  return Array.from({ length: 12 }, (_, index) => ({ ...stretch(year, index + 1, 1), name: `${year}年${index + 1}月` }));
}

/** So many whole months from the first of one on. */
function stretch(year: number, month: number, count: number): Pick<Stretch, 'from' | 'until'> {
  const next = month + count > 12 ? `${year + 1}-01-01` : `${year}-${String(month + count).padStart(2, '0')}-01`;
  return { from: `${year}-${String(month).padStart(2, '0')}-01`, until: addDays(next, -1) };
}
