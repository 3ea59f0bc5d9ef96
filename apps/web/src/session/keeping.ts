import { watch } from 'vue';
import type { Router } from 'vue-router';
import { ask } from '../api/client';
import { Problem } from '../api/problem';
import { session, type Held, type Opened } from './session';

/** A token is renewed this long before it ends, and looked after this often. */
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

/** Names of units, and how long it may stand unused: what the sign-in does not answer. */
async function begin(): Promise<void> {
  lastUse_ms = Date.now();
  renewedAt_ms = Date.now();
  try {
    const { roles, idleMinutes } = await ask<WhoAmI>('session');
    idle_ms = idleMinutes * 60_000;
    session.renewed({ roles });
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason;
  }
}

async function lookAfter(): Promise<void> {
  const ends_ms = session.endsAt.value;
  if (ends_ms === undefined) return;
  const now_ms = Date.now();
  if (now_ms - lastUse_ms >= idle_ms) {
    await ask('session', {}, { method: 'DELETE' }).catch(() => undefined);
    session.ended('idle');
    return;
  }
  const used = lastUse_ms > renewedAt_ms;
  // Entering a long form asks nothing of the api: it must hear that somebody is there.
  if (ends_ms - now_ms > RENEW_MS && !(used && now_ms - renewedAt_ms > RENEW_MS)) return;
  try {
    const answer = await ask<Opened>('session/renew', {}, { method: 'POST', headers: used ? {} : { 'ledger-unattended': '1' } });
    session.renewed({ token: answer.token, expires: answer.expires });
    renewedAt_ms = now_ms;
  } catch (reason) {
    // Without a network it is tried again; when the api says that it is over, the client has ended it.
    if (!(reason instanceof Problem)) throw reason;
  }
}

function leave(router: Router): void {
  const { meta, fullPath, name } = router.currentRoute.value;
  if (meta.roles === undefined || name === 'sign-in') return;
  void router.push({ name: 'sign-in', query: session.endedBy.value === undefined ? {} : { next: fullPath } });
}
