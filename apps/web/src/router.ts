import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteLocationRaw } from 'vue-router';
import { adminRoutes } from './admin/routes';
import { auditRoutes } from './audit/routes';
import { boardRoutes } from './board/routes';
import { cockpitRoutes } from './cockpit/routes';
import { officeRoutes } from './office/routes';
import { session } from './session/session';
import { sessionRoutes } from './session/routes';
import { say } from './words';

/** `meta` of a route. `roles`: who may enter (none = everybody); the api refuses for itself, this only saves a useless screen. */
declare module 'vue-router' {
  interface RouteMeta {
    readonly title?: { readonly zh: string; readonly en: string };
    readonly roles?: readonly string[];
  }
}

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [...boardRoutes, ...cockpitRoutes, ...auditRoutes, ...officeRoutes, ...adminRoutes, ...sessionRoutes],
});

router.beforeEach((to) => entrance(to));
router.afterEach((to) => {
  const name = { zh: '基层治理公开账本', en: 'Public governance ledger' };
  document.title = to.meta.title ? `${say(to.meta.title)} · ${say(name)}` : say(name);
});

/** Sends whoever is not signed in to the sign-in, and whoever has a one-time password to its change. */
function entrance(to: RouteLocationNormalized): true | RouteLocationRaw {
  const { roles } = to.meta;
  if (roles === undefined) return true;
  if (!session.signedIn.value) return { name: 'sign-in', query: { next: to.fullPath } };
  // A wall is its screen and nothing else: what lies beyond it needs somebody who signs in.
  if (session.wall.value !== undefined && (to.name !== 'cockpit' || to.query['screen'] !== '1')) return { name: 'cockpit', query: { ...to.query, screen: '1' } };
  if (session.mustChange.value && to.name !== 'password') return { name: 'password', query: { next: to.fullPath } };
  return roles.length === 0 || session.actAsOneOf(roles) ? true : { name: 'not-yours', query: { next: to.fullPath } };
}
