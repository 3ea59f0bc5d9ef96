// When a session nobody uses ends, and what is said before: rules alone, in milliseconds and seconds.

/** Said so long before the end (WCAG 2.2.1 asks for at least twenty seconds). */
const WARNED_MS = 120_000;
/** What a screen reader hears of the countdown: at these seconds before the end, and not at each. */
const SAID_S = [10, 20, 30, 60, 120] as const;

export type Standing =
  | { readonly is: 'used' }
  /** Whole seconds until it ends. */
  | { readonly is: 'warned'; readonly left_s: number }
  | { readonly is: 'over' };

/** What is to be done of a session unused for `unused_ms` that may stand unused for `idle_ms`. */
export function standingOf(unused_ms: number, idle_ms: number): Standing {
  const left_ms = idle_ms - unused_ms;
  if (left_ms <= 0) return { is: 'over' };
  return left_ms <= Math.min(WARNED_MS, idle_ms / 2) ? { is: 'warned', left_s: Math.ceil(left_ms / 1_000) } : { is: 'used' };
}

/** The seconds last said aloud: 47 left → 60, until 30 are. */
export function said(left_s: number): number {
  return SAID_S.find((at) => left_s <= at) ?? left_s;
}
