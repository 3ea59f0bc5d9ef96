import type { Access } from '#access';
import type { Health } from '#gateway';
import type { Ledger } from '#ledger';
import type { ReadSide } from '#readside';
import type { Followed } from '../wiring/followed';

export interface HealthParts {
  readonly side: Pick<ReadSide, 'position' | 'parked' | 'waitFor'>;
  readonly followed: Pick<Followed, 'position' | 'fault'>;
  readonly ledger: Pick<Ledger, 'head'>;
  readonly access: { readonly log: Pick<Access['log'], 'lines'> };
  readonly about: Health['about'];
}

const CHECK_MS = 3_000;
/** Right after the start an answer waits so long for what the rows have reached, before it says that nobody knows. */
const FIRST_MS = 1_000;

/** Both engines reached, the follow goes on, the rows near the end of the ledger. */
export function healthOf({ side, followed, ledger, access, about }: HealthParts): Health {
  const progress = { shown: '', since_ms: 0 };
  return {
    about,
    check: async () => {
      const [store, database, parked, rows] = await Promise.all([
        faultOf(ledger.head()),
        faultOf(access.log.lines({ limit: 1 })),
        faultOf(
          side.parked().then((streams) => (streams.length === 0 ? undefined : Promise.reject(new Error(`parked: ${streams.length}`)))),
        ),
        unshown(side, followed),
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

/** Where facts are recorded, the rows must have said once how far they are: until then every reading would answer as of nothing. */
async function unshown(side: HealthParts['side'], followed: HealthParts['followed']): Promise<string | undefined> {
  if (followed.position() === '0' || side.position !== '0') return undefined;
  return (await faultOf(side.waitFor('1', FIRST_MS))) && 'no position yet';
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
