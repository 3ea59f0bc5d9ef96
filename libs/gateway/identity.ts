import { createHmac } from 'node:crypto';
import { canonical, type JsonObject } from '#kernel';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** HMAC-SHA-256 of the canonical request, hex: tells a retry from another body without keeping the body. */
export function requestDigest(secret: Buffer, request: JsonObject): string {
  return createHmac('sha256', secret).update('request\u0000').update(canonical(request)).digest('hex');
}

/** The pseudonym of a person for one purpose: the same value gives the same subject, and nobody without the secret can try values. */
export function pseudonym(secret: Buffer, purpose: string, value: string): string {
  return `p-${base32(createHmac('sha256', secret).update(`${purpose}\u0000${value}`).digest()).slice(0, 26)}`;
}

/** The id of a reservation: `{kind}.{hash}`, the hash hiding the value. */
export function reservationId(secret: Buffer, kind: string, value: string): string {
  return `${kind}.${base32(createHmac('sha256', secret).update(`reservation\u0000${kind}\u0000${value}`).digest()).slice(0, 32)}`;
}

function base32(bytes: Buffer): string {
  let [text, bits, held] = ['', 0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE32[(held >>> (bits - 5)) & 31] ?? '';
    held &= (1 << bits) - 1;
  }
  return text;
}
