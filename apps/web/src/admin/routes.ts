import type { RouteRecordRaw } from 'vue-router';
import { session } from '../session/session';

const administrator = ['administrator'] as const;
const registrar = ['registrar'] as const;

/** The administrator keeps the machine and the accounts; the registrar keeps who may do what. Neither sees the other's pages. */
export const adminRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/admin',
    meta: { roles: ['administrator', 'registrar'] },
    redirect: () => (session.actAsOneOf(administrator) ? '/admin/health' : '/admin/appointments'),
  },
  {
    path: '/admin/health',
    component: () => import('./HealthPage.vue'),
    meta: { title: { zh: '运行状况', en: 'Health' }, roles: ['administrator', 'auditor'] },
  },
  {
    path: '/admin/accounts',
    component: () => import('./AccountsPage.vue'),
    meta: { title: { zh: '账号', en: 'Accounts' }, roles: administrator },
  },
  {
    path: '/admin/appointments',
    component: () => import('./AppointmentsPage.vue'),
    meta: { title: { zh: '任职', en: 'Appointments' }, roles: registrar },
  },
  {
    path: '/admin/mandates',
    component: () => import('./MandatesPage.vue'),
    meta: { title: { zh: '职权', en: 'Mandates' }, roles: registrar },
  },
  {
    path: '/admin/organisations',
    component: () => import('./OrganisationsPage.vue'),
    meta: { title: { zh: '机构与职责', en: 'Organisations' }, roles: registrar },
  },
  {
    path: '/admin/parameters',
    component: () => import('./ParametersPage.vue'),
    meta: { title: { zh: '政策参数', en: 'Parameters' }, roles: registrar },
  },
];
