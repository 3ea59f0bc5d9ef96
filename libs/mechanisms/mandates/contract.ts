import { within, type Day } from '#kernel';
import { contract, day, text } from '#contracts';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

export class Grant {
  @text({ zh: '依据文件', en: 'Basis document', max: 500 })
  readonly basis!: string;
  @day({ zh: '起始日', en: 'From' })
  readonly from!: Day;
  @day({ zh: '终止日', en: 'Until', optional: true })
  readonly until?: Day;
}

export class Halt {
  @text({ zh: '理由', en: 'Reason', max: 500 })
  readonly reason!: string;
  @day({ zh: '生效日', en: 'On' })
  readonly on!: Day;
}

export class Expire {}

export class MandateExpired {
  @day({ zh: '届满日', en: 'Expired on' })
  readonly on!: Day;
}

/** The powers whose last grant nobody may take away: without them the ledger could never be governed again. */
export const UNREVOKABLE = ['mandates.grant', 'appointments.make'] as const;

/** What a mandate's stream says, as other mechanisms and the authority check see it. */
export interface MandateState {
  readonly is: 'vacant' | 'granted' | 'revoked' | 'expired';
  readonly basis?: string;
  /** Periods of the power, oldest first; `until` counts as the last day. */
  readonly periods: readonly { readonly from: Day; readonly until?: Day }[];
  /** Suspensions, oldest first; `until` is the day on which it was resumed (that day counts as in force). */
  readonly suspensions: readonly { readonly from: Day; readonly until?: Day }[];
}

/** Whether the power was held on a day. */
export function inForce(mandate: MandateState, on: Day): boolean {
  const held = mandate.periods.some((period) => within(on, period.from, period.until));
  return held && !mandate.suspensions.some((pause) => pause.from <= on && (pause.until === undefined || on < pause.until));
}

const who = [{ roles: ['registrar'], power: 'mandates.grant' }] as const;
const next = { zh: '请先查看该职权的历史', en: 'Look at the history of this mandate first' };
const subjects = (_data: object, id: string) => [
  { kind: 'mandate', id },
  { kind: id.startsWith('org-') ? 'organisation' : 'unit', id: id.slice(0, id.indexOf('.')) },
];

export const mandatesContract = contract({
  category: 'mandates',
  label: { zh: '职权', en: 'Mandates' },
  clause: '1',
  id: {
    pattern: '^[A-Za-z0-9-]{1,40}\\.[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$',
    says: { zh: '应为「持有者.职权」，如 330681001.funds.approve', en: 'must be holder.power, such as 330681001.funds.approve' },
    label: { zh: '持有者与职权', en: 'Holder and power' },
  },
  readers: 'public',
  state: {
    is: {
      zh: '状态',
      en: 'State',
      values: {
        vacant: { zh: '未授予', en: 'vacant' },
        granted: { zh: '已授予', en: 'granted' },
        revoked: { zh: '已撤销', en: 'revoked' },
        expired: { zh: '已届满', en: 'expired' },
      },
    },
    periods: { zh: '授权期间', en: 'Periods' },
    fromGenesis: { zh: '账本开立时授予', en: 'Granted at the beginning' },
    suspensions: { zh: '中止期间', en: 'Suspensions' },
  },
  actions: {
    grant: {
      label: { zh: '授予职权', en: 'Grant' },
      payload: Grant,
      facts: ['MandateGranted'],
      who,
      clause: '1',
      refusals: ['mandate.not-vacant', 'mandate.ends-before-it-begins', 'mandate.holder-unknown', 'mandate.power-unknown'],
      effectiveOn: 'from',
      compensation: { action: 'revoke', data: (data, reason) => ({ reason, on: data['from'] ?? '' }) },
    },
    amend: {
      label: { zh: '变更职权', en: 'Amend' },
      payload: Grant,
      facts: ['MandateAmended'],
      who,
      clause: '1',
      refusals: ['mandate.not-held', 'mandate.ends-before-it-begins', 'mandate.last-of-its-kind'],
      effectiveOn: 'from',
    },
    suspend: {
      label: { zh: '中止职权', en: 'Suspend' },
      payload: Halt,
      facts: ['MandateSuspended'],
      who,
      clause: '1',
      refusals: ['mandate.not-held', 'mandate.last-of-its-kind'],
      effectiveOn: 'on',
      // Resumed from the very day it was suspended on: it was never out of force.
      compensation: { action: 'resume', data: (data, reason) => ({ reason, on: data['on'] ?? '' }) },
    },
    resume: {
      label: { zh: '恢复职权', en: 'Resume' },
      payload: Halt,
      facts: ['MandateResumed'],
      who,
      clause: '1',
      refusals: ['mandate.not-held', 'mandate.not-suspended', 'mandate.resumed-before-suspended'],
      effectiveOn: 'on',
      compensation: { action: 'suspend', data: (data, reason) => ({ reason, on: data['on'] ?? '' }) },
    },
    revoke: {
      label: { zh: '撤销职权', en: 'Revoke' },
      payload: Halt,
      facts: ['MandateRevoked'],
      who,
      clause: '1',
      refusals: ['mandate.not-held', 'mandate.last-of-its-kind'],
      effectiveOn: 'on',
    },
    expire: {
      label: { zh: '职权届满', en: 'Expire' },
      payload: Expire,
      facts: ['MandateExpired'],
      who: [],
      reserved: ['reactor'],
      clause: '1',
      refusals: ['mandate.not-held', 'mandate.not-yet-over'],
    },
  },
  corrections: {
    amend: { by: ['amend'], says: { zh: '再变更一次，写上正确的依据和日期', en: 'Amend it once more, with the right basis and days' } },
    revoke: { by: ['grant'], says: { zh: '请重新授予，写明依据和起始日', en: 'Grant it anew, with its basis and first day' } },
  },
  facts: {
    MandateGranted: {
      label: { zh: '职权已授予', en: 'Mandate granted' },
      data: Grant,
      subjects,
      says: { zh: '依据「{basis}」自 {from} 起授予', en: 'Granted from {from} on the basis of “{basis}”' },
      tells: { zh: '依据「{basis}」，自 {from} 起行使', en: 'In force from {from} on the basis of “{basis}”' },
    },
    MandateAmended: {
      label: { zh: '职权已变更', en: 'Mandate amended' },
      data: Grant,
      subjects,
      says: { zh: '依据「{basis}」自 {from} 起变更', en: 'Amended from {from} on the basis of “{basis}”' },
      tells: { zh: '改为依据「{basis}」，自 {from} 起', en: 'From {from} on the basis of “{basis}”' },
    },
    MandateSuspended: {
      label: { zh: '职权已中止', en: 'Mandate suspended' },
      data: Halt,
      subjects,
      says: { zh: '自 {on} 起中止：{reason}', en: 'Suspended from {on}: {reason}' },
      tells: { zh: '自 {on} 起中止', en: 'Suspended from {on}' },
    },
    MandateResumed: {
      label: { zh: '职权已恢复', en: 'Mandate resumed' },
      data: Halt,
      subjects,
      says: { zh: '自 {on} 起恢复：{reason}', en: 'Resumed from {on}: {reason}' },
      tells: { zh: '自 {on} 起恢复', en: 'Resumed from {on}' },
    },
    MandateRevoked: {
      label: { zh: '职权已撤销', en: 'Mandate revoked' },
      data: Halt,
      subjects,
      says: { zh: '自 {on} 起撤销：{reason}', en: 'Revoked from {on}: {reason}' },
      tells: { zh: '自 {on} 起撤销', en: 'Revoked from {on}' },
    },
    MandateExpired: {
      label: { zh: '职权已届满', en: 'Mandate expired' },
      data: MandateExpired,
      subjects,
      says: { zh: '于 {on} 届满', en: 'Expired on {on}' },
      tells: { zh: '{on} 届满', en: 'Expired on {on}' },
    },
  },
  refusals: {
    'mandate.not-vacant': {
      zh: '该持有者在此期间已有这项职权',
      en: 'The holder already has this power in that period',
      clause: '1',
      next: { zh: '如需改变，请用「变更职权」', en: 'To change it, amend the mandate' },
    },
    'mandate.not-held': { zh: '该持有者没有这项职权', en: 'The holder does not have this power', clause: '1', next },
    'mandate.ends-before-it-begins': {
      zh: '终止日早于起始日',
      en: 'It ends before it begins',
      next: { zh: '请改正日期', en: 'Correct the dates' },
    },
    'mandate.not-suspended': { zh: '这项职权没有被中止', en: 'This power is not suspended', next },
    'mandate.resumed-before-suspended': {
      zh: '恢复日早于中止日',
      en: 'It is resumed before it was suspended',
      next: { zh: '请改正日期', en: 'Correct the day' },
    },
    'mandate.not-yet-over': { zh: '这项职权尚未届满', en: 'This power has not ended yet', next },
    'mandate.holder-unknown': {
      zh: '持有者 {holder} 在 {on} 不存在',
      en: 'The holder {holder} is not there on {on}',
      clause: '1',
      next: { zh: '请核对区划代码或机构代码与起始日', en: 'Check the division code or organisation, and the day' },
    },
    'mandate.power-unknown': {
      zh: '没有「{power}」这项职权',
      en: 'There is no power {power}',
      clause: '1',
      next: { zh: '职权见 docs/POLICY.md', en: 'The powers are listed in docs/POLICY.md' },
    },
    'mandate.last-of-its-kind': {
      zh: '不能收回、中止或缩短最初的授权权或任命权，否则账本将无人可管',
      en: 'The first power to grant or to appoint cannot be revoked, suspended or shortened: nobody could govern the ledger',
      status: 403,
      next: { zh: '这项职权须一直保留；可以同时授予其他持有者', en: 'It has to stay; you may grant the power to another holder beside' },
    },
  },
});
