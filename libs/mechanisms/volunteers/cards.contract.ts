import { isObject, type Day, type Instant, type JsonObject } from '#kernel';
import { code, contract, day, innerId, instant, isVeiled, object, quarters, text, unitCode, whole, type Subject } from '#contracts';

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
  @code({ zh: '电话', en: 'Phone', max: 13, pattern: '^(1[3-9]\\d{9}|0\\d{2,3}-?\\d{7,8})$', says: { zh: '应为 11 位手机号码或带区号的固定电话', en: 'must be a mobile number of 11 digits or a land line with its area code' }, personal: { mask: 'phone', purpose: 'volunteers', identity: true } })
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
  @text({ zh: '昵称', en: 'Nickname', max: 20, help: { zh: '公开排名时显示,请勿填写真实姓名', en: 'Shown in the public ranking: not the real name' } })
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
  @whole({ zh: '积分(减为负)', en: 'Credits (negative to take away)', min: -CREDITS_MAX, max: CREDITS_MAX })
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
  @whole({ zh: '折合积分(四分之一分)', en: 'Quarters of a credit it is worth', max: CREDITS_MAX })
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

const desk = [{ roles: ['desk'], power: 'volunteers.run' }] as const;
const oneself = { zh: '请由另一人办理', en: 'Have another person do it' };

const card = (_data: JsonObject, id: string): readonly Subject[] => [{ kind: 'card', id }];
const issued = (data: JsonObject, id: string): readonly Subject[] => {
  const phone = isObject(data['person']) ? data['person']['phone'] : undefined;
  return [{ kind: 'card', id }, ...(isVeiled(phone) ? [{ kind: 'person', id: phone.subject }] : [])];
};
const service = (data: JsonObject, id: string): readonly Subject[] => [...card(data, id), { kind: 'service', id: `${id}.${String(data['service'])}` }];

export const cardsContract = contract({
  category: 'cards',
  label: { zh: '志愿服务积分卡', en: 'Volunteer credit cards' },
  clause: '16',
  id: {
    pattern: '^(?!1[3-9]\\d{9}$)(?!\\d{17}[\\dXx]$)[A-Za-z0-9][A-Za-z0-9-]{0,39}$',
    says: { zh: '应为 96345 志愿卡号(字母、数字、短横),不能是手机号或身份证号', en: 'must be a 96345 card number (letters, digits, dashes), never a phone or ID-card number' },
    label: { zh: '卡号', en: 'Card number' },
  },
  readers: ['desk', 'clerk', 'secretary', 'registrar', 'auditor', 'leader'],
  actions: {
    issue: { label: { zh: '发卡', en: 'Issue' }, payload: IssueCard, facts: ['CardIssued'], who: desk, clause: '16', refusals: ['card.known', 'card.closed', 'unit.unknown'] },
    suspend: { label: { zh: '停用', en: 'Suspend' }, payload: CardReason, facts: ['CardSuspended'], who: desk, clause: '16', refusals: ['card.unknown', 'card.closed'] },
    resume: { label: { zh: '恢复', en: 'Resume' }, payload: ResumeCard, facts: ['CardResumed'], who: desk, clause: '16', refusals: ['card.unknown', 'card.closed'] },
    close: { label: { zh: '销卡', en: 'Close' }, payload: CardReason, facts: ['CardClosed'], who: desk, clause: '16', refusals: ['card.unknown'] },
    'opt-in': { label: { zh: '同意参加公开排名', en: 'Opt in to the ranking' }, payload: OptIn, facts: ['RankingOptedIn'], who: desk, clause: '16', refusals: ['card.unknown', 'card.closed', 'card.suspended', 'card.nickname-shows-a-person'] },
    'opt-out': { label: { zh: '退出公开排名', en: 'Opt out of the ranking' }, payload: OptOut, facts: ['RankingOptedOut'], who: desk, clause: '16', refusals: ['card.unknown'] },
    'check-in': { label: { zh: '服务签到', en: 'Check in' }, payload: CheckIn, facts: ['ServiceCheckedIn'], who: desk, clause: '16', refusals: ['card.unknown', 'card.closed', 'card.suspended', 'card.service-known', 'card.overlap', 'card.at-in-future', 'unit.unknown', 'organisation.unknown'] },
    'check-out': { label: { zh: '服务签退', en: 'Check out' }, payload: CheckOut, facts: ['ServiceCheckedOut'], who: desk, clause: '16', refusals: ['card.unknown', 'card.closed', 'card.service-unknown', 'card.service-known', 'card.out-before-in', 'card.at-in-future'] },
    confirm: {
      label: { zh: '服务认定', en: 'Confirm a service' },
      help: { zh: '由服务接受方认定时长,即时计入积分', en: 'The host confirms the hours; credits follow at once' },
      payload: ConfirmService,
      facts: ['ServiceConfirmed', 'CreditsEarned'],
      who: [{ roles: ['clerk', 'secretary'], power: 'volunteers.confirm' }],
      clause: '16',
      refusals: ['card.unknown', 'card.closed', 'card.service-unknown', 'card.service-open', 'card.service-known', 'card.own-service', 'card.not-the-host', 'card.hours-above-time', 'card.no-rate'],
    },
    spend: { label: { zh: '积分兑换', en: 'Spend' }, payload: Spend, facts: ['CreditsSpent'], who: desk, clause: '16', refusals: ['card.unknown', 'card.closed', 'card.suspended', 'card.own-card', 'card.balance-short'] },
    adjust: { label: { zh: '提出积分调整', en: 'Propose an adjustment' }, payload: Adjust, facts: ['AdjustmentProposed'], who: desk, clause: '16', refusals: ['card.unknown', 'card.closed', 'card.adjustment-known', 'card.adjustment-of-nothing', 'card.own-card', 'card.balance-short'] },
    countersign: { label: { zh: '复核积分调整', en: 'Countersign an adjustment' }, payload: Countersign, facts: ['CreditsAdjusted'], who: desk, clause: '16', refusals: ['card.unknown', 'card.closed', 'card.adjustment-unknown', 'card.same-person', 'card.own-card', 'card.balance-short', 'card.no-rate'] },
    expire: { label: { zh: '积分到期', en: 'Expire' }, payload: Expire, facts: ['CreditsExpired'], who: [], reserved: ['reactor'], clause: '16', refusals: ['card.unknown'] },
  },
  facts: {
    CardIssued: { label: { zh: '已发卡', en: 'Card issued' }, data: IssueCard, subjects: issued, says: { zh: '由 {unit} 发卡', en: 'Issued in {unit}' } },
    CardSuspended: { label: { zh: '卡已停用', en: 'Card suspended' }, data: CardReason, subjects: card, says: { zh: '停用:{reason}', en: 'Suspended: {reason}' } },
    CardResumed: { label: { zh: '卡已恢复', en: 'Card resumed' }, data: ResumeCard, subjects: card, says: { zh: '恢复使用', en: 'Resumed' } },
    CardClosed: { label: { zh: '卡已注销', en: 'Card closed' }, data: CardReason, subjects: card, says: { zh: '注销:{reason}', en: 'Closed: {reason}' } },
    RankingOptedIn: { label: { zh: '已同意公开排名', en: 'Ranking opted in' }, data: RankingOptedIn, subjects: card, says: { zh: '以昵称「{nickname}」参加公开排名', en: 'Takes part in the public ranking as “{nickname}”' } },
    RankingOptedOut: { label: { zh: '已退出公开排名', en: 'Ranking opted out' }, data: RankingOptedOut, subjects: card, says: { zh: '退出公开排名', en: 'Left the public ranking' } },
    ServiceCheckedIn: { label: { zh: '服务已签到', en: 'Service checked in' }, data: CheckIn, subjects: service, says: { zh: '服务 {service} 于 {at} 在{place}签到({host})', en: 'Service {service} checked in at {at}, {place} ({host})' } },
    ServiceCheckedOut: { label: { zh: '服务已签退', en: 'Service checked out' }, data: CheckOut, subjects: service, says: { zh: '服务 {service} 于 {at} 签退', en: 'Service {service} checked out at {at}' } },
    ServiceConfirmed: { label: { zh: '服务已认定', en: 'Service confirmed' }, data: ServiceConfirmed, subjects: service, says: { zh: '服务 {service} 认定 {hours} 小时', en: 'Service {service} confirmed with {hours} h' } },
    CreditsEarned: { label: { zh: '积分已入账', en: 'Credits earned' }, data: CreditsEarned, subjects: service, says: { zh: '服务 {service} 获得 {credits} 分,有效期至 {until}', en: '{credits} credits for service {service}, usable until {until}' } },
    CreditsSpent: { label: { zh: '积分已兑换', en: 'Credits spent' }, data: Spend, subjects: card, says: { zh: '以 {credits} 分兑换「{item}」', en: '{credits} credits spent on “{item}”' } },
    AdjustmentProposed: { label: { zh: '积分调整已提出', en: 'Adjustment proposed' }, data: Adjust, subjects: card, says: { zh: '提出调整 {credits} 分:{reason}', en: 'Adjustment by {credits} proposed: {reason}' } },
    CreditsAdjusted: { label: { zh: '积分已调整', en: 'Credits adjusted' }, data: CreditsAdjusted, subjects: card, says: { zh: '调整 {credits} 分:{reason}', en: 'Adjusted by {credits}: {reason}' } },
    CreditsExpired: { label: { zh: '积分已到期', en: 'Credits expired' }, data: CreditsExpired, subjects: card, says: { zh: '{credits} 分到期', en: '{credits} credits expired' } },
  },
  refusals: {
    'card.unknown': { zh: '没有这张卡', en: 'There is no such card', status: 404, next: { zh: '请核对卡号,或先发卡', en: 'Check the number, or issue the card first' } },
    'card.known': { zh: '该卡号已发给他人或他处', en: 'This card number was issued otherwise already', next: { zh: '请换一个卡号', en: 'Take another number' } },
    'card.closed': { zh: '该卡已注销', en: 'The card is closed', next: { zh: '请另发新卡', en: 'Issue a new card' } },
    'card.suspended': { zh: '该卡已停用', en: 'The card is suspended', next: { zh: '请先恢复该卡', en: 'Resume the card first' } },
    'unit.unknown': { zh: '{unit} 在 {day} 不是有效的单位', en: '{unit} is no unit in being on {day}', status: 422, next: { zh: '请核对区划代码', en: 'Check the division code' } },
    'organisation.unknown': { zh: '没有登记这个组织:{organisation}', en: 'No such organisation is registered: {organisation}', status: 422, next: { zh: '请核对组织编号,或先登记', en: 'Check the id, or register it first' } },
    'card.nickname-shows-a-person': { zh: '昵称不能含电话、证件或银行卡号', en: 'The nickname must not hold a phone, ID-card or bank-card number', status: 422, next: { zh: '请换一个昵称', en: 'Choose another nickname' } },
    'card.service-known': { zh: '服务编号已用于另一内容', en: 'This service id is in use with other content', next: { zh: '新的服务请用新编号', en: 'Use a new id for a new service' } },
    'card.service-unknown': { zh: '没有这次服务的签到', en: 'There is no check-in of this service', status: 404, next: { zh: '请先签到', en: 'Check in first' } },
    'card.service-open': { zh: '这次服务还没有签退', en: 'This service is not checked out yet', clause: '16', next: { zh: '请先签退', en: 'Check out first' } },
    'card.overlap': { zh: '与另一次服务时间重叠:同一张卡不能同时在两处服务', en: 'It overlaps another service: a card cannot serve at two places at once', clause: '16', next: { zh: '请先为上一次服务签退,并核对时刻', en: 'Check out of the other service first, and check the times' } },
    'card.at-in-future': { zh: '时刻晚于现在', en: 'The instant lies in the future', status: 422, next: { zh: '请核对时刻', en: 'Check the time' } },
    'card.out-before-in': { zh: '签退时刻不晚于签到时刻', en: 'Checked out no later than checked in', status: 422, next: { zh: '请核对时刻', en: 'Check the time' } },
    'card.own-service': { zh: '不能认定自己的服务', en: 'Nobody confirms their own service', clause: '16', status: 403, next: oneself },
    'card.not-the-host': { zh: '只有服务接受方能认定:{host}', en: 'Only the host may confirm: {host}', clause: '16', status: 403, next: { zh: '请由服务接受方的工作人员认定', en: 'Have the host’s staff confirm it' } },
    'card.hours-above-time': { zh: '认定时长超过签到至签退的时间(最多 {most} 小时)', en: 'More hours than lie between check-in and check-out (at most {most})', clause: '16', next: { zh: '请改正时长', en: 'Correct the hours' } },
    'card.no-rate': { zh: '{day} 没有生效的参数:{parameter}', en: 'The parameter {parameter} has no value in force on {day}', next: { zh: '请登记机关先设定该参数', en: 'Have the registrar set the parameter first' } },
    'card.balance-short': { zh: '积分不足:至多可用 {spendable} 分', en: 'The balance does not reach: at most {spendable} can be used', clause: '16', next: { zh: '请减少积分', en: 'Use fewer credits' } },
    'card.own-card': { zh: '不能经办自己的卡', en: 'Nobody handles the credits of their own card', clause: '16', status: 403, next: oneself },
    'card.adjustment-known': { zh: '调整编号已用于另一内容', en: 'This adjustment id is in use with other content', next: { zh: '新的调整请用新编号', en: 'Use a new id for a new adjustment' } },
    'card.adjustment-unknown': { zh: '没有提出过这项调整', en: 'No such adjustment was proposed', status: 404, next: { zh: '请先提出调整', en: 'Propose it first' } },
    'card.adjustment-of-nothing': { zh: '调整为零没有意义', en: 'An adjustment by nothing is none', status: 422, next: { zh: '请填写要增减的积分', en: 'Give the credits to add or take' } },
    'card.same-person': { zh: '提出人不能自己复核', en: 'Whoever proposed it cannot countersign it', clause: '16', status: 403, next: oneself },
  },
});
