import type { RouteRecordRaw } from 'vue-router';

export const sessionRoutes: readonly RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('./SignIn.vue'), meta: { title: { zh: '登录', en: 'Sign in' } } },
  {
    path: '/not-yours',
    name: 'not-yours',
    component: () => import('./NotYours.vue'),
    meta: { title: { zh: '没有权限', en: 'Not permitted' } },
  },
  {
    path: '/password',
    name: 'password',
    component: () => import('./ChangePassword.vue'),
    meta: { title: { zh: '修改密码', en: 'Change password' }, roles: [] },
  },
];
