import { Checkpoints } from './checkpoints';
import { connect } from './connection';
import { Parking, type ParkedStream } from './parking';
import { ReadSchema } from './schema';

/** Where one view stands, for operators. */
export interface ViewStanding {
  readonly view: string;
  readonly version: number;
  /** Swaps it has seen. */
  readonly generation: number;
  readonly position: string | null;
  /** When its checkpoint last moved. */
  readonly movedAt: Date;
  /** Σ SHA-256(canonical row) mod 2²⁵⁶, hex. */
  readonly digest: string;
  readonly parked: readonly ParkedStream[];
}

/** Every served view, by name. Shadows and former rows are left out. */
export async function viewStandings(databaseUrl: string, prefix: string): Promise<readonly ViewStanding[]> {
  const schema = new ReadSchema(prefix);
  const client = await connect({ url: databaseUrl, name: 'ledger-standing' });
  try {
    const states = [...(await new Checkpoints(schema).read(client)).values()].filter((state) => !state.view.startsWith('~'));
    const moved = new Map(
      (await client.query<{ view: string; at: Date }>(`SELECT view, updated_at AS at FROM ${schema.table('checkpoints')}`)).rows.map(
        ({ view, at }) => [view, at],
      ),
    );
    const parked = await new Parking(schema).list(client);
    return states
      .map(({ view, version, generation, checkpoint, digest }) => ({
        view,
        version,
        generation,
        position: checkpoint?.position ?? null,
        movedAt: moved.get(view) ?? new Date(0),
        digest,
        parked: parked.filter((one) => one.view === view),
      }))
      .toSorted((a, b) => (a.view < b.view ? -1 : 1));
  } finally {
    await client.end();
  }
}
