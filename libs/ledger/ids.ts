import { hash } from 'node:crypto';

/** Namespace of every id of the ledger. Part of the stored format: it never changes. */
const NAMESPACE = 'b0a3c7de-5f0c-5c5e-9d0e-7b1f6a2e4c91';

/** Submission id: UUIDv5(account ‖ category ‖ id ‖ action ‖ Idempotency-Key), parts ended by 0x00. The same request has the same id for ever. */
export function submissionIdOf(parts: {
  readonly account: string;
  readonly category: string;
  readonly id: string;
  readonly action: string;
  readonly key: string;
}): string {
  return uuid5(NAMESPACE, [parts.account, parts.category, parts.id, parts.action, parts.key]);
}

/**
 * Event id: UUIDv5(submission id ‖ stream ‖ index), unique over the whole ledger: a real node looks retries up by event id alone.
 * The stream is named without the prefix of the ledger, so that a copied ledger keeps its proofs.
 */
export function eventIdOf(submission: string, stream: string, index: number): string {
  return uuid5(submission, [stream, String(index)]);
}

/** RFC 9562 UUIDv5. Parts are joined by 0x00, which no part can contain, so that no two lists give one name. */
export function uuid5(namespace: string, parts: readonly string[]): string {
  for (const part of parts) if (part.includes('\u0000')) throw new Error('a part of an id holds U+0000');
  const named = Buffer.concat([Buffer.from(namespace.replaceAll('-', ''), 'hex'), Buffer.from(parts.join('\u0000'), 'utf8')]);
  const digest = hash('sha1', named, 'buffer');
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
