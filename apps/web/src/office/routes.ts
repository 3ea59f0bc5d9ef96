import type { RouteRecordRaw } from 'vue-router';

const roles = ['clerk', 'secretary', 'approver', 'finance', 'desk', 'inspector', 'registrar'];
const page = (path: string, name: string, zh: string, en: string, component: RouteRecordRaw['component']): RouteRecordRaw =>
  ({ path, name, component, meta: { title: { zh, en }, roles } }) as RouteRecordRaw;

export const officeRoutes: readonly RouteRecordRaw[] = [
  page('/office', 'office', '我的待办', 'My tasks', () => import('./TasksPage.vue')),
  page('/office/do', 'office-actions', '办理事项', 'Actions', () => import('./ActionsPage.vue')),
  page('/office/do/:category/:action', 'office-do', '办理', 'Action', () => import('./ActionPage.vue')),
  page('/office/registers', 'office-registers', '登记簿', 'Registers', () => import('./RegistersPage.vue')),
  page('/office/registers/:category', 'office-register', '登记簿', 'Register', () => import('./RegisterPage.vue')),
  page('/office/registers/:category/:id', 'office-resource', '登记簿', 'Register', () => import('./ResourcePage.vue')),
  page('/office/sent', 'office-sent', '我提交的', 'What I sent', () => import('./SentPage.vue')),
  page('/office/drafts', 'office-drafts', '草稿', 'Drafts', () => import('./DraftsPage.vue')),
  page('/office/notes', 'office-notes', '提醒单', 'Notes', () => import('./NotesPage.vue')),
  page('/office/excel', 'office-excel', 'Excel 批量', 'Excel', () => import('./ExcelPage.vue')),
];
