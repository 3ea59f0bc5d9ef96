import { nextTick, watch } from 'vue';
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteLocationRaw, type RouteRecordRaw } from 'vue-router';
import { adminRoutes } from './admin/routes';
import { auditRoutes } from './audit/routes';
import { boardRoutes } from './board/routes';
import { cockpitRoutes } from './cockpit/routes';
import { officeRoutes } from './office/routes';
import { session } from './session/session';
import { sessionRoutes } from './session/routes';
import { language, say } from './words';

/** `meta` of a route. `roles`: who may enter (none = everybody); the api refuses for itself, this only saves a useless screen. */
declare module 'vue-router' {
  interface RouteMeta {
    readonly title?: { readonly zh: string; readonly en: string };
    readonly roles?: readonly string[];
  }
}

const nowhere: RouteRecordRaw = {
  path: '/:nothing(.*)*',
  name: 'nowhere',
  component: () => import('./shell/NoSuchPage.vue'),
  meta: { title: { zh: '没有这个页面', en: 'No such page' } },
};

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [...boardRoutes, ...cockpitRoutes, ...auditRoutes, ...officeRoutes, ...adminRoutes, ...sessionRoutes, nowhere],
});

router.beforeEach((to) => entrance(to));
router.afterEach((to, from) => {
  entitle(to);
  if (from.matched.length > 0 && to.path !== from.path) void nextTick(goToContent);
});
watch(language, () => entitle(router.currentRoute.value));

function entitle({ meta }: RouteLocationNormalized): void {
  const name = { zh: '基层治理公开账本', en: 'Public governance ledger' };
  document.title = meta.title ? `${say(meta.title)} · ${say(name)}` : say(name);
}

/** Where the link was that led here there is nothing any more: keyboard and screen reader go on at the new page's content, not at nothing. */
function goToContent(): void {
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  document.getElementById('main')?.focus({ preventScroll: true });
}

/** Sends whoever is not signed in to the sign-in, and whoever has a one-time password to its change. */
function entrance(to: RouteLocationNormalized): true | RouteLocationRaw {
  const { roles } = to.meta;
  if (roles === undefined) return true;
  if (!session.signedIn.value) return { name: 'sign-in', query: { next: to.fullPath } };
  // A wall is its screen and nothing else: what lies beyond it needs somebody who signs in.
  if (session.wall.value !== undefined && (to.name !== 'cockpit' || to.query['screen'] !== '1'))
    return { name: 'cockpit', query: { ...to.query, screen: '1' } };
  if (session.mustChange.value && to.name !== 'password') return { name: 'password', query: { next: to.fullPath } };
  return roles.length === 0 || session.actAsOneOf(roles) ? true : { name: 'not-yours', query: { next: to.fullPath } };
}
