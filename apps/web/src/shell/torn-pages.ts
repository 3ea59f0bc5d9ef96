import type { Router } from 'vue-router';
import { ask } from '../api/client';

/**
 * A page whose files did not arrive (no network for a moment, or a newer version has other files) is not asked for again by the bundler:
 * it would come up without its style, or not at all. Once that happened, the next page is loaded whole, as soon as the ledger answers.
 */
export function mendTornPages(router: Router): void {
  let torn = false;
  window.addEventListener('vite:preloadError', () => (torn = true));
  router.beforeEach(async (to, from) => {
    // Within a page nothing is missing, and what is typed there stays.
    if (!torn || from.matched.length === 0 || to.path === from.path || !(await answers())) return true;
    location.assign(to.fullPath);
    return false;
  });
  router.onError(async (_reason, to) => {
    if (torn && (await answers())) location.assign(to.fullPath);
  });
}

const WAIT_MS = 3_000;

function answers(): Promise<boolean> {
  return ask('about', {}, { waitMs: WAIT_MS }).then(
    () => true,
    () => false,
  );
}
