import { Client } from 'pg';
import { EngineRefusal } from '../engine-refusal';

/** Creates the databases that are missing, and asserts in each that text is what we think it is. */
export async function prepareDatabases(url: (database: string) => string, databases: readonly string[]): Promise<void> {
  await withClient(url('postgres'), async (client) => {
    const { rows } = await client.query<{ datname: string }>('select datname from pg_database');
    const present = new Set(rows.map((row) => row.datname));
    for (const name of databases) {
      if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new Error(`not a database name: ${name}`);
      if (!present.has(name)) await client.query(`create database "${name}" template template0 encoding 'UTF8'`);
    }
  });
  for (const name of databases) await withClient(url(name), assertChinese);
}

/**
 * The locale is asserted by behaviour, not by its name: under SQL_ASCII the county-level city of Zhuji is six characters long,
 * and under a plain C ctype no Chinese character is a letter.
 * @throws EngineRefusal `engine.locale`
 */
export async function assertChinese(client: Client): Promise<void> {
  const { rows } = await client.query<{ long: number; letters: boolean; upper: string }>(
    `select length('暨阳')::int as long, '暨阳' ~ '^[[:alpha:]]{2}$' as letters, upper('é') as upper`,
  );
  const [row] = rows;
  if (row?.long === 2 && row.letters && row.upper === 'É') return;
  throw new EngineRefusal(
    'engine.locale',
    '数据库的编码或区域设置不对：它认不出中文字符。请用 UTF8 编码和 C.UTF-8 区域重建该数据库。',
    'The database does not understand Chinese text: re-create it with encoding UTF8 and locale C.UTF-8.',
  );
}

async function withClient(connectionString: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
