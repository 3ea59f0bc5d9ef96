import { contract, text } from '#contracts';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.
// The key store and the projector act on SubjectRestricted, SubjectRestrictionLifted and SubjectErased.

export class Ground {
  @text({ zh: '法律依据与理由', en: 'Legal ground', max: 500 })
  readonly ground!: string;
}
export class Lift {
  @text({ zh: '理由', en: 'Reason', max: 500 })
  readonly reason!: string;
}
export class ApproveErasure {}
export class SubjectErased {
  @text({ zh: '法律依据与理由', en: 'Legal ground', max: 500 })
  readonly ground!: string;
}

/** What is recorded of one person's data: kept, out of use, or unreadable for good. */
export interface SubjectState {
  readonly is: 'active' | 'restricted' | 'erased';
  /** An erasure asked for and not yet approved. */
  readonly asked?: { readonly by: string; readonly ground: string };
}

const who = [{ roles: ['registrar', 'auditor'], power: 'subjects.protect' }] as const;
const subjects = (_data: object, id: string) => [{ kind: 'person', id }];

export const subjectsContract = contract({
  category: 'subjects',
  label: { zh: '个人信息主体', en: 'Data subjects' },
  clause: '21',
  id: {
    pattern: '^p-[a-z2-7]{26}$',
    says: { zh: '应为 p- 开头的化名', en: 'must be a pseudonym (p-…)' },
    label: { zh: '化名', en: 'Pseudonym' },
  },
  readers: ['registrar', 'auditor'],
  state: {
    is: {
      zh: '状态',
      en: 'State',
      values: {
        active: { zh: '正常', en: 'active' },
        restricted: { zh: '限制处理', en: 'restricted' },
        erased: { zh: '已销毁密钥', en: 'erased' },
      },
    },
    asked: { zh: '销毁申请', en: 'Erasure asked for' },
  },
  actions: {
    restrict: {
      label: { zh: '限制处理', en: 'Restrict' },
      payload: Ground,
      facts: ['SubjectRestricted'],
      who,
      clause: '21',
      refusals: ['subject.erased'],
    },
    lift: {
      label: { zh: '解除限制', en: 'Lift' },
      payload: Lift,
      facts: ['SubjectRestrictionLifted'],
      who,
      clause: '21',
      refusals: ['subject.erased'],
    },
    'request-erasure': {
      label: { zh: '申请销毁', en: 'Request erasure' },
      payload: Ground,
      facts: ['SubjectErasureRequested'],
      who,
      clause: '21',
      refusals: ['subject.erasure-asked'],
    },
    'approve-erasure': {
      label: { zh: '批准销毁', en: 'Approve erasure' },
      payload: ApproveErasure,
      facts: ['SubjectErased'],
      who,
      clause: '21',
      refusals: ['subject.no-request', 'subject.same-person'],
    },
  },
  corrections: {
    restrict: { by: ['lift'], says: { zh: '请解除限制，写明理由', en: 'Lift it, with the reason' } },
    lift: { by: ['restrict'], says: { zh: '请重新限制，写明依据', en: 'Restrict it again, with the ground' } },
    'request-erasure': {
      by: [],
      says: { zh: '另一人不批准就不会销毁，请告知批准人', en: 'Nothing is erased unless another person approves: tell them' },
    },
    'approve-erasure': { by: [], says: { zh: '密钥已销毁，不能恢复', en: 'The keys are destroyed: nothing brings them back' } },
  },
  facts: {
    SubjectRestricted: {
      label: { zh: '已限制处理', en: 'Processing restricted' },
      data: Ground,
      subjects,
      says: { zh: '限制处理：{ground}', en: 'Restricted: {ground}' },
    },
    SubjectRestrictionLifted: {
      label: { zh: '已解除限制', en: 'Restriction lifted' },
      data: Lift,
      subjects,
      says: { zh: '解除限制：{reason}', en: 'Restriction lifted: {reason}' },
    },
    SubjectErasureRequested: {
      label: { zh: '已申请销毁', en: 'Erasure requested' },
      data: Ground,
      subjects,
      says: { zh: '申请销毁：{ground}', en: 'Erasure requested: {ground}' },
    },
    SubjectErased: {
      label: { zh: '已销毁', en: 'Erased' },
      data: SubjectErased,
      subjects,
      says: { zh: '密钥已销毁，个人信息不再可读：{ground}', en: 'Key destroyed, the personal data cannot be read any more: {ground}' },
    },
  },
  refusals: {
    'subject.erased': {
      zh: '该主体的个人信息已销毁',
      en: 'The personal data of this subject was erased',
      next: { zh: '销毁不可撤回', en: 'Erasure cannot be taken back' },
    },
    'subject.erasure-asked': {
      zh: '已有他人以另一理由申请销毁',
      en: 'Erasure was asked for already on another ground',
      next: { zh: '请由申请人以外的人批准', en: 'Have someone other than the requester approve it' },
    },
    'subject.no-request': {
      zh: '没有待批准的销毁申请',
      en: 'There is no request to approve',
      next: { zh: '请先申请销毁', en: 'Request the erasure first' },
    },
    'subject.same-person': {
      zh: '申请人不能自己批准销毁',
      en: 'Whoever asked for the erasure cannot approve it',
      status: 403,
      next: { zh: '请由另一人批准', en: 'Have another person approve it' },
    },
  },
});
