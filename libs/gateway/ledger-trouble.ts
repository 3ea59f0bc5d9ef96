import { FactTooLarge, LedgerBusy, LedgerError, LedgerTimeout, LedgerUnavailable, WrongRevision } from '#ledger';
import { problem, type Problem } from './problem';

export interface Trouble {
  readonly problem: Problem;
  /** Look and decide again at once. */
  readonly again: boolean;
}

/** What a failure of the ledger means for a submission; undefined when it is not the ledger's but a bug. */
export function ledgerTrouble(error: unknown): Trouble | undefined {
  if (!(error instanceof LedgerError)) return undefined;
  if (error instanceof WrongRevision) return { problem: problem('submission.busy', {}, { retryAfter: 1 }), again: true };
  if (error instanceof LedgerTimeout) return { problem: problem('ledger.timeout', {}, { retryAfter: 1 }), again: true };
  if (error instanceof FactTooLarge) return { problem: problem('request.too-large', { limit: error.bytes_max }), again: false };
  if (error instanceof LedgerUnavailable || error instanceof LedgerBusy)
    return { problem: problem('ledger.away', {}, { retryAfter: 2 }), again: false };
  return { problem: { status: 503, code: error.code, text: error.text, next: error.next, retryAfter: 30 }, again: false };
}
