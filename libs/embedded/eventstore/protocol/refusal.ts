import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import { expectedNumber, type ExpectedRevision } from './expected-revision';

/** A call that ends in trailers: the gRPC status and the trailers from which the client makes its error class. */
export class Refusal extends Error {
  constructor(
    readonly code: status,
    readonly details: string,
    readonly trailers: Readonly<Record<string, string>> = {},
  ) {
    super(details);
  }

  /** What grpc-js sends when it is handed to a callback or emitted as an error. */
  toStatus(): Partial<StatusObject> {
    const metadata = new Metadata();
    for (const [key, value] of Object.entries(this.trailers)) metadata.set(key, asciiOnly(value));
    return { code: this.code, details: asciiOnly(this.details), metadata };
  }
}

export const refuse = {
  unknown: (why: string) => new Refusal(status.UNKNOWN, why),
  invalid: (why: string) => new Refusal(status.INVALID_ARGUMENT, why),
  unavailable: (why: string) => new Refusal(status.UNAVAILABLE, why),
  cancelled: (why: string) => new Refusal(status.CANCELLED, why),
  timeout: () => new Refusal(status.ABORTED, 'Timeout: the outcome is not known; read the stream before trying again.'),
  streamDeleted: (stream: string) =>
    new Refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream }),
  wrongExpectedVersion: (stream: string, expected: ExpectedRevision, current: bigint) =>
    new Refusal(status.FAILED_PRECONDITION, `Append failed due to WrongExpectedVersion. Stream: ${stream}, actual version: ${current}`, {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': String(expectedNumber(expected)),
      'actual-version': String(current),
    }),
  missingMetadata: () =>
    new Refusal(status.INVALID_ARGUMENT, 'Required Metadata Property missing: type, content-type', {
      exception: 'missing-required-metadata-property',
      'required-metadata-properties': 'type,content-type',
    }),
  tooLarge: (max: number) =>
    new Refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${max} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(max),
    }),
  accessDenied: () => new Refusal(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
  unauthenticated: () => new Refusal(status.UNAUTHENTICATED, 'Bad Credentials'),
  tooSlow: () => new Refusal(status.ABORTED, 'Consumer too slow to handle event while live. Client resubscription required.'),
} as const;

/** Trailers carry ASCII only: grpc-js throws at anything else, so other letters travel percent-encoded. */
function asciiOnly(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text);
}
