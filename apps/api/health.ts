import type { Access } from '#access';
import type { Health } from '#gateway';
import type { Ledger } from '#ledger';
import { isLater, type ReadSide } from '#readside';
import type { Followed } from '../wiring/followed';

export interface HealthParts {
  readonly side: Pick<ReadSide, 'position' | 'parked' | 'waitFor'>;
  readonly followed: Pick<Followed, 'position' | 'fault'>;
  readonly ledger: Pick<Ledger, 'head'>;
  readonly access: { readonly log: Pick<Access['log'], 'lines'> };
  readonly about: Health['about'];
}

const CHECK_MS = 3_000;
/** Right after the start an answer waits so long for the rows to reach what was recorded by then, before it says that they have not. */
const FIRST_MS = 1_000;

/** Both engines reached, the follow goes on, the rows near the end of the ledger. */
export function healthOf({ side, followed, ledger, access, about }: HealthParts): Health {
  const progress = { shown: '', since_ms: 0 };
  const caughtUp = catchingUp(side, followed);
  return {
    about,
    check: async () => {
      const [store, database, parked, rows] = await Promise.all([
        faultOf(ledger.head()),
        faultOf(access.log.lines({ limit: 1 })),
        faultOf(
          side.parked().then((streams) => (streams.length === 0 ? undefined : Promise.reject(new Error(`parked: ${streams.length}`)))),
        ),
        caughtUp(),
      ]);
      return { ledger: store, database, follow: followed.fault(), parked, rows };
    },
    lag: async () => {
      const [recorded, shown] = [followed.position(), side.position];
      const behind = recorded.length === shown.length ? recorded > shown : recorded.length > shown.length;
      const now_ms = performance.now();
      // How long the rows have stood still while the ledger went on.
      if (!behind || progress.shown !== shown) Object.assign(progress, { shown, since_ms: now_ms });
      return { recorded, shown, behind_ms: behind ? Math.round(now_ms - progress.since_ms) : 0 };
    },
  };
}

/**
 * The rows must once have reached what was recorded when first asked: until then nobody knows how far they are behind, and readings would
 * answer as of nothing, or of long ago.
 */
function catchingUp(side: HealthParts['side'], followed: HealthParts['followed']): () => Promise<string | undefined> {
  let wanted = '0';
  let reached = false;
  return async () => {
    if (wanted === '0') wanted = followed.position();
    if (reached || wanted === '0') return undefined;
    reached = !isLater(wanted, side.position) || (await faultOf(side.waitFor(wanted, FIRST_MS))) === undefined;
    return reached ? undefined : side.position === '0' ? 'no position yet' : 'catching up';
  };
}

async function faultOf(task: Promise<unknown>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => (timer = setTimeout(() => resolve('no answer'), CHECK_MS)));
  try {
    return await Promise.race([task.then(() => undefined), late]);
  } catch (reason) {
    return reason instanceof Error ? reason.name : 'failed';
  } finally {
    clearTimeout(timer);
  }
}
