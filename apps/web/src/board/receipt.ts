/** Crockford's base 32: no i, l, o, u, so that a code read aloud or copied by hand is not mistaken. */
const SIGNS = '0123456789abcdefghjkmnpqrstvwxyz';
export const RECEIPT = /^r[0-9a-hjkmnp-tv-z]{9}$/;

/** A receipt code: `r` and nine signs, made on this device. */
export function newReceipt(): string {
  return `r${[...crypto.getRandomValues(new Uint8Array(9))].map((byte) => SIGNS[byte % 32]).join('')}`;
}

/** What was typed as a code: blanks and dashes left out, look-alikes put right. */
export function receiptOf(typed: string): string | undefined {
  const code = typed.toLowerCase().replace(/[\s-]/g, '').replace(/[il]/g, '1').replace(/o/g, '0').replace(/u/g, 'v');
  return RECEIPT.test(code) ? code : undefined;
}
