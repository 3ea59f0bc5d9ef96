import type { RouteRecordRaw } from 'vue-router';
import type { Label } from '../words';

const titled = (zh: string, en: string): { readonly title: Label } => ({ title: { zh, en } });

/** What is looked at lies in the query: `unit`, `asOf`, `knownAt`, of the map `by`, of the comparison `asOf2` and `knownAt2`; `screen=1` is the big screen. */
export const cockpitRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/cockpit',
    meta: { roles: ['leader', 'auditor'] },
    children: [
      { path: '', name: 'cockpit', component: () => import('./CockpitHome.vue'), meta: titled('驾驶舱', 'Cockpit') },
      { path: 'policy', name: 'cockpit-policy', component: () => import('./PolicyPage.vue'), meta: titled('政策指标', 'Policy targets') },
      {
        path: 'policy/:id',
        name: 'cockpit-target',
        component: () => import('./TargetPage.vue'),
        meta: titled('政策指标', 'Policy target'),
      },
      {
        path: 'coverage',
        name: 'cockpit-coverage',
        component: () => import('./CoveragePage.vue'),
        meta: titled('巡察覆盖', 'Inspection coverage'),
      },
      { path: 'funds', name: 'cockpit-funds', component: () => import('./FundsPage.vue'), meta: titled('经费进出', 'Money in and out') },
      { path: 'overdue', name: 'cockpit-overdue', component: () => import('./OverduePage.vue'), meta: titled('逾期事项', 'Overdue') },
      {
        path: 'compare',
        name: 'cockpit-compare',
        component: () => import('./ComparePage.vue'),
        meta: titled('对比两天', 'Compare two days'),
      },
      { path: 'notes', name: 'cockpit-notes', component: () => import('./NotesPage.vue'), meta: titled('提醒单', 'Notes to units') },
    ],
  },
];
