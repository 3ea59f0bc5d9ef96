import type { ClientBase } from 'pg';
import { Checkpoints, type ViewState } from './checkpoints';
import type { Parking } from './parking';
import { dropTables, type Place, type ReadSchema } from './schema';

/** Names of the checkpoints of a view's shadow, and of its rows before the last swap. */
export const shadowName = (view: string): string => `~shadow:${view}`;
export const previousName = (view: string): string => `~previous:${view}`;

export interface Swapping {
  readonly client: ClientBase;
  readonly schema: ReadSchema;
  readonly parking: Parking;
}

/** Inside a transaction that holds the view's checkpoint: shadow → live → previous. What was previous before is gone. */
export async function swapIn({ client, schema, parking }: Swapping, live: ViewState, shadow: ViewState): Promise<void> {
  const checkpoints = new Checkpoints(schema);
  const [before] = await checkpoints.lock(client, [previousName(live.view)]);
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema.in('previous')}`);
  await dropTables(client, schema, [...new Set([...(before?.tables ?? []), ...live.tables])], 'previous');
  await move(client, schema, live.tables, 'live', 'previous');
  await move(client, schema, shadow.tables, 'shadow', 'live');
  await parking.forget(client, previousName(live.view));
  await parking.rename(client, live.view, previousName(live.view));
  await parking.rename(client, shadow.view, live.view);
  await checkpoints.replace(client, { ...live, view: previousName(live.view) });
  await checkpoints.replace(client, { ...shadow, view: live.view, generation: live.generation + 1 });
  await checkpoints.forget(client, shadow.view);
}

/** Inside a transaction that holds the view's checkpoint: the rows before the last swap serve again, the present ones become previous. */
export async function swapBack({ client, schema, parking }: Swapping, live: ViewState, previous: ViewState): Promise<void> {
  const checkpoints = new Checkpoints(schema);
  const [view, shadow] = [live.view, shadowName(live.view)];
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema.in('shadow')}`);
  await dropTables(client, schema, [...new Set([...live.tables, ...previous.tables])], 'shadow');
  await move(client, schema, live.tables, 'live', 'shadow');
  await move(client, schema, previous.tables, 'previous', 'live');
  await move(client, schema, live.tables, 'shadow', 'previous');
  await parking.forget(client, shadow);
  await parking.rename(client, view, shadow);
  await parking.rename(client, previous.view, view);
  await parking.rename(client, shadow, previous.view);
  await checkpoints.replace(client, { ...live, view: previous.view });
  await checkpoints.replace(client, { ...previous, view, generation: live.generation + 1 });
}

async function move(client: ClientBase, schema: ReadSchema, tables: readonly string[], from: Place, to: Place): Promise<void> {
  for (const table of tables) {
    await client.query(`ALTER TABLE IF EXISTS ${schema.table(table, from)} SET SCHEMA ${schema.in(to)}`);
    await client.query(`ALTER TABLE IF EXISTS ${schema.history(table, from)} SET SCHEMA ${schema.in(to)}`);
  }
}
