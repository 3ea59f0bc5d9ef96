import { LRUCache } from 'lru-cache';
import { streamOf, type About, type Fact, type StreamName } from '#kernel';
import type { KnownStreams } from './known-streams';
import type { Appended, AppendRequest, Ledger, StreamSlice } from './ledger';
import { aboutOf, type Position, type RecordedFact } from './recorded';

/** What a stream holds for one submission that was recorded in it. */
export interface RecordedSubmission {
  readonly digest: string;
  /** Of its last fact. */
  readonly revision: number;
  readonly position: Position;
}

/** A folded stream: its state (plain JSON, never changed in place), the revision it stands at (−1: no stream), the submissions met on the way. */
export interface FoldedStream {
  readonly state: unknown;
  readonly revision: number;
  /** Of the last fact; `0` without one. */
  readonly position: Position;
  submission(id: string): RecordedSubmission | undefined;
}

/** The part of a decider that folds. */
export interface Evolution {
  initial(id: string): unknown;
  evolve(state: never, fact: never, about: About): unknown;
}

export interface FoldsOptions {
  readonly ledger: Ledger;
  /** Deciders by category. */
  readonly deciders: Readonly<Record<string, Evolution>>;
  /** Bound of the cache, counted in streams and recorded submissions. */
  readonly entries_max?: number;
  /** Which streams certainly are not there. Without it none is presumed absent. */
  readonly known?: KnownStreams;
}

/** Folded streams, trusted until a wrong revision or `reload` says otherwise; kept fresh by own appends and by the facts of a follower. */
export interface LedgerFolds {
  /** From memory when it is there. */
  load(stream: StreamName): Promise<FoldedStream>;
  /**
   * The fold of a stream that is not there, without asking the event store; undefined when it may be. Good enough to try an append, which names the
   * revision it expects; never to refuse or to answer by.
   */
  presumedAbsent(stream: StreamName): FoldedStream | undefined;
  /** Reads what the stream has beyond memory. */
  reload(stream: StreamName): Promise<FoldedStream>;
  /** Appends and carries the fold along. When the append fails, what is cached stays as it was. */
  append(request: AppendRequest): Promise<Appended>;
  /** Facts a follower brought, in order. Those of streams not in memory are passed over. */
  observe(facts: readonly RecordedFact[]): void;
}

/** About 70 MB: a stream and its submission take some 1.4 kB together. */
const ENTRIES_MAX = 100_000;

export function createFolds(options: FoldsOptions): LedgerFolds {
  return new CachedFolds(options);
}

/** A fact to fold, whether read back or just appended. */
interface FoldedFact {
  readonly type: string;
  readonly data: RecordedFact['data'];
  readonly about: About;
  readonly submission: string;
  readonly digest: string;
  readonly position: Position;
}

class Entry implements FoldedStream {
  position: Position = '0';
  private readonly submissions = new Map<string, RecordedSubmission>();

  constructor(
    private readonly evolution: Evolution,
    public state: unknown,
    public revision = -1,
  ) {}

  get weight(): number {
    return 1 + this.submissions.size;
  }

  submission(id: string): RecordedSubmission | undefined {
    return this.submissions.get(id);
  }

  /** Whether this very fact is folded already: most that a follower brings are this process's own. */
  holds({ revision, meta }: RecordedFact): boolean {
    return revision <= this.revision && this.submissions.get(meta.submission)?.digest === meta.digest;
  }

  /** Folds the next fact; false when it is not the next one, true when it is or was already folded. */
  take({ type, data, about, submission, digest, position }: FoldedFact): boolean {
    // Folded already; under another digest it is not what was recorded: the event store knew the append by its ids and kept the first.
    if (about.revision <= this.revision) return this.submissions.get(submission)?.digest === digest;
    if (about.revision !== this.revision + 1) return false;
    const fact: Fact = { type, data };
    this.state = this.evolution.evolve(this.state as never, fact as never, about);
    this.revision = about.revision;
    this.position = position;
    this.submissions.set(submission, { digest, revision: about.revision, position });
    return true;
  }
}

class CachedFolds implements LedgerFolds {
  private readonly ledger: Ledger;
  private readonly entries: LRUCache<string, Entry>;
  /** Reads under way, and what a follower brought meanwhile: without it a fact arriving between read and caching would be lost. */
  private readonly reading = new Map<string, Set<RecordedFact[]>>();
  private readonly loading = new Map<string, Promise<Entry>>();

  constructor(private readonly options: FoldsOptions) {
    this.ledger = options.ledger;
    const maxSize = options.entries_max ?? ENTRIES_MAX;
    this.entries = new LRUCache({ maxSize, sizeCalculation: (entry) => Math.min(entry.weight, maxSize) });
  }

  load(stream: StreamName): Promise<FoldedStream> {
    const name = streamOf(stream);
    const cached = this.entries.get(name);
    if (cached) return Promise.resolve(view(cached));
    const loading = this.loading.get(name) ?? this.read(stream, undefined).finally(() => this.loading.delete(name));
    this.loading.set(name, loading);
    return loading.then(view);
  }

  reload(stream: StreamName): Promise<FoldedStream> {
    return this.read(stream, this.entries.get(streamOf(stream))).then(view);
  }

  presumedAbsent(stream: StreamName): FoldedStream | undefined {
    const name = streamOf(stream);
    if (this.options.known?.mayExist(name) !== false || this.entries.has(name)) return undefined;
    return view(this.fresh(stream));
  }

  async append(request: AppendRequest): Promise<Appended> {
    const name = streamOf(request.stream);
    this.options.known?.add(name);
    const appended = await this.ledger.append(request);
    const entry = this.entries.get(name) ?? (request.at === -1 ? this.fresh(request.stream) : undefined);
    if (!entry) return appended;
    const { actor, occurredOn, recordedAt, submission, digest } = request.meta;
    const inOrder = request.facts.every((fact, index) => {
      const about = { actor, occurredOn, recordedAt, revision: request.at + 1 + index };
      return entry.take({
        type: fact.type,
        data: appended.data[index] ?? fact.data,
        about,
        submission,
        digest,
        position: appended.position,
      });
    });
    this.keep(name, inOrder ? entry : undefined);
    return appended;
  }

  observe(facts: readonly RecordedFact[]): void {
    for (const fact of facts) {
      this.options.known?.add(fact.stream);
      for (const observed of this.reading.get(fact.stream) ?? []) observed.push(fact);
      const entry = this.entries.peek(fact.stream);
      if (!entry || entry.holds(fact)) continue;
      this.keep(fact.stream, entry.take(folded(fact)) ? entry : undefined);
    }
  }

  private async read(stream: StreamName, known: Entry | undefined): Promise<Entry> {
    const [name, observed] = [streamOf(stream), [] as RecordedFact[]];
    const readings = this.reading.get(name) ?? new Set();
    this.reading.set(name, readings.add(observed));
    try {
      const entry = known ?? this.fresh(stream);
      const before = entry.revision;
      const slice = await this.ledger.readStream(stream, before + 1);
      const whole = slice.revision < before ? await this.again(stream) : this.grown(entry, slice);
      for (const fact of observed) whole.take(folded(fact));
      this.keep(name, whole);
      return whole;
    } finally {
      readings.delete(observed);
      if (readings.size === 0) this.reading.delete(name);
    }
  }

  /** The stream is shorter than remembered: another store. Fold what there is. */
  private async again(stream: StreamName): Promise<Entry> {
    return this.grown(this.fresh(stream), await this.ledger.readStream(stream));
  }

  private grown(entry: Entry, slice: StreamSlice): Entry {
    for (const fact of slice.facts) if (!entry.take(folded(fact))) throw new Error(`${fact.stream} has a gap before ${fact.revision}`);
    return entry;
  }

  private fresh(stream: StreamName): Entry {
    const evolution = this.options.deciders[stream.category];
    if (!evolution) throw new Error(`category ${stream.category} has no decider`);
    return new Entry(evolution, evolution.initial(stream.id));
  }

  private keep(name: string, entry: Entry | undefined): void {
    if (!entry) this.entries.delete(name);
    // Of two reads of one stream the later to end may be the older one.
    else if ((this.entries.peek(name)?.revision ?? -1) <= entry.revision) this.entries.set(name, entry);
  }
}

/** What a caller holds must not move under its hands while other appends go on. */
function view(entry: Entry): FoldedStream {
  return { state: entry.state, revision: entry.revision, position: entry.position, submission: (id) => entry.submission(id) };
}

function folded(fact: RecordedFact): FoldedFact {
  const { submission, digest } = fact.meta;
  return { type: fact.type, data: fact.data, about: aboutOf(fact), submission, digest, position: fact.position };
}
