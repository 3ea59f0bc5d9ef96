/** Money is whole fen (1/100 yuan), at most 2^53 − 1. Never a fraction. */
export type Fen = number;

export const FEN_MAX: Fen = Number.MAX_SAFE_INTEGER;

export function isFen(value: unknown): value is Fen {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** `1234567` → `12345.67`: decimal text in yuan, exact. */
export function yuanOf(fen: Fen): string {
  const sign = fen < 0 ? '-' : '';
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `12345.67`, `12,345.6`, `12345` → fen; undefined when it is not whole fen or too large. */
export function fenOf(yuan: string): Fen | undefined {
  const match = /^(\d{1,3}(?:,\d{3})+|\d{1,14})(?:\.(\d{1,2}))?$/.exec(yuan.trim());
  if (!match?.[1]) return undefined;
  const fen = Number(match[1].replaceAll(',', '')) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return isFen(fen) ? fen : undefined;
}
