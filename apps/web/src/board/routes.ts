import type { RouteRecordRaw } from 'vue-router';

export const boardRoutes: readonly RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./BoardHome.vue') },
  {
    path: '/board/:unit',
    name: 'board',
    component: () => import('./BoardPage.vue'),
    meta: { title: { zh: '公开栏', en: 'Public board' } },
  },
  {
    path: '/answers/:code?',
    name: 'answers',
    component: () => import('./AnswerPage.vue'),
    meta: { title: { zh: '查答复', en: 'Look up an answer' } },
  },
];
