import { isObject, type JsonObject } from '#kernel';
import { contract, isVeiled, type Subject } from '#contracts';
import { CARD_CORRECTIONS } from './card-corrections.contract';
import { CARD_WORDS } from './card-state.contract';
import {
  Adjust,
  CardReason,
  CheckIn,
  CheckOut,
  ConfirmService,
  Countersign,
  CreditsAdjusted,
  CreditsEarned,
  CreditsExpired,
  Expire,
  IssueCard,
  OptIn,
  OptOut,
  RankingOptedIn,
  RankingOptedOut,
  ResumeCard,
  ServiceConfirmed,
  Spend,
} from './card-payloads.contract';
import { cardRefusals } from './card-refusals.contract';

// Stored names: the category and the fact types are a format. They never change; a new shape is a new type and an upcast.

const desk = [{ roles: ['desk'], power: 'volunteers.run' }] as const;

const card = (_data: JsonObject, id: string): readonly Subject[] => [{ kind: 'card', id }];
const issued = (data: JsonObject, id: string): readonly Subject[] => {
  const phone = isObject(data['person']) ? data['person']['phone'] : undefined;
  return [{ kind: 'card', id }, ...(isVeiled(phone) ? [{ kind: 'person', id: phone.subject }] : [])];
};
const service = (data: JsonObject, id: string): readonly Subject[] => [
  ...card(data, id),
  { kind: 'service', id: `${id}.${String(data['service'])}` },
];

export const cardsContract = contract({
  category: 'cards',
  label: { zh: '志愿服务积分卡', en: 'Volunteer credit cards' },
  clause: '16',
  id: {
    pattern: '^(?!1[3-9]\\d{9}$)(?!\\d{17}[\\dXx]$)[A-Za-z0-9][A-Za-z0-9-]{0,39}$',
    says: {
      zh: '应为 96345 志愿卡号（字母、数字、短横），不能是手机号或身份证号',
      en: 'must be a 96345 card number (letters, digits, dashes), never a phone or ID-card number',
    },
    label: { zh: '卡号', en: 'Card number' },
  },
  readers: ['desk', 'clerk', 'secretary', 'registrar', 'auditor', 'leader'],
  state: CARD_WORDS,
  corrections: CARD_CORRECTIONS,
  actions: {
    issue: {
      label: { zh: '发卡', en: 'Issue' },
      payload: IssueCard,
      compensation: { action: 'close', data: (_data, reason) => ({ reason }) },
      facts: ['CardIssued'],
      who: desk,
      clause: '16',
      refusals: ['card.known', 'card.closed', 'unit.unknown'],
    },
    suspend: {
      label: { zh: '停用', en: 'Suspend' },
      payload: CardReason,
      facts: ['CardSuspended'],
      who: desk,
      clause: '16',
      refusals: ['card.unknown', 'card.closed'],
    },
    resume: {
      label: { zh: '恢复', en: 'Resume' },
      payload: ResumeCard,
      facts: ['CardResumed'],
      who: desk,
      clause: '16',
      refusals: ['card.unknown', 'card.closed'],
    },
    close: {
      label: { zh: '销卡', en: 'Close' },
      payload: CardReason,
      facts: ['CardClosed'],
      who: desk,
      clause: '16',
      refusals: ['card.unknown'],
    },
    'opt-in': {
      label: { zh: '同意参加公开排名', en: 'Opt in to the ranking' },
      payload: OptIn,
      facts: ['RankingOptedIn'],
      who: desk,
      clause: '16',
      refusals: ['card.unknown', 'card.closed', 'card.suspended', 'card.nickname-shows-a-person'],
    },
    'opt-out': {
      label: { zh: '退出公开排名', en: 'Opt out of the ranking' },
      payload: OptOut,
      facts: ['RankingOptedOut'],
      who: desk,
      clause: '16',
      refusals: ['card.unknown'],
    },
    'check-in': {
      label: { zh: '服务签到', en: 'Check in' },
      payload: CheckIn,
      facts: ['ServiceCheckedIn'],
      who: desk,
      clause: '16',
      refusals: [
        'card.unknown',
        'card.closed',
        'card.suspended',
        'card.service-known',
        'card.overlap',
        'card.at-in-future',
        'unit.unknown',
        'organisation.unknown',
      ],
    },
    'check-out': {
      label: { zh: '服务签退', en: 'Check out' },
      payload: CheckOut,
      facts: ['ServiceCheckedOut'],
      who: desk,
      clause: '16',
      refusals: [
        'card.unknown',
        'card.closed',
        'card.service-unknown',
        'card.service-known',
        'card.out-before-in',
        'card.at-in-future',
        'card.overlap',
      ],
    },
    confirm: {
      label: { zh: '服务认定', en: 'Confirm a service' },
      help: { zh: '由服务接受方认定时长，即时计入积分', en: 'The host confirms the hours; credits follow at once' },
      payload: ConfirmService,
      facts: ['ServiceConfirmed', 'CreditsEarned'],
      who: [{ roles: ['clerk', 'secretary'], power: 'volunteers.confirm' }],
      clause: '16',
      refusals: [
        'card.unknown',
        'card.closed',
        'card.service-unknown',
        'card.service-open',
        'card.service-known',
        'card.own-service',
        'card.not-the-host',
        'card.hours-above-time',
        'card.no-rate',
      ],
    },
    spend: {
      label: { zh: '积分兑换', en: 'Spend' },
      payload: Spend,
      facts: ['CreditsSpent'],
      who: desk,
      clause: '16',
      refusals: ['card.unknown', 'card.closed', 'card.suspended', 'card.own-card', 'card.balance-short'],
    },
    adjust: {
      label: { zh: '提出积分调整', en: 'Propose an adjustment' },
      payload: Adjust,
      facts: ['AdjustmentProposed'],
      who: desk,
      clause: '16',
      refusals: [
        'card.unknown',
        'card.closed',
        'card.adjustment-known',
        'card.adjustment-of-nothing',
        'card.own-card',
        'card.balance-short',
      ],
    },
    countersign: {
      label: { zh: '复核积分调整', en: 'Countersign an adjustment' },
      payload: Countersign,
      facts: ['CreditsAdjusted'],
      who: desk,
      clause: '16',
      refusals: [
        'card.unknown',
        'card.closed',
        'card.adjustment-unknown',
        'card.same-person',
        'card.own-card',
        'card.balance-short',
        'card.no-rate',
      ],
    },
    expire: {
      label: { zh: '积分到期', en: 'Expire' },
      payload: Expire,
      facts: ['CreditsExpired'],
      who: [],
      reserved: ['reactor'],
      clause: '16',
      refusals: ['card.unknown'],
    },
  },
  facts: {
    CardIssued: {
      label: { zh: '已发卡', en: 'Card issued' },
      data: IssueCard,
      subjects: issued,
      says: { zh: '由 {unit} 发卡', en: 'Issued in {unit}' },
    },
    CardSuspended: {
      label: { zh: '卡已停用', en: 'Card suspended' },
      data: CardReason,
      subjects: card,
      says: { zh: '停用：{reason}', en: 'Suspended: {reason}' },
    },
    CardResumed: {
      label: { zh: '卡已恢复', en: 'Card resumed' },
      data: ResumeCard,
      subjects: card,
      says: { zh: '恢复使用', en: 'Resumed' },
    },
    CardClosed: {
      label: { zh: '卡已注销', en: 'Card closed' },
      data: CardReason,
      subjects: card,
      says: { zh: '注销：{reason}', en: 'Closed: {reason}' },
    },
    RankingOptedIn: {
      label: { zh: '已同意公开排名', en: 'Ranking opted in' },
      data: RankingOptedIn,
      subjects: card,
      says: { zh: '以昵称「{nickname}」参加公开排名', en: 'Takes part in the public ranking as “{nickname}”' },
    },
    RankingOptedOut: {
      label: { zh: '已退出公开排名', en: 'Ranking opted out' },
      data: RankingOptedOut,
      subjects: card,
      says: { zh: '退出公开排名', en: 'Left the public ranking' },
    },
    ServiceCheckedIn: {
      label: { zh: '服务已签到', en: 'Service checked in' },
      data: CheckIn,
      subjects: service,
      says: { zh: '服务 {service} 于 {at} 在{place}签到（{host}）', en: 'Service {service} checked in at {at}, {place} ({host})' },
    },
    ServiceCheckedOut: {
      label: { zh: '服务已签退', en: 'Service checked out' },
      data: CheckOut,
      subjects: service,
      says: { zh: '服务 {service} 于 {at} 签退', en: 'Service {service} checked out at {at}' },
    },
    ServiceConfirmed: {
      label: { zh: '服务已认定', en: 'Service confirmed' },
      data: ServiceConfirmed,
      subjects: service,
      says: { zh: '服务 {service} 认定 {hours} 小时', en: 'Service {service} confirmed with {hours} h' },
    },
    CreditsEarned: {
      label: { zh: '积分已入账', en: 'Credits earned' },
      data: CreditsEarned,
      subjects: service,
      says: {
        zh: '服务 {service} 获得 {credits} 分，有效期至 {until}',
        en: '{credits} credits for service {service}, usable until {until}',
      },
    },
    CreditsSpent: {
      label: { zh: '积分已兑换', en: 'Credits spent' },
      data: Spend,
      subjects: card,
      says: { zh: '以 {credits} 分兑换「{item}」', en: '{credits} credits spent on “{item}”' },
    },
    AdjustmentProposed: {
      label: { zh: '积分调整已提出', en: 'Adjustment proposed' },
      data: Adjust,
      subjects: card,
      says: { zh: '提出调整 {credits} 分：{reason}', en: 'Adjustment by {credits} proposed: {reason}' },
    },
    CreditsAdjusted: {
      label: { zh: '积分已调整', en: 'Credits adjusted' },
      data: CreditsAdjusted,
      subjects: card,
      says: { zh: '调整 {credits} 分：{reason}', en: 'Adjusted by {credits}: {reason}' },
    },
    CreditsExpired: {
      label: { zh: '积分已到期', en: 'Credits expired' },
      data: CreditsExpired,
      subjects: card,
      says: { zh: '{credits} 分到期', en: '{credits} credits expired' },
    },
  },
  refusals: cardRefusals,
});
