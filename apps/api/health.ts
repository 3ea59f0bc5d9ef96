import type { Access } from '#access';
import type { Health } from '#gateway';
import type { Ledger } from '#ledger';
import type { ReadSide } from '#readside';
import type { Followed } from '../wiring/followed';

export interface HealthParts {
  readonly side: ReadSide;
  readonly followed: Followed;
  readonly ledger: Ledger;
  readonly access: Access;
  readonly about: Health['about'];
}

const CHECK_MS = 3_000;

/** Both engines reached, the follow goes on, the rows near the end of the ledger. */
export function healthOf({ side, followed, ledger, access, about }: HealthParts): Health {
  const progress = { shown: '', since_ms: 0 };
  return {
    about,
    check: async () => {
      const [store, database, parked] = await Promise.all([
        faultOf(ledger.head()),
        faultOf(access.log.lines({ limit: 1 })),
        faultOf(
          side.parked().then((streams) => (streams.length === 0 ? undefined : Promise.reject(new Error(`parked: ${streams.length}`)))),
        ),
      ]);
      return { ledger: store, database, follow: followed.fault(), parked };
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
