/** What an app under the supervisor says over its pipe. Without a supervisor (own service, own terminal) nothing is said. */
export interface Progress {
  readonly label: string;
  readonly done: number;
  readonly total: number;
}

export function tellReady(): void {
  say({ ready: true });
}

export function tellProgress(progress: Progress): void {
  say({ progress });
}

/** One sentence shown in the supervisor's terminal. */
export function tellNotice(zh: string, en: string): void {
  if (process.send === undefined) process.stderr.write(`${zh} / ${en}\n`);
  else say({ notice: { zh, en } });
}

/** A reason not to try again: the sentence is shown and the supervisor stops everything instead of restarting this app. */
export function tellFatal(zh: string, en: string): void {
  if (process.send === undefined) process.stderr.write(`${zh} / ${en}\n`);
  else say({ fatal: { zh, en } });
}

/**
 * Calls `close` once when this app is to end: the supervisor's pipe closes (it died, or asks so), or SIGTERM / SIGINT comes where there is none.
 * A close that takes longer than `withinMs` is cut short: what was acknowledged is durable by then anyway.
 */
export function endOnRequest(close: () => Promise<void>, withinMs = 10_000): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), withinMs).unref();
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  if (process.send === undefined) process.on('SIGINT', end);
  else process.on('SIGINT', () => undefined); // a Ctrl-C reaches the whole group: the supervisor stops us in order
  process.on('SIGTERM', end);
  process.on('disconnect', end);
}

/** A pipe that closes while we speak is no error: `disconnect` follows and ends us. */
function say(message: object): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
