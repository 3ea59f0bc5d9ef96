import { watch } from 'vue';
import type { Router } from 'vue-router';
import { ask } from '../api/client';
import { Problem } from '../api/problem';
import { session, type Held, type Opened } from './session';

/** A token lives ten minutes: it is renewed when it is so old, and looked after this often. */
const [RENEW_MS, LOOK_MS] = [240_000, 20_000];
/** Until the api says how long a session may stand unused. */
const IDLE_MS = 30 * 60_000;
const USES = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

interface WhoAmI {
  readonly roles: readonly Held[];
  readonly mustChange: boolean;
  readonly idleMinutes: number;
}

let idle_ms = IDLE_MS;
let lastUse_ms = Date.now();
let renewedAt_ms = 0;

/**
 * Keeps a session alive while somebody is there, ends it when nobody is, and leads to the sign-in when it is over. What the page does by
 * itself says so (`ledger-unattended`), so that it keeps nothing alive.
 */
export function keepSession(router: Router): void {
  for (const use of USES) window.addEventListener(use, () => (lastUse_ms = Date.now()), { passive: true, capture: true });
  setInterval(() => void lookAfter(), LOOK_MS);
  document.addEventListener('visibilitychange', () => void (document.visibilityState === 'visible' && lookAfter()));
  watch(session.signedIn, (signedIn) => void (signedIn ? begin() : leave(router)), { immediate: session.signedIn.value });
}

/** A fresh token (the one kept over a reload may be near its end), the names of units, and how long it may stand unused. */
async function begin(): Promise<void> {
  lastUse_ms = Date.now();
  renewedAt_ms = 0;
  await lookAfter();
  try {
    const { roles, idleMinutes } = await ask<WhoAmI>('session');
    idle_ms = idleMinutes * 60_000;
    session.renewed({ roles });
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason;
  }
}

let looking = false;
async function lookAfter(): Promise<void> {
  if (looking || !session.signedIn.value) return;
  looking = true;
  try {
    if (session.wall.value === undefined && Date.now() - lastUse_ms >= idle_ms) await signOut();
    else if (Date.now() - renewedAt_ms >= RENEW_MS) await renew();
  } catch (reason) {
    // Without a network it is tried again; when the api says that it is over, the client has ended it.
    if (!(reason instanceof Problem)) throw reason;
  } finally {
    looking = false;
  }
}

/** By this page's own clock alone, which may differ from the api's. Entering a long form asks nothing of the api: so it hears that somebody is there. */
async function renew(): Promise<void> {
  const [now_ms, used] = [Date.now(), lastUse_ms > renewedAt_ms];
  const { token, expires } = await ask<Opened>('session/renew', {}, { method: 'POST', headers: used ? {} : { 'ledger-unattended': '1' } });
  session.renewed({ token, expires });
  renewedAt_ms = now_ms;
}

async function signOut(): Promise<void> {
  await ask('session', {}, { method: 'DELETE' }).catch(() => undefined);
  session.ended('idle');
}

async function leave(router: Router): Promise<void> {
  await router.isReady();
  const { meta, fullPath, name } = router.currentRoute.value;
  if (meta.roles === undefined || name === 'sign-in') return;
  await router.push({ name: 'sign-in', query: session.endedBy.value === undefined ? {} : { next: fullPath } });
}
