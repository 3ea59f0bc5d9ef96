import { within, type Day } from '#kernel';
import { choice, code, contract, day, text, unitCode } from '#contracts';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

/** The code of an organisation, where others name it. */
export const ORGANISATION_CODE = {
  max: 64,
  pattern: '^org-[a-z0-9]+(-[a-z0-9]+)*$',
  says: { zh: '应以 org- 开头', en: 'must begin with org-' },
} as const;

export const ORGANISATION_KINDS = ['department', 'committee', 'agency'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

const DUTY = {
  pattern: '^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$',
  says: { zh: '应为「领域.职责」，如 funds.secure', en: 'must be field.duty, such as funds.secure' },
} as const;

export class RegisterOrganisation {
  @text({ zh: '名称', en: 'Name', max: 60 })
  readonly name!: string;
  @choice({
    zh: '类别',
    en: 'Kind',
    of: [
      { value: 'department', label: { zh: '部门', en: 'department' } },
      { value: 'committee', label: { zh: '委员会', en: 'committee' } },
      { value: 'agency', label: { zh: '派驻机构', en: 'agency' } },
    ],
  })
  readonly kind!: OrganisationKind;
  @unitCode({ zh: '所属单位', en: 'Unit' })
  readonly unit!: string;
}

export class DissolveOrganisation {
  @text({ zh: '理由', en: 'Reason', max: 500 })
  readonly reason!: string;
}

export class TakeDuty {
  @code({ zh: '职责', en: 'Duty', max: 60, ...DUTY })
  readonly duty!: string;
  @text({ zh: '条款', en: 'Clause', max: 40 })
  readonly clause!: string;
  @day({ zh: '起始日', en: 'From' })
  readonly from!: Day;
}

export class EndDuty {
  @code({ zh: '职责', en: 'Duty', max: 60, ...DUTY })
  readonly duty!: string;
  @day({ zh: '终止日（该日起不再承担）', en: 'On (from this day it is no more)' })
  readonly on!: Day;
}

/** One period of a duty; `until` is the first day without it. */
export interface DutyHeld {
  readonly duty: string;
  readonly clause: string;
  readonly from: Day;
  readonly until?: Day;
  /** Revision of the fact that gave it: what an authority by duty rests on. */
  readonly revision: number;
}

/** An organisation as its stream tells it. `dissolved` is the first day on which it is no more. */
export interface OrganisationState {
  readonly is: 'unknown' | 'registered' | 'dissolved';
  readonly name?: string;
  readonly kind?: OrganisationKind;
  readonly unit?: string;
  readonly since?: Day;
  readonly dissolved?: Day;
  readonly duties: readonly DutyHeld[];
}

/** The duty as it was held on a day; undefined when it was not. */
export function dutyHeld(organisation: OrganisationState, duty: string, on: Day): DutyHeld | undefined {
  if (organisation.dissolved !== undefined && organisation.dissolved <= on) return undefined;
  return organisation.duties.find((held) => held.duty === duty && held.from <= on && (held.until === undefined || on < held.until));
}

export function dutiesOn(organisation: OrganisationState, on: Day): readonly DutyHeld[] {
  return organisation.duties.filter((held) => dutyHeld(organisation, held.duty, on) === held);
}

/** Whether the organisation was there on a day. */
export function existsOn(organisation: OrganisationState, on: Day): boolean {
  return (
    organisation.is !== 'unknown' &&
    within(on, organisation.since, undefined) &&
    (organisation.dissolved === undefined || on < organisation.dissolved)
  );
}

const who = [{ roles: ['registrar'], power: 'organisations.govern' }] as const;
const subjects = (_data: object, id: string) => [{ kind: 'organisation', id }];
const look = { zh: '请先查看该机构的历史', en: 'Look at the history of this organisation first' };

export const organisationsContract = contract({
  category: 'organisations',
  label: { zh: '机构', en: 'Organisations' },
  clause: '三(二)',
  id: {
    pattern: ORGANISATION_CODE.pattern,
    says: { zh: '应以 org- 开头，如 org-finance-bureau', en: 'must begin with org-, such as org-finance-bureau' },
    label: { zh: '机构代码', en: 'Organisation' },
  },
  readers: 'public',
  state: {
    is: {
      zh: '状态',
      en: 'State',
      values: {
        unknown: { zh: '未登记', en: 'not registered' },
        registered: { zh: '已登记', en: 'registered' },
        dissolved: { zh: '已撤销', en: 'dissolved' },
      },
    },
    dissolved: { zh: '撤销日', en: 'Dissolved on' },
    duties: { zh: '承担职责', en: 'Duties' },
    since: { zh: '登记日', en: 'Registered on' },
  },
  actions: {
    register: {
      label: { zh: '登记机构', en: 'Register' },
      payload: RegisterOrganisation,
      compensation: { action: 'dissolve', data: (_data, reason) => ({ reason }) },
      facts: ['OrganisationRegistered'],
      who,
      clause: '三(二)',
      refusals: ['organisation.exists', 'organisation.unit-not-alive'],
    },
    dissolve: {
      label: { zh: '撤销机构', en: 'Dissolve' },
      payload: DissolveOrganisation,
      facts: ['OrganisationDissolved'],
      who,
      clause: '三(二)',
      refusals: ['organisation.unknown', 'organisation.holds-duties'],
    },
    'take-duty': {
      label: { zh: '承担职责', en: 'Take a duty' },
      payload: TakeDuty,
      compensation: { action: 'end-duty', data: (data) => ({ duty: data['duty'] ?? '', on: data['from'] ?? '' }) },
      facts: ['DutyTaken'],
      who,
      clause: '三(二)',
      refusals: ['organisation.unknown', 'duty.no-clause', 'duty.held-already'],
      effectiveOn: 'from',
    },
    'end-duty': {
      label: { zh: '终止职责', en: 'End a duty' },
      payload: EndDuty,
      facts: ['DutyEnded'],
      who,
      clause: '三(二)',
      refusals: ['organisation.unknown', 'duty.not-held'],
      effectiveOn: 'on',
    },
  },
  corrections: {
    dissolve: {
      by: ['register'],
      says: { zh: '代码不再重用：请用新代码重新登记', en: 'Codes are never used again: register it under a new one' },
    },
    'end-duty': { by: ['take-duty'], says: { zh: '请重新登记承担，写明起始日', en: 'Take the duty again, from its day' } },
  },
  facts: {
    OrganisationRegistered: {
      label: { zh: '机构已登记', en: 'Organisation registered' },
      data: RegisterOrganisation,
      subjects,
      says: { zh: '登记 {name}（属 {unit}）', en: '{name} registered (of {unit})' },
    },
    OrganisationDissolved: {
      label: { zh: '机构已撤销', en: 'Organisation dissolved' },
      data: DissolveOrganisation,
      subjects,
      says: { zh: '撤销：{reason}', en: 'Dissolved: {reason}' },
    },
    DutyTaken: {
      label: { zh: '职责已承担', en: 'Duty taken' },
      data: TakeDuty,
      subjects,
      says: { zh: '自 {from} 起承担 {duty}（条款 {clause}）', en: 'Holds {duty} from {from} (clause {clause})' },
    },
    DutyEnded: {
      label: { zh: '职责已终止', en: 'Duty ended' },
      data: EndDuty,
      subjects,
      says: { zh: '自 {on} 起不再承担 {duty}', en: 'Holds {duty} no more from {on}' },
    },
  },
  refusals: {
    'organisation.exists': {
      zh: '该机构代码已登记',
      en: 'The organisation is registered already',
      clause: '三(二)',
      next: { zh: '请使用另一代码', en: 'Use another code' },
    },
    'organisation.unit-not-alive': {
      zh: '单位 {unit} 在 {on} 不存在',
      en: 'The unit {unit} is not there on {on}',
      clause: '三(二)',
      next: { zh: '请核对区划代码', en: 'Check the division code' },
    },
    'organisation.unknown': {
      zh: '该机构未登记或已撤销',
      en: 'The organisation is not registered or is dissolved',
      clause: '三(二)',
      status: 404,
      next: look,
    },
    'organisation.holds-duties': {
      zh: '该机构仍承担职责：{duties}',
      en: 'The organisation still holds duties: {duties}',
      clause: '三(二)',
      next: { zh: '请先终止或移交这些职责', en: 'End or hand over these duties first' },
    },
    'duty.no-clause': {
      zh: '「{clause}」不是政策文件的条款，职责必须有条款依据',
      en: '“{clause}” is no clause of the policy; a duty needs one',
      clause: '三(二)',
      next: { zh: '请填写条款，如 三(二) 或 19', en: 'Give a clause such as 三(二) or 19' },
    },
    'duty.held-already': {
      zh: '该机构在此期间已承担这项职责',
      en: 'The organisation holds this duty in that period already',
      clause: '三(二)',
      next: look,
    },
    'duty.not-held': {
      zh: '该机构在 {on} 不承担这项职责',
      en: 'The organisation does not hold this duty on {on}',
      clause: '三(二)',
      next: look,
    },
  },
});
