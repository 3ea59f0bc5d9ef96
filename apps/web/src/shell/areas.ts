import type { Held } from '../session/session';
import type { Label } from '../words';

/** An area of the app in the top bar: who sees it there. Roles as in the api's declarations. */
export interface Area {
  readonly path: string;
  readonly label: Label;
  readonly roles: readonly string[];
}

export const AREAS: readonly Area[] = [
  { path: '/cockpit', label: { zh: '驾驶舱', en: 'Cockpit' }, roles: ['leader', 'auditor'] },
  { path: '/audit', label: { zh: '审计', en: 'Audit' }, roles: ['auditor'] },
  {
    path: '/office',
    label: { zh: '工作台', en: 'Workbench' },
    roles: ['clerk', 'secretary', 'approver', 'finance', 'desk', 'inspector', 'registrar'],
  },
  { path: '/admin', label: { zh: '系统管理', en: 'Administration' }, roles: ['administrator', 'registrar'] },
];

export function areasOf(held: readonly Held[]): readonly Area[] {
  return AREAS.filter(({ roles }) => held.some(({ role }) => roles.includes(role)));
}

/** Where someone lands after signing in. */
export function homeOf(held: readonly Held[]): string {
  return areasOf(held)[0]?.path ?? '/';
}

export const ROLE_NAMES: Readonly<Record<string, Label>> = {
  registrar: { zh: '登记员', en: 'Registrar' },
  finance: { zh: '财政', en: 'Finance' },
  approver: { zh: '审批人', en: 'Approver' },
  clerk: { zh: '经办人', en: 'Clerk' },
  secretary: { zh: '书记', en: 'Secretary' },
  inspector: { zh: '巡察人员', en: 'Inspector' },
  desk: { zh: '窗口', en: 'Service desk' },
  auditor: { zh: '审计监督', en: 'Auditor' },
  leader: { zh: '领导', en: 'Leader' },
  administrator: { zh: '系统管理员', en: 'Administrator' },
  genesis: { zh: '初始登记', en: 'Genesis' },
  reactor: { zh: '系统自动', en: 'Automatic' },
  public: { zh: '居民', en: 'Resident' },
};
