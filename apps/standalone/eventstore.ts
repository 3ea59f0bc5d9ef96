import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureStoreCredentials, startEventStore, startPostgres, type StoreAccount } from '#embedded';
import { endOnRequest, tellReady } from '../supervised';
import { watchParent } from './parent-watch';
import { isSaid, StartRefusal } from './start-refusal';

const usage = `npm run eventstore -- --port N --data DIR [--host 127.0.0.1] [--insecure] [--fell-behind drop|catch-up] [--account NAME --password-file FILE]…

  --port N            监听端口 (1–65535)                         port to listen on
  --data DIR          数据目录：数据库、证书与口令                  folder for the database, the certificates and the passwords
  --host H            监听地址（默认仅本机）                       address to listen on (default: this machine only)
  --insecure          明文、不校验身份，只用于本机试验                plaintext, no accounts: for trials on one machine
  --fell-behind HOW   订阅者读得太慢时：drop 断开（默认），catch-up 补读  what a slow subscriber meets
  --account NAME      增设一个账户，口令取自其后的 --password-file    one more account, its password from the --password-file after it

  DATABASE_URL：改用已有的 PostgreSQL 数据库 / a given PostgreSQL database instead of the embedded one
`;

interface Options {
  readonly port: number;
  readonly data: string;
  readonly host: string;
  readonly insecure: boolean;
  readonly fellBehind: 'drop' | 'catch-up';
  readonly accounts: readonly StoreAccount[];
}

/** The embedded event store alone, on its own PostgreSQL or on the one of DATABASE_URL. Prints one line when it is ready. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) return void process.stdout.write(usage);
  const { data, port, host, insecure, fellBehind, accounts } = readOptions(process.argv.slice(2));
  const given = process.env['DATABASE_URL'];
  const postgres = given ? undefined : await startPostgres({ dataDir: join(data, 'postgres'), databases: ['events'] });
  try {
    const secrets = insecure ? undefined : await ensureStoreCredentials(join(data, 'store'), [host], Date.now());
    const store = await startEventStore({
      databaseUrl: given ?? postgres?.url('events') ?? '',
      host,
      port,
      insecure,
      fellBehind,
      log: (line) => process.stderr.write(`${line}\n`),
      ...(secrets && { tls: secrets.tls, accounts: [...secrets.accounts, ...accounts] }),
    });
    let stopping: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopping ??= store.close().then(() => postgres?.stop()));
    endOnRequest(stop);
    watchParent(() => void stop().then(() => process.exit(0)));
    const url = `esdb://${host}:${store.port}?tls=${insecure ? 'false' : `true&tlsCAFile=${secrets?.tls.caFile ?? ''}`}`;
    process.stdout.write(`事件库就绪 / event store ready: ${url}\n`);
    tellReady();
  } catch (reason) {
    await postgres?.stop();
    throw reason;
  }
}

/** @throws StartRefusal `start.option` */
function readOptions(args: readonly string[]): Options {
  const values = parse(args);
  const port = Number(values.port ?? NaN);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw refusal('--port 应为 1 到 65535 的整数。', '--port must be a whole number from 1 to 65535.');
  if (!values.data) throw refusal('--data 需要一个目录。', '--data needs a folder.');
  const fellBehind = values['fell-behind'] ?? 'drop';
  if (fellBehind !== 'drop' && fellBehind !== 'catch-up')
    throw refusal('--fell-behind 只能是 drop 或 catch-up。', '--fell-behind is drop or catch-up.');
  const names = values.account ?? [];
  const files = values['password-file'] ?? [];
  if (names.length !== files.length)
    throw refusal('每个 --account 都要有一个 --password-file。', 'Every --account needs its --password-file.');
  return {
    port,
    data: resolve(values.data),
    host: values.host ?? '127.0.0.1',
    insecure: values.insecure ?? false,
    fellBehind,
    accounts: names.map((name, i) => ({ name, groups: [], password: readPassword(files[i] ?? '') })),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        host: { type: 'string' },
        insecure: { type: 'boolean' },
        'fell-behind': { type: 'string' },
        account: { type: 'string', multiple: true },
        'password-file': { type: 'string', multiple: true },
      },
    }).values;
  } catch (reason) {
    const said = reason instanceof Error ? reason.message : String(reason);
    throw refusal(`选项无法识别：${said}`, `The options cannot be read: ${said}`);
  }
}

function readPassword(file: string): string {
  try {
    const password = readFileSync(file, 'utf8').trim();
    if (password !== '') return password;
  } catch {
    // said below
  }
  throw refusal(`口令文件 ${file} 读不到或是空的。`, `The password file ${file} cannot be read or is empty.`);
}

function refusal(zh: string, en: string): StartRefusal {
  return new StartRefusal('start.option', zh, en);
}

main().catch((reason: unknown) => {
  const text = isSaid(reason)
    ? `${reason.zh}\n${reason.en} [${reason.code}]`
    : reason instanceof Error
      ? (reason.stack ?? reason.message)
      : String(reason);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
