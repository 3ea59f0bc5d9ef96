import { readFileSync } from 'node:fs';
import { writeDurably } from './data-folder';

interface Restart {
  readonly name: string;
  /** Instant. */
  readonly at: string;
}

/** The latest ones are enough to see that something keeps falling over. */
const KEPT_MAX = 200;

/** Writes down that a program ended by itself and was started again: the health page shows it. A full disk must not stop the restart. */
export function noteRestart(file: string, name: string, now: Date): void {
  try {
    writeDurably(file, `${JSON.stringify([...readRestarts(file), { name, at: now.toISOString() }].slice(-KEPT_MAX))}\n`);
  } catch {
    // said in the log all the same
  }
}

function readRestarts(file: string): readonly Restart[] {
  try {
    const list: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(list) ? (list as readonly Restart[]) : [];
  } catch {
    return [];
  }
}
