import type { Client } from 'pg';
import { connect } from './connection';
import { pausing } from './pausing';
import { gramsIndexes, type ReadSchema } from './schema';
import type { ViewSpec } from './view';

/** What a search reads through beside its index is what was written in this time. */
const SWEEP_MS = 2_000;

/**
 * Of the connection that writes searched rows. A GIN index gathers what is new in a list, and whoever finds the list full (4 MB, a few seconds
 * of facts) sorts it in while its rows wait: 40 to 90 ms for the largest, and most of what made rows late. The list may grow to this instead;
 * `PendingGrams` sorts it in before, beside the writer.
 */
export const GATHERING = { gin_pending_list_limit: '64MB' };

/** Sorts what search indexes have gathered, on a connection of its own, until its signal aborts. Without it everything is found all the same. */
export class PendingGrams {
  private client: Client | undefined;
  private readonly indexes: readonly string[];

  constructor(
    private readonly databaseUrl: string,
    schema: ReadSchema,
    views: readonly ViewSpec[],
  ) {
    this.indexes = views.flatMap((view) => view.tables.flatMap((table) => gramsIndexes(schema, table)));
  }

  /** @returns when the signal has aborted and the connection is closed; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // An engine that is away is the writer's to tell of; this one tries again at its next turn.
      await this.sweep().catch(() => this.close());
      await pausing(SWEEP_MS, signal);
    }
    await this.close();
  }

  /** Once. An index that a rebuild has just taken away is passed over. */
  async sweep(): Promise<void> {
    if (this.indexes.length === 0) return;
    this.client ??= await connect({ url: this.databaseUrl, name: 'ledger-projector grams' });
    await this.client.query({
      name: 'sweep',
      text: 'SELECT gin_clean_pending_list(i) FROM unnest($1::text[]) AS n, to_regclass(n) AS i WHERE i IS NOT NULL',
      values: [this.indexes],
    });
  }

  async close(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }
}
