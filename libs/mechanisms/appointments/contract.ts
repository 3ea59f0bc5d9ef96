import { within, type Day } from '#kernel';
import { choice, code, contract, day, ROLES, text, unitCode, type Role } from '#contracts';
import { ORGANISATION_CODE } from '../organisations/contract';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

const ROLE_LABELS: Readonly<Record<Role, { zh: string; en: string }>> = {
  registrar: { zh: '登记员', en: 'registrar' },
  finance: { zh: '财政', en: 'finance' },
  approver: { zh: '审批人', en: 'approver' },
  clerk: { zh: '经办人', en: 'clerk' },
  secretary: { zh: '书记', en: 'secretary' },
  inspector: { zh: '巡察人员', en: 'inspector' },
  desk: { zh: '窗口', en: 'desk' },
  auditor: { zh: '审计监督', en: 'auditor' },
  leader: { zh: '领导', en: 'leader' },
  administrator: { zh: '系统管理员', en: 'administrator' },
};
export const ROLE_CHOICES = ROLES.map((value) => ({ value, label: ROLE_LABELS[value] }));

export class Appoint {
  @choice({ zh: '角色', en: 'Role', of: ROLE_CHOICES })
  readonly role!: Role;
  @unitCode({ zh: '单位', en: 'Unit' })
  readonly unit!: string;
  @code({
    zh: '机构',
    en: 'Organisation',
    optional: true,
    ...ORGANISATION_CODE,
  })
  readonly organisation?: string;
  @day({ zh: '起始日', en: 'From' })
  readonly from!: Day;
  @day({ zh: '终止日（含）', en: 'Until (its last day)', optional: true })
  readonly until?: Day;
}

export class EndAppointment {
  @choice({ zh: '角色', en: 'Role', of: ROLE_CHOICES })
  readonly role!: Role;
  @unitCode({ zh: '单位', en: 'Unit' })
  readonly unit!: string;
  @day({ zh: '终止日（该日起不再担任）', en: 'On (from this day it is no more)' })
  readonly on!: Day;
  @text({ zh: '理由', en: 'Reason', max: 500 })
  readonly reason!: string;
}

/** One appointment; `until` is its last day. */
export interface Appointment {
  readonly role: Role;
  readonly unit: string;
  readonly organisation?: string;
  readonly from: Day;
  readonly until?: Day;
}

/** What an account is and was appointed to, in the order recorded. */
export interface AppointmentsState {
  readonly appointments: readonly Appointment[];
}

/** The appointments in force on a day. */
export function rolesOn(state: AppointmentsState, on: Day): readonly Appointment[] {
  return state.appointments.filter((held) => within(on, held.from, held.until));
}

const who = [{ roles: ['registrar'], power: 'appointments.make' }] as const;
const subjects = (data: object, id: string) => [
  { kind: 'actor', id },
  ...('unit' in data && typeof data.unit === 'string' ? [{ kind: 'unit', id: data.unit }] : []),
];
const look = { zh: '请先查看该账号的任命', en: 'Look at the appointments of this account first' };

export const appointmentsContract = contract({
  category: 'appointments',
  label: { zh: '任命', en: 'Appointments' },
  clause: '1',
  id: {
    pattern: '^(?!(genesis|reactor|demo|public)$)[a-z0-9][a-z0-9._-]{0,63}$',
    says: { zh: '应为账号名：小写字母、数字或 . _ -', en: 'must be an account: lower-case letters, digits or . _ -' },
    label: { zh: '账号', en: 'Account' },
  },
  readers: ['registrar', 'auditor', 'leader', 'administrator'],
  state: {
    appointments: { zh: '任职', en: 'Appointments' },
  },
  actions: {
    appoint: {
      label: { zh: '任命', en: 'Appoint' },
      payload: Appoint,
      compensation: {
        action: 'end',
        data: (data, reason) => ({ role: data['role'] ?? '', unit: data['unit'] ?? '', on: data['from'] ?? '', reason }),
      },
      facts: ['RoleAppointed'],
      who,
      clause: '1',
      refusals: [
        'appointment.oneself',
        'appointment.ends-before-it-begins',
        'appointment.held-already',
        'appointment.administrator-alone',
        'appointment.unit-not-alive',
        'appointment.organisation-unknown',
      ],
      effectiveOn: 'from',
    },
    end: {
      label: { zh: '终止任命', en: 'End' },
      payload: EndAppointment,
      facts: ['AppointmentEnded'],
      who,
      clause: '1',
      refusals: ['appointment.not-held', 'appointment.last-registrar'],
      effectiveOn: 'on',
    },
  },
  corrections: {
    end: { by: ['appoint'], says: { zh: '请重新任命，写明起始日', en: 'Appoint again, from the right day' } },
  },
  facts: {
    RoleAppointed: {
      label: { zh: '已任命', en: 'Appointed' },
      data: Appoint,
      subjects,
      says: { zh: '自 {from} 起任 {unit} 的 {role}', en: 'Appointed {role} of {unit} from {from}' },
    },
    AppointmentEnded: {
      label: { zh: '任命已终止', en: 'Appointment ended' },
      data: EndAppointment,
      subjects,
      says: { zh: '自 {on} 起不再任 {unit} 的 {role}：{reason}', en: 'No longer {role} of {unit} from {on}: {reason}' },
    },
  },
  refusals: {
    'appointment.oneself': {
      zh: '不能任命自己',
      en: 'Nobody appoints themselves',
      clause: '1',
      status: 403,
      next: { zh: '请由另一名登记员办理', en: 'Ask another registrar' },
    },
    'appointment.ends-before-it-begins': {
      zh: '终止日早于起始日',
      en: 'It ends before it begins',
      next: { zh: '请改正日期', en: 'Correct the dates' },
    },
    'appointment.held-already': {
      zh: '该账号在此期间已任此角色',
      en: 'The account holds this role there in that period already',
      clause: '1',
      next: { zh: '如需改变，请先终止原任命', en: 'End the former appointment first' },
    },
    'appointment.administrator-alone': {
      zh: '系统管理员不能兼任其他角色',
      en: 'An administrator holds no other role',
      status: 403,
      next: { zh: '请用另一账号，或先终止其现有任命', en: 'Use another account, or end its other appointments first' },
    },
    'appointment.unit-not-alive': {
      zh: '单位 {unit} 在 {on} 不存在',
      en: 'The unit {unit} is not there on {on}',
      next: { zh: '请核对区划代码与起始日', en: 'Check the code and the day' },
    },
    'appointment.organisation-unknown': {
      zh: '机构 {organisation} 在 {on} 不存在，或不属于该单位',
      en: 'The organisation {organisation} is not there on {on}, or is not of this unit',
      next: { zh: '请先登记机构，或核对代码', en: 'Register it first, or check the code' },
    },
    'appointment.not-held': {
      zh: '该账号在 {on} 没有这项任命',
      en: 'The account does not hold this appointment on {on}',
      clause: '1',
      next: look,
    },
    'appointment.last-registrar': {
      zh: '不能终止最后一名登记员：办理人自己须是市级登记员、无终止日，且不能终止自己的任命',
      en: 'The last registrar cannot be ended: who ends one must be a registrar of the city without an end date, and not the one ended',
      status: 403,
      next: {
        zh: '请先任命另一名无终止日的市级登记员，再由其办理',
        en: 'Appoint another registrar of the city without an end date, who then ends this one',
      },
    },
  },
});
