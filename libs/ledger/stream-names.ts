import { streamOf } from '#kernel';
import { Catalogue, type StoredNames } from './catalogue';
import { RawStore } from './raw-events';
import type { Position } from './recorded';

export interface StreamNamesOptions {
  readonly url: string;
  readonly prefix: string;
  readonly contracts: readonly StoredNames[];
  /** Up to and with this position of `$all`. */
  readonly until: Position;
  readonly signal?: AbortSignal;
}

const LIMIT_MS = 30_000;

/**
 * `{category}-{id}` of every fact of the declared categories up to a position, page by page, as often as it comes. The facts themselves are not
 * parsed. Between pages it rests as long as a page took: it is meant to run beside other work.
 * @throws LedgerUnavailable, LedgerTimeout, LedgerDenied
 */
export async function* streamNames({
  url,
  prefix,
  contracts,
  until,
  signal,
}: StreamNamesOptions): AsyncGenerator<readonly string[], undefined> {
  const catalogue = new Catalogue(prefix, contracts);
  const [store, end] = [new RawStore(url, LIMIT_MS, signal), BigInt(until)];
  try {
    for (let last = -1n; last < end;) {
      const began = performance.now();
      const page = (await store.page(last < 0n ? 'start' : last)).filter(({ position }) => position > last);
      const newest = page.at(-1);
      if (!newest) return undefined;
      last = newest.position;
      yield page.flatMap(({ stream, position }) => {
        const name = position <= end ? catalogue.streamNamed(stream) : undefined;
        return name ? [streamOf(name)] : [];
      });
      await rest(performance.now() - began);
    }
    return undefined;
  } finally {
    await store.close();
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
