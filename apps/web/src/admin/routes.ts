import type { RouteRecordRaw } from 'vue-router';

export const adminRoutes: readonly RouteRecordRaw[] = [];
