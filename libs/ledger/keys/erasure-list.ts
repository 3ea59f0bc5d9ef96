import type { Instant } from '#kernel';

/** A person whose keys up to an instant were destroyed for good. */
export interface Erasure {
  readonly subject: string;
  readonly upTo: Instant;
}

const SUBJECT = /^p-[a-z2-7]{26}$/;

/** One JSON object a line: kept outside every backup, it erases again what a restored backup would bring back. Holds pseudonyms alone. */
export function erasureLines(erasures: readonly Erasure[]): string {
  return erasures.map(({ subject, upTo }) => `${JSON.stringify({ subject, upTo })}\n`).join('');
}

/** @throws Error naming the first line that is none: a list that was cut off must not pass for a whole one. */
export function parseErasureLines(text: string): readonly Erasure[] {
  const lines = text.split('\n');
  if (lines.at(-1) !== '') throw new Error(`line ${lines.length} is cut off`);
  return lines.slice(0, -1).map((line, index) => erasureOf(line, index + 1));
}

function erasureOf(line: string, number: number): Erasure {
  try {
    const { subject, upTo } = JSON.parse(line) as Partial<Erasure>;
    if (typeof subject === 'string' && SUBJECT.test(subject) && typeof upTo === 'string' && !Number.isNaN(Date.parse(upTo)))
      return { subject, upTo };
  } catch {
    // said below
  }
  throw new Error(`line ${number} is no erasure`);
}
