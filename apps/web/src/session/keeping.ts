import { readonly, ref, watch } from 'vue';
import type { Router } from 'vue-router';
import { ask } from '../api/client';
import { Problem } from '../api/problem';
import { standingOf } from './idle';
import { session, type Held, type Opened } from './session';

/** A token lives ten minutes: it is renewed when it is so old; what failed is tried again so much later; looked after so often. */
const [RENEW_MS, AGAIN_MS, LOOK_MS] = [240_000, 20_000, 1_000];
/** Until the api says how long a session may stand unused. */
const IDLE_MS = 30 * 60_000;
const USES = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
/** Other tabs hear of use no more often than this. */
const TOLD_MS = 1_000;

interface WhoAmI {
  readonly roles: readonly Held[];
  readonly mustChange: boolean;
  readonly idleMinutes: number;
}

/** What tabs of one browser tell each other: somebody is there, signed in as this account. */
interface Used {
  readonly account: string;
  readonly at_ms: number;
}

let idle_ms = IDLE_MS;
let lastUse_ms = Date.now();
let toldUse_ms = 0;
let renewedAt_ms = 0;
let triedAt_ms = 0;
let atWork = (): boolean => true;
const leftSeconds = ref<number | undefined>();
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('ledger.use');

/** Seconds until this page signs its user out for want of use; undefined while that is far off. */
export const left_s = readonly(leftSeconds);

/**
 * Keeps a session alive while somebody is there, says so before it ends, ends it when nobody is, and leads to the sign-in when it is over. What the
 * page does by itself says so (`ledger-unattended`), so that it keeps nothing alive.
 */
export function keepSession(router: Router): void {
  atWork = () => router.currentRoute.value.meta.roles !== undefined;
  // Once it has been asked whether somebody is still there, the answer alone counts.
  for (const use of USES) window.addEventListener(use, () => leftSeconds.value === undefined && used(), { passive: true, capture: true });
  channel?.addEventListener('message', ({ data }: MessageEvent<Used>) => usedElsewhere(data));
  setInterval(() => void lookAfter(), LOOK_MS);
  document.addEventListener('visibilitychange', () => void (document.visibilityState === 'visible' && lookAfter()));
  watch(session.signedIn, (signedIn) => void (signedIn ? begin() : leave(router)), { immediate: session.signedIn.value });
}

/** Somebody is there after all: the session goes on, in every tab. */
export async function stay(): Promise<void> {
  used();
  [leftSeconds.value, renewedAt_ms] = [undefined, 0];
  await heard(renew);
}

/** Ends the session here and at the api. `idle`: nobody asked for it. */
export async function signOut(why?: 'idle'): Promise<void> {
  await ask('session', {}, { method: 'DELETE' }).catch(() => undefined);
  session.ended(why);
}

function used(): void {
  lastUse_ms = Date.now();
  const account = session.account.value;
  if (account === undefined || lastUse_ms - toldUse_ms < TOLD_MS) return;
  toldUse_ms = lastUse_ms;
  channel?.postMessage({ account, at_ms: lastUse_ms } satisfies Used);
}

/** Tabs of one browser share its clock. */
function usedElsewhere({ account, at_ms }: Used): void {
  if (account === session.account.value) lastUse_ms = Math.max(lastUse_ms, Math.min(at_ms, Date.now()));
}

/** A fresh token (the one kept over a reload may be near its end), the names of units, and how long it may stand unused. */
async function begin(): Promise<void> {
  used();
  [renewedAt_ms, triedAt_ms] = [0, 0];
  await lookAfter();
  await heard(async () => {
    const { roles, idleMinutes } = await ask<WhoAmI>('session');
    idle_ms = idleMinutes * 60_000;
    session.renewed({ roles });
  });
}

let looking = false;
async function lookAfter(): Promise<void> {
  leftSeconds.value = warned();
  if (looking || !session.signedIn.value) return;
  looking = true;
  if (isOver()) await signOut('idle');
  else if (Date.now() - renewedAt_ms >= RENEW_MS && Date.now() - triedAt_ms >= AGAIN_MS) await heard(renew);
  looking = false;
}

/** Without a network it is tried again; when the api says that it is over, the client has ended it. */
async function heard(asking: () => Promise<void>): Promise<void> {
  try {
    await asking();
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason;
  }
}

/** Nobody sits before a wall: its own end ends it. */
function isOver(): boolean {
  return session.wall.value === undefined && standingOf(Date.now() - lastUse_ms, idle_ms).is === 'over';
}

/** On pages of the work alone: whoever reads a public page is not asked, and loses nothing. */
function warned(): number | undefined {
  if (!session.signedIn.value || session.wall.value !== undefined || !atWork()) return undefined;
  const standing = standingOf(Date.now() - lastUse_ms, idle_ms);
  return standing.is === 'warned' ? standing.left_s : undefined;
}

/** By this page's own clock alone, which may differ from the api's. Entering a long form asks nothing of the api: so it hears that somebody is there. */
async function renew(): Promise<void> {
  const [now_ms, attended] = [Date.now(), lastUse_ms > renewedAt_ms];
  triedAt_ms = now_ms;
  const { token, expires } = await ask<Opened>(
    'session/renew',
    {},
    { method: 'POST', headers: attended ? {} : { 'ledger-unattended': '1' } },
  );
  session.renewed({ token, expires });
  renewedAt_ms = now_ms;
}

async function leave(router: Router): Promise<void> {
  leftSeconds.value = undefined;
  await router.isReady();
  const { meta, fullPath, name } = router.currentRoute.value;
  if (meta.roles === undefined || name === 'sign-in') return;
  await router.push({ name: 'sign-in', query: session.endedBy.value === undefined ? {} : { next: fullPath } });
}
