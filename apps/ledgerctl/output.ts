import { SingleBar, Presets } from 'cli-progress';

/** How every command speaks: JSON alone on standard output with --json, else short lines; progress on standard error when it is a terminal. */
export interface Output {
  readonly json: boolean;
  /** The result of the command. */
  result(value: object, lines: readonly string[]): void;
  bar(label: string, total: number): Bar;
}

export interface Bar {
  at(done: number): void;
  end(): void;
}

/** Exit codes: 0 done · 1 refused or failed · 2 called wrongly · 3 something was found wrong (rows differ, faults in a sheet) · 4 an engine is away. */
export const EXIT = { done: 0, failed: 1, usage: 2, found: 3, away: 4 } as const;

/** An expected end that is no success: what happened and what to do next, in both languages. */
export class CommandFailure extends Error {
  constructor(
    readonly exit: number,
    readonly code: string,
    readonly zh: string,
    readonly en: string,
    readonly details: object = {},
  ) {
    super(en);
    this.name = 'CommandFailure';
  }
}

export function output(json: boolean): Output {
  return {
    json,
    result: (value, lines) => process.stdout.write(json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join('')),
    bar: (label, total) => (process.stderr.isTTY && !json ? terminalBar(label, total) : { at: () => undefined, end: () => undefined }),
  };
}

/** Says a failure and answers the exit code. */
export function sayFailure(reason: unknown, json: boolean): number {
  if (reason instanceof CommandFailure) {
    const { exit, code, zh, en, details } = reason;
    process.stderr.write(json ? `${JSON.stringify({ code, detail: en, detailZh: zh, ...details })}\n` : `${zh}\n${en}\n`);
    return exit;
  }
  process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
  return EXIT.failed;
}

function terminalBar(label: string, total: number): Bar {
  const bar = new SingleBar(
    { format: `${label} [{bar}] {value}/{total} · {eta_formatted}`, stream: process.stderr, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(Math.max(total, 1), 0);
  return { at: (done) => bar.update(done), end: () => bar.stop() };
}
