import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  TimeoutError,
  UnavailableError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { FactTooLarge, LedgerDenied, LedgerError, LedgerTimeout, LedgerUnavailable, StreamGone, WrongRevision } from './errors';

/** What a call was about, for the message. */
export interface Call {
  readonly what: string;
  readonly stream?: string;
  readonly expected?: number;
  readonly bytes?: number;
  readonly limit_ms: number;
}

/** Names an error of the client. What is not known to be a refusal leaves the outcome unknown. */
export function named(reason: unknown, call: Call): LedgerError {
  if (reason instanceof LedgerError) return reason;
  const cause = { cause: reason };
  if (reason instanceof WrongExpectedVersionError) {
    const actual = typeof reason.actualVersion === 'bigint' ? Number(reason.actualVersion) : -1;
    return new WrongRevision(call.stream ?? '', call.expected ?? -1, actual);
  }
  if (reason instanceof StreamDeletedError) return new StreamGone(call.stream ?? '');
  if (reason instanceof MaxAppendSizeExceededError) return new FactTooLarge(call.bytes ?? 0, Number(reason.maxAppendSize));
  if (reason instanceof AccessDeniedError) return new LedgerDenied(call.what, cause);
  if (reason instanceof DeadlineExceededError || reason instanceof TimeoutError) return new LedgerTimeout(call.what, call.limit_ms, cause);
  if (reason instanceof NotLeaderError) return new LedgerUnavailable('the leader of the cluster has moved', cause);
  if (reason instanceof UnavailableError || reason instanceof CancelledError) return new LedgerUnavailable(said(reason), cause);
  return new LedgerUnavailable(said(reason), cause);
}

/** Whether the client, not the request, may be at fault: it is then looked at and perhaps replaced. */
export function suspects(error: LedgerError): boolean {
  if (knowsLeader(error)) return false;
  return error instanceof LedgerTimeout || error instanceof LedgerUnavailable || error instanceof LedgerDenied;
}

/** A client that was told of another leader is on its way there; a new one would ask the node of the URL again. */
export function knowsLeader(error: LedgerError): boolean {
  return error.cause instanceof NotLeaderError;
}

function said(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
