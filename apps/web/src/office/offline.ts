import { keepPageOffline } from '../board/kiosk/offline';
import { officeRoutes } from './routes';

let done: Promise<void> | undefined;
const QUIET_MS = 1_500;

/** Fetches every page of the workbench while there is a network, so that each opens when there is none, also after a reload. */
export function readyOffline(): Promise<void> {
  done ??= new Promise<void>((resolve) => setTimeout(resolve, QUIET_MS)).then(async () => {
    for (const { component } of officeRoutes)
      if (typeof component === 'function') await (component as () => Promise<unknown>)().catch(() => (done = undefined));
    if (import.meta.env.PROD) await keepPageOffline('/office');
  });
  return done;
}
