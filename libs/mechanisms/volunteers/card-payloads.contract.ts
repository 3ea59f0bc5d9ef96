import type { Day, Instant } from '#kernel';
import { code, day, innerId, instant, object, quarters, text, unitCode, whole } from '#contracts';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

const CREDITS_MAX = 1_000_000;
const ACCOUNT = { pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._:@-]{0,63}$', says: { zh: '应为账号', en: 'must be an account' }, max: 64 };
/** A unit code or an organisation. */
const HOST = {
  pattern: '^(\\d{6}|\\d{9}|\\d{12}(-\\d{1,3})?|org-[\\p{L}\\p{N}._-]{1,60})$',
  says: { zh: '应为区划代码或 org- 开头的组织编号', en: 'must be a division code or the id of an organisation (org-…)' },
  max: 64,
};

export class Volunteer {
  @text({ zh: '姓名', en: 'Name', max: 50, personal: { mask: 'name', purpose: 'volunteers' } })
  readonly name!: string;
  @code({
    zh: '电话',
    en: 'Phone',
    max: 13,
    pattern: '^(1[3-9]\\d{9}|0\\d{2,3}-?\\d{7,8})$',
    says: { zh: '应为 11 位手机号码或带区号的固定电话', en: 'must be a mobile number of 11 digits or a land line with its area code' },
    personal: { mask: 'phone', purpose: 'volunteers', identity: true },
  })
  readonly phone!: string;
}
export class IssueCard {
  @unitCode({ zh: '所属单位', en: 'Unit' })
  readonly unit!: string;
  @object(Volunteer, { zh: '志愿者', en: 'Volunteer' })
  readonly person!: Volunteer;
  @code({ zh: '持卡人账号', en: 'Account of the holder', optional: true, ...ACCOUNT })
  readonly holder?: string;
}
export class CardReason {
  @text({ zh: '理由', en: 'Reason', max: 500 })
  readonly reason!: string;
}
export class ResumeCard {}
export class OptIn {
  @text({
    zh: '昵称',
    en: 'Nickname',
    max: 20,
    help: { zh: '公开排名时显示，请勿填写真实姓名', en: 'Shown in the public ranking: not the real name' },
  })
  readonly nickname!: string;
}
export class OptOut {}
export class CheckIn {
  @innerId({ zh: '服务编号', en: 'Service' })
  readonly service!: string;
  @code({ zh: '服务接受方', en: 'Host', ...HOST })
  readonly host!: string;
  @text({ zh: '地点', en: 'Place', max: 200 })
  readonly place!: string;
  @instant({ zh: '签到时刻', en: 'Checked in at' })
  readonly at!: Instant;
}
export class CheckOut {
  @innerId({ zh: '服务编号', en: 'Service' })
  readonly service!: string;
  @instant({ zh: '签退时刻', en: 'Checked out at' })
  readonly at!: Instant;
}
export class ConfirmService {
  @innerId({ zh: '服务编号', en: 'Service' })
  readonly service!: string;
  @quarters({ zh: '认定时长', en: 'Hours', min: 0.25, max: 24, unit: { zh: '小时', en: 'h' } })
  readonly hours!: number;
}
export class Spend {
  @text({ zh: '兑换物品或服务', en: 'Item', max: 200 })
  readonly item!: string;
  @whole({ zh: '积分', en: 'Credits', min: 1, max: CREDITS_MAX })
  readonly credits!: number;
}
export class Adjust {
  @innerId({ zh: '调整编号', en: 'Adjustment' })
  readonly adjustment!: string;
  @whole({ zh: '积分（减为负）', en: 'Credits (negative to take away)', min: -CREDITS_MAX, max: CREDITS_MAX })
  readonly credits!: number;
  @text({ zh: '理由', en: 'Reason', max: 500 })
  readonly reason!: string;
}
export class Countersign {
  @innerId({ zh: '调整编号', en: 'Adjustment' })
  readonly adjustment!: string;
}
export class Expire {}

export class ServiceConfirmed {
  @innerId({ zh: '服务编号', en: 'Service' })
  readonly service!: string;
  @code({ zh: '服务接受方', en: 'Host', ...HOST })
  readonly host!: string;
  @quarters({ zh: '认定时长', en: 'Hours', min: 0.25, max: 24, unit: { zh: '小时', en: 'h' } })
  readonly hours!: number;
  @whole({ zh: '折合积分（四分之一分）', en: 'Quarters of a credit it is worth', max: CREDITS_MAX })
  readonly creditQuarters!: number;
}
export class RankingOptedIn {
  @text({ zh: '昵称', en: 'Nickname', max: 20 })
  readonly nickname!: string;
  @text({ zh: '化名', en: 'Pseudonym', max: 40, optional: true })
  readonly subject?: string;
}
export class RankingOptedOut {
  @text({ zh: '化名', en: 'Pseudonym', max: 40, optional: true })
  readonly subject?: string;
}
export class CreditsEarned {
  @innerId({ zh: '服务编号', en: 'Service' })
  readonly service!: string;
  @whole({ zh: '积分', en: 'Credits', min: 1, max: CREDITS_MAX })
  readonly credits!: number;
  @day({ zh: '有效期至', en: 'Usable until' })
  readonly until!: Day;
}
export class CreditsAdjusted {
  @innerId({ zh: '调整编号', en: 'Adjustment' })
  readonly adjustment!: string;
  @whole({ zh: '积分', en: 'Credits', min: -CREDITS_MAX, max: CREDITS_MAX })
  readonly credits!: number;
  @text({ zh: '理由', en: 'Reason', max: 500 })
  readonly reason!: string;
  @code({ zh: '提出人', en: 'Proposed by', ...ACCOUNT })
  readonly proposedBy!: string;
  @day({ zh: '有效期至', en: 'Usable until', optional: true })
  readonly until?: Day;
}
export class CreditsExpired {
  @whole({ zh: '积分', en: 'Credits', min: 1, max: CREDITS_MAX })
  readonly credits!: number;
}

/** Credits earned by an hour of service. */
export const PER_HOUR = 'volunteers.credits-per-hour';
/** Whole years after the year in which they were earned during which credits can still be spent; 0: only in that year. */
export const YEARS_KEPT = 'volunteers.credits-years-kept';
