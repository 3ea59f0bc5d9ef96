import type { RouteRecordRaw } from 'vue-router';

export const auditRoutes: readonly RouteRecordRaw[] = [];
