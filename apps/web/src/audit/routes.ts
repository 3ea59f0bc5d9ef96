import type { RouteRecordRaw } from 'vue-router';

/** Histories are read by auditors, and by clerks for their own unit; who looked at what, by auditors alone. */
export const auditRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/audit',
    children: [
      {
        path: '',
        name: 'audit',
        component: () => import('./SearchPage.vue'),
        meta: { title: { zh: '审计检索', en: 'Audit search' }, roles: ['auditor', 'clerk'] },
      },
      {
        path: 'timeline',
        name: 'audit-timeline',
        component: () => import('./TimelinePage.vue'),
        meta: { title: { zh: '时间线', en: 'Timeline' }, roles: ['auditor', 'clerk'] },
      },
      {
        path: 'access',
        name: 'audit-access',
        component: () => import('./AccessPage.vue'),
        meta: { title: { zh: '调阅记录', en: 'Who looked at what' }, roles: ['auditor'] },
      },
    ],
  },
];
