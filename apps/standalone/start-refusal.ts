/** Why the ledger does not start on this machine: one sentence that says what to do, and a non-zero exit. */
export class StartRefusal extends Error {
  constructor(
    readonly code: string,
    readonly zh: string,
    readonly en: string,
  ) {
    super(`${zh} / ${en} [${code}]`);
    this.name = 'StartRefusal';
  }
}

/** Any error with a sentence in both languages (ours, or an engine's). */
export function isSaid(reason: unknown): reason is { code: string; zh: string; en: string } {
  return (
    typeof reason === 'object' && reason !== null && 'zh' in reason && 'en' in reason && 'code' in reason && typeof reason.zh === 'string'
  );
}
