import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { JsonObject } from '#kernel';
import type { Position } from '#ledger';
import { isLater, laterOf } from '#readside';
import { isProblem, type Problem } from '../problem';
import type { EdgeAnswer } from './route';

/** What changed where, as far as the rows are. */
export interface Changes {
  /** Waits until all changes up to a position are known; the position they are known to, at least that. */
  upTo(position: Position): Promise<Position>;
  /** The last position at which something of this unit, or of the whole city, changed. */
  changedAt(unit: string): Position;
}

export interface KeptAsked {
  readonly key: string;
  readonly unit: string;
  /** What the rows had reached when it was asked: an answer that is behind a change before it is not given. */
  readonly position: Position;
  /** `If-None-Match`. */
  readonly has: string | undefined;
}

interface Kept {
  /** The rows were at least as far when they were read. */
  readonly position: Position;
  /** The body up to its last member, the position. */
  readonly head: Buffer;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body as it went out last, and the position it said. */
  last?: { readonly position: Position; readonly written: Buffer };
}

const BYTES_MAX = 64 * 1_048_576;
const OWN_BYTES = 500;
/** However quiet its unit is: an answer may name other units. */
const KEPT_MS_MAX = 60_000;

/**
 * Public answers, kept as they go out. One is given again while nothing of its unit changed: never an older one than what the rows had reached
 * when it was asked for, so that it cannot be told from a fresh one. Bounded in bytes and in time; the longest unasked goes first.
 */
export class KeptAnswers {
  private readonly answers = new LRUCache<string, Kept>({
    maxSize: BYTES_MAX,
    ttl: KEPT_MS_MAX,
    sizeCalculation: ({ head }) => 2 * head.length + OWN_BYTES,
  });
  private readonly asking = new Map<string, Promise<Kept | Problem>>();

  constructor(private readonly changes: Changes) {}

  async answer(asked: KeptAsked, fresh: () => Promise<EdgeAnswer | Problem>): Promise<EdgeAnswer | Problem> {
    const known = await this.changes.upTo(asked.position);
    const there = this.answers.get(asked.key);
    if (there && this.holds(there, asked.unit)) return given(there, known, asked);
    // Many who ask the same at once wait for one look at the rows.
    const under = this.asking.get(asked.key);
    const shared = under && (await under);
    if (shared && !isProblem(shared) && this.holds(shared, asked.unit)) return given(shared, known, asked);
    const looking = this.look(asked.key, fresh);
    this.asking.set(asked.key, looking);
    try {
      const found = await looking;
      return isProblem(found) ? found : given(found, found.position, asked);
    } finally {
      if (this.asking.get(asked.key) === looking) this.asking.delete(asked.key);
    }
  }

  private holds(kept: Kept, unit: string): boolean {
    return !isLater(this.changes.changedAt(unit), kept.position);
  }

  private async look(key: string, fresh: () => Promise<EdgeAnswer | Problem>): Promise<Kept | Problem> {
    const answer = await fresh();
    if (isProblem(answer)) return answer;
    const { position = '0', ...rest } = answer.body as JsonObject & { readonly position?: Position };
    const head = Buffer.from(JSON.stringify(rest).slice(0, -1));
    const etag = `W/"${createHash('sha256').update(head).digest('base64url').slice(0, 22)}"`;
    const kept: Kept = { position, head, etag, headers: { ...answer.headers, etag, 'cache-control': 'no-cache' } };
    this.answers.set(key, kept);
    return kept;
  }
}

/** With the position up to which it is known to hold. */
function given(kept: Kept, known: Position, { has }: KeptAsked): EdgeAnswer {
  const { etag, headers } = kept;
  const position = laterOf(known, kept.position);
  if (has?.split(/,\s*/).includes(etag)) return { status: 304, body: {}, headers, position };
  const written = wholeAt(kept, position);
  return {
    headers,
    position,
    written,
    // Exports read it as an object.
    get body() {
      return JSON.parse(written.toString('utf8')) as JsonObject;
    },
  };
}

function wholeAt(kept: Kept, position: Position): Buffer {
  if (kept.last?.position !== position) {
    const { head } = kept;
    kept.last = { position, written: Buffer.concat([head, Buffer.from(`${head.length > 1 ? ',' : ''}"position":"${position}"}`)]) };
  }
  return kept.last.written;
}
