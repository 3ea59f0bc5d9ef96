import type { JsonObject, StreamName } from '#kernel';
import type { Contract, Upcast } from '#contracts';

/** What of a contract the ledger needs: which facts a category may hold, and how former shapes are read. */
export type StoredNames = Pick<Contract, 'category' | 'facts' | 'upcasts'>;

/** The declared categories: stream names with and without the prefix of the ledger, known fact types, upcasts. */
export class Catalogue {
  /** Prefixes of the stream names of this ledger: the server-side filter. */
  readonly prefixes: readonly string[];
  private readonly categories: ReadonlyMap<string, StoredNames>;
  private readonly upcasts: ReadonlyMap<string, Upcast['to']>;

  constructor(
    readonly prefix: string,
    contracts: readonly StoredNames[],
  ) {
    if (!/^([a-z][a-z0-9_]{0,19})?$/.test(prefix))
      throw new Error(`LEDGER_PREFIX ${JSON.stringify(prefix)} must have at most 20 of a-z 0-9 _ and begin with a letter`);
    if (contracts.length === 0) throw new Error('a ledger without a declared category follows nothing');
    for (const { category } of contracts) if (!/^[a-z]+$/.test(category)) throw new Error(`category ${category} must consist of a-z`);
    this.categories = new Map(contracts.map((contract) => [contract.category, contract]));
    if (this.categories.size !== contracts.length) throw new Error('a category is declared twice');
    this.upcasts = new Map(
      contracts.flatMap((c) => (c.upcasts ?? []).map((upcast) => [`${c.category} ${upcast.type}`, upcast.to] as const)),
    );
    this.prefixes = contracts.map(({ category }) => `${prefix}${category}-`);
  }

  /** Name in the event store. */
  storedName(stream: StreamName): string {
    if (!this.categories.has(stream.category)) throw new Error(`category ${stream.category} is not declared`);
    if (stream.id === '') throw new Error(`a stream of ${stream.category} has no id`);
    return `${this.prefix}${stream.category}-${stream.id}`;
  }

  /** The stream of a name in the event store; undefined when it is none of a declared category of this ledger. */
  streamNamed(stored: string): StreamName | undefined {
    if (!stored.startsWith(this.prefix)) return undefined;
    const dash = stored.indexOf('-', this.prefix.length);
    const category = dash < 0 ? '' : stored.slice(this.prefix.length, dash);
    return this.categories.has(category) && dash + 1 < stored.length ? { category, id: stored.slice(dash + 1) } : undefined;
  }

  declares(category: string, type: string): boolean {
    const contract = this.categories.get(category);
    return contract !== undefined && Object.hasOwn(contract.facts, type);
  }

  /** The fact in its present shape; undefined when its type is not declared. */
  current(category: string, type: string, data: JsonObject): { readonly type: string; readonly data: JsonObject } | undefined {
    let fact = { type, data };
    for (let step = 0; step < UPCASTS_MAX; step++) {
      const to = this.upcasts.get(`${category} ${fact.type}`);
      if (!to) return this.declares(category, fact.type) ? fact : undefined;
      fact = to(fact.data);
    }
    throw new Error(`${category}: upcasts of ${type} do not end`);
  }
}

const UPCASTS_MAX = 32;
