import type { RouteRecordRaw } from 'vue-router';

export const officeRoutes: readonly RouteRecordRaw[] = [];
