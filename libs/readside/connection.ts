import type { Writable } from 'node:stream';
import { Client, types, type ClientBase, type ClientConfig } from 'pg';

export interface Connecting {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  /** Queries are sent without waiting for the answers of those before. */
  readonly pipeline?: boolean;
  /** Session settings, such as `synchronous_commit`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Whole numbers and amounts come as JS numbers where they are safe, else as text; json as values. */
export const TYPES: ClientConfig['types'] = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === types.builtins.INT8) return wholeNumber;
    if (oid === types.builtins.NUMERIC) return Number;
    return types.getTypeParser(oid, format as 'text');
  }) as typeof types.getTypeParser,
};

/** A connection that outlives nothing: when it breaks, its queries fail and its owner connects anew. */
export async function connect(connecting: Connecting): Promise<Client> {
  const client = new Client(settingsOf(connecting));
  // Without a listener a broken idle connection would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export function settingsOf(connecting: Connecting): ClientConfig {
  const settings = Object.entries(connecting.settings ?? {}).map(([name, value]) => `-c ${name}=${value}`);
  return {
    connectionString: connecting.url,
    application_name: connecting.name,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    options: settings.join(' '),
    ...(TYPES ? { types: TYPES } : {}),
    ...(connecting.pipeline ? { pipeline: true } : {}),
  };
}

/** A query not sent yet. */
export type Query<T = unknown> = () => Promise<T>;

/**
 * Sends all queries at once where the connection pipelines, else one after the other, and waits for all answers. Fails with the first error,
 * after every answer has come: the connection is then at rest.
 */
export async function together<T extends readonly Query[]>(
  client: ClientBase,
  ...queries: T
): Promise<{ -readonly [K in keyof T]: Awaited<ReturnType<T[K]>> }> {
  const answers: unknown[] = [];
  if ((client as { readonly pipeline?: boolean }).pipeline === true) {
    const settled = await Promise.allSettled(inOneGo(client, queries));
    for (const answer of settled) {
      if (answer.status === 'rejected') throw answer.reason;
      answers.push(answer.value);
    }
  } else for (const query of queries) answers.push(await query());
  return answers as { -readonly [K in keyof T]: Awaited<ReturnType<T[K]>> };
}

/** All messages leave in one write: one call of the system for all queries, and the server reads them without being woken for each. */
function inOneGo(client: ClientBase, queries: readonly Query[]): readonly Promise<unknown>[] {
  const { stream } = (client as { readonly connection?: { readonly stream?: Pick<Writable, 'cork' | 'uncork'> } }).connection ?? {};
  stream?.cork();
  try {
    return queries.map((query) => query());
  } finally {
    stream?.uncork();
  }
}

/** SQLSTATE of a database error. */
export function sqlStateOf(reason: unknown): string | undefined {
  const code = reason instanceof Error && 'code' in reason ? reason.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** The data itself was refused (out of range, too large, not unique): trying again cannot help. */
export function isDataError(reason: unknown): boolean {
  return ['21', '22', '23', '54'].includes(sqlStateOf(reason)?.slice(0, 2) ?? '');
}

function wholeNumber(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}
