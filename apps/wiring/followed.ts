import { setTimeout } from 'node:timers/promises';
import type { Checkpoint, Ledger, LedgerFolds, Position } from '#ledger';

/** Keeps the folds of this process fresh with what other processes record. */
export interface Followed {
  /** Last position followed or told of. */
  position(): Position;
  /** Undefined while the follow goes on. */
  fault(): string | undefined;
  /** Resolves with the reason when following must not go on: what this process knows of other streams is then no longer to be trusted. */
  readonly broken: Promise<unknown>;
  close(): Promise<void>;
}

/** What was there before the follow began, for whoever may presume streams absent. */
export type FillKnown = (until: Position, signal: AbortSignal) => Promise<void>;

/** Follows from the present end of `$all` on: what came before is read when it is asked for. `fill` runs beside it, until it succeeds. */
export async function followForFolds(ledger: Ledger, folds: LedgerFolds, log: (line: string) => void, fill?: FillKnown): Promise<Followed> {
  const stop = new AbortController();
  const from: Checkpoint | undefined = await ledger.end();
  const filling = fill && filled(() => fill(from?.position ?? '0', stop.signal), stop.signal, log);
  let position: Position = from?.position ?? '0';
  let fault: string | undefined;
  let tell: (reason: unknown) => void = () => undefined;
  const broken = new Promise<unknown>((resolve) => (tell = resolve));
  const following = ledger
    .follow({
      name: 'api',
      from,
      batchMax: 500,
      signal: stop.signal,
      onBatch: (facts, end) => {
        folds.observe(facts);
        position = end.position;
        return Promise.resolve();
      },
      onState: (state, reason) => (state === 'reconnecting' ? log(`reconnecting to the ledger: ${reason ?? ''}`) : undefined),
    })
    .catch((reason: unknown) => {
      fault = reason instanceof Error ? reason.message : String(reason);
      log(`the ledger cannot be followed: ${fault}`);
      tell(reason);
    });
  return {
    position: () => position,
    fault: () => fault,
    broken,
    close: async () => {
      stop.abort();
      await Promise.all([following, filling]);
    },
  };
}

const FILL_AGAIN_MS = 5_000;

async function filled(fill: () => Promise<void>, signal: AbortSignal, log: (line: string) => void): Promise<void> {
  while (!signal.aborted) {
    try {
      return await fill();
    } catch (reason) {
      if (signal.aborted) return;
      log(`the streams there are could not be listed: ${reason instanceof Error ? reason.message : String(reason)}`);
      await setTimeout(FILL_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
