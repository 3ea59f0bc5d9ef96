import type { StateWord } from '#contracts';
import type { Asked, Fact, Instant } from '#kernel';
import type * as Contract from './card-payloads.contract';
import type { Entry } from './rules';

export type CardAction =
  | Asked<'issue', Contract.IssueCard>
  | Asked<'suspend', Contract.CardReason>
  | Asked<'resume', Contract.ResumeCard>
  | Asked<'close', Contract.CardReason>
  | Asked<'opt-in', Contract.OptIn>
  | Asked<'opt-out', Contract.OptOut>
  | Asked<'check-in', Contract.CheckIn>
  | Asked<'check-out', Contract.CheckOut>
  | Asked<'confirm', Contract.ConfirmService>
  | Asked<'spend', Contract.Spend>
  | Asked<'adjust', Contract.Adjust>
  | Asked<'countersign', Contract.Countersign>
  | Asked<'expire', Contract.Expire>;
export type CardFact =
  | Fact<'CardIssued', Contract.IssueCard>
  | Fact<'CardSuspended', Contract.CardReason>
  | Fact<'CardResumed', Contract.ResumeCard>
  | Fact<'CardClosed', Contract.CardReason>
  | Fact<'RankingOptedIn', Contract.RankingOptedIn>
  | Fact<'RankingOptedOut', Contract.RankingOptedOut>
  | Fact<'ServiceCheckedIn', Contract.CheckIn>
  | Fact<'ServiceCheckedOut', Contract.CheckOut>
  | Fact<'ServiceConfirmed', Contract.ServiceConfirmed>
  | Fact<'CreditsEarned', Contract.CreditsEarned>
  | Fact<'CreditsSpent', Contract.Spend>
  | Fact<'AdjustmentProposed', Contract.Adjust>
  | Fact<'CreditsAdjusted', Contract.CreditsAdjusted>
  | Fact<'CreditsExpired', Contract.CreditsExpired>;

/** A card: who holds it, its services, and every movement of credits. */
export interface Card {
  readonly is: 'none' | 'active' | 'suspended' | 'closed';
  readonly unit?: string;
  /** Pseudonym of the person; who it is lies sealed. */
  readonly subject?: string;
  /** Account of the holder, if they have one. */
  readonly holder?: string;
  readonly nickname?: string;
  readonly services: Readonly<Record<string, Service>>;
  /** The service that is checked in and not yet out. */
  readonly open?: string;
  readonly entries: readonly Entry[];
  /** Quarters of a credit that did not make a whole one. */
  readonly carriedQuarters: number;
  readonly adjustments: Readonly<Record<string, Adjustment>>;
}
export interface Service {
  readonly host: string;
  readonly place: string;
  readonly in: Instant;
  readonly out?: Instant;
  readonly hours?: number;
}
export interface Adjustment {
  readonly credits: number;
  readonly reason: string;
  readonly by: string;
  readonly done: boolean;
}

/** What histories call the members of the state. */
export const CARD_WORDS = {
  is: {
    zh: '状态',
    en: 'State',
    values: {
      none: { zh: '未发卡', en: 'none' },
      active: { zh: '正常', en: 'active' },
      suspended: { zh: '已停用', en: 'suspended' },
      closed: { zh: '已注销', en: 'closed' },
    },
  },
  services: { zh: '服务', en: 'Services' },
  open: { zh: '进行中的服务', en: 'Service under way' },
  entries: { zh: '积分明细', en: 'Entries' },
  carriedQuarters: { zh: '结转时长', en: 'Carried quarters' },
  adjustments: { zh: '积分调整', en: 'Adjustments' },
  subject: { zh: '持卡人', en: 'Person' },
  day: { zh: '日期', en: 'Day' },
  kind: {
    zh: '类别',
    en: 'Kind',
    values: {
      earned: { zh: '获得', en: 'earned' },
      spent: { zh: '兑换', en: 'spent' },
      expired: { zh: '到期', en: 'expired' },
      adjusted: { zh: '调整', en: 'adjusted' },
    },
  },
  in: { zh: '签到', en: 'In' },
  out: { zh: '签退', en: 'Out' },
  by: { zh: '办理人', en: 'By' },
  done: { zh: '已办结', en: 'Done' },
} as const satisfies Readonly<Record<string, StateWord>>;
