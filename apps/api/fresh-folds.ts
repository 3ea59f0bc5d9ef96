import type { Categories, Folded, Folds } from '#gateway';
import { streamOf, type StreamName } from '#kernel';
import type { AppendRequest, Appended, Ledger } from '#ledger';

/**
 * Folds of a ledger that is being begun: one pass over what is there tells which streams exist, so that the thousands that do not are not
 * each asked for. A wrong revision is found out by the append as ever.
 */
export class FreshFolds implements Folds {
  private constructor(
    private readonly folds: Folds,
    private readonly categories: Categories,
    private readonly existing: Set<string>,
  ) {}

  static async over(ledger: Ledger, folds: Folds, categories: Categories): Promise<FreshFolds> {
    const existing = new Set<string>();
    for await (const page of ledger.readAll(undefined, 2_000)) for (const fact of page) existing.add(fact.stream);
    return new FreshFolds(folds, categories, existing);
  }

  load(stream: StreamName): Promise<Folded> {
    const decider = this.categories.get(stream.category)?.decider;
    if (this.existing.has(streamOf(stream)) || !decider) return this.folds.load(stream);
    return Promise.resolve({ state: decider.initial(stream.id), revision: -1, position: '0', submission: () => undefined });
  }

  reload(stream: StreamName): Promise<Folded> {
    this.existing.add(streamOf(stream));
    return this.folds.reload(stream);
  }

  append(request: AppendRequest): Promise<Appended> {
    this.existing.add(streamOf(request.stream));
    return this.folds.append(request);
  }
}
