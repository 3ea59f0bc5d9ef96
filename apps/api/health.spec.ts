import { systemRoutes, type EdgeAnswer, type EdgeRequest } from '#gateway';
import { healthOf, type HealthParts } from './health';

interface State {
  recorded: string;
  shown: string;
  /** What a wait for the first position comes to. */
  comes: boolean;
}

/** `/readyz` of a process in this state. */
async function ready(state: State): Promise<{ readonly status: number | undefined; readonly parts: unknown }> {
  const parts: HealthParts = {
    side: {
      get position() {
        return state.shown;
      },
      parked: () => Promise.resolve([]),
      waitFor: (position) => {
        if (!state.comes) return Promise.reject(new Error('not yet'));
        state.shown = position;
        return Promise.resolve();
      },
    },
    followed: { position: () => state.recorded, fault: () => undefined },
    ledger: { head: () => Promise.resolve(state.recorded) },
    access: { log: { lines: () => Promise.resolve([]) } },
    about: { city: '330681', synthetic: false },
  };
  const route = systemRoutes(healthOf(parts), () => [], 'public').find(({ path }) => path === '/readyz');
  const answer = (await route?.handle({} as EdgeRequest)) as EdgeAnswer;
  return { status: answer.status, parts: (answer.body as { readonly parts: unknown }).parts };
}

const WELL = { ledger: 'ok', database: 'ok', follow: 'ok', parked: 'ok', rows: 'ok' };

describe('right after a start a ledger with facts', () => {
  it('is not ready before the rows have said how far they are', async () => {
    expect(await ready({ recorded: '70', shown: '0', comes: false })).toEqual({ status: 503, parts: { ...WELL, rows: 'no position yet' } });
  });

  it('is ready as soon as they have', async () => {
    expect(await ready({ recorded: '70', shown: '0', comes: true })).toEqual({ status: 200, parts: WELL });
    expect(await ready({ recorded: '70', shown: '70', comes: false })).toEqual({ status: 200, parts: WELL });
  });

  it('is not ready while they show what was long ago, however fast they move', async () => {
    expect(await ready({ recorded: '70', shown: '20', comes: false })).toEqual({ status: 503, parts: { ...WELL, rows: 'catching up' } });
  });

  it('is ready with nothing to show when nothing is recorded', async () => {
    expect(await ready({ recorded: '0', shown: '0', comes: false })).toEqual({ status: 200, parts: WELL });
  });
});
