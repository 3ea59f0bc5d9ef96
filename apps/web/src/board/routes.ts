import type { RouteRecordRaw } from 'vue-router';

export const boardRoutes: readonly RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./BoardHome.vue') },
];
