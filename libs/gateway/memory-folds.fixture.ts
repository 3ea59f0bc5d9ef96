import { streamOf, type Decider, type StreamName } from '#kernel';
import { LedgerTimeout, WrongRevision, type AppendRequest, type Appended } from '#ledger';
import type { RuledCategory } from './categories';
import type { Folded, Folds, FoundSubmission } from './ports';

interface Stored {
  readonly request: AppendRequest;
  readonly position: string;
}

/** What happens to the next append. `lost`: recorded, but the answer never comes. `unsent`: it never arrives. */
export type Fault = 'lost' | 'unsent';

/** Streams in memory behind the port of folds, for specs: revisions are checked as a real store does, faults are injected by name. */
export class MemoryFolds implements Folds {
  readonly appends = new Map<string, Stored[]>();
  readonly faults: Fault[] = [];
  /** Called before each append: a second clerk, perhaps. */
  beforeAppend: ((request: AppendRequest) => Promise<void>) | undefined;
  /** Streams read, in order; and those that are presumed absent until they are appended to by this process. */
  readonly reads: string[] = [];
  readonly presumed = new Set<string>();
  private readonly cache = new Map<string, Folded>();
  private position = 0;

  constructor(private readonly categories: readonly RuledCategory[]) {}

  load(stream: StreamName): Promise<Folded> {
    const cached = this.cache.get(streamOf(stream));
    return cached ? Promise.resolve(cached) : this.reload(stream);
  }

  presumedAbsent(stream: StreamName): Folded | undefined {
    return this.presumed.has(streamOf(stream)) ? this.folded(stream, []) : undefined;
  }

  reload(stream: StreamName): Promise<Folded> {
    this.reads.push(streamOf(stream));
    const folded = this.folded(stream);
    this.cache.set(streamOf(stream), folded);
    return Promise.resolve(folded);
  }

  async append(request: AppendRequest): Promise<Appended> {
    const hook = this.beforeAppend;
    this.beforeAppend = undefined;
    await hook?.(request);
    const fault = this.faults.shift();
    const name = streamOf(request.stream);
    this.presumed.delete(name);
    if (fault === 'unsent') throw new LedgerTimeout(name, 1);
    const stored = this.appends.get(name) ?? [];
    const revision = this.revisionOf(name);
    if (revision !== request.at) throw new WrongRevision(name, request.at, revision);
    this.position += request.facts.length;
    this.appends.set(name, [...stored, { request, position: String(this.position) }]);
    if (fault === 'lost') throw new LedgerTimeout(name, 1);
    this.cache.set(name, this.folded(request.stream));
    return { revision: this.revisionOf(name), position: String(this.position), data: request.facts.map((fact) => fact.data) };
  }

  types(name: string): readonly string[] {
    return (this.appends.get(name) ?? []).flatMap(({ request }) => request.facts.map((fact) => fact.type));
  }

  private revisionOf(name: string): number {
    return (this.appends.get(name) ?? []).reduce((sum, { request }) => sum + request.facts.length, -1);
  }

  private folded(stream: StreamName, all: readonly Stored[] = this.appends.get(streamOf(stream)) ?? []): Folded {
    const decider = this.categories.find((category) => category.contract.category === stream.category)?.decider as Decider<unknown>;
    let [state, revision, position] = [decider.initial(stream.id), -1, '0'];
    const found = new Map<string, FoundSubmission>();
    for (const stored of all) {
      const { meta, facts } = stored.request;
      for (const fact of facts)
        state = decider.evolve(state, fact, {
          actor: meta.actor,
          occurredOn: meta.occurredOn,
          recordedAt: meta.recordedAt,
          revision: (revision += 1),
        });
      position = stored.position;
      found.set(meta.submission, { digest: meta.digest, revision, position });
    }
    return { state, revision, position, submission: (id) => found.get(id) };
  }
}
