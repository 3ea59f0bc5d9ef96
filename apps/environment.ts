import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What every app is told by its surroundings. Secrets are bytes; nothing here may be logged except `port`, `host`, `prefix`, `dataFolder`. */
export interface Environment {
  /** `esdb://user:password@host:port?tls=true&tlsCAFile=…` */
  readonly eventStoreUrl: string;
  /** Read side, access, reactor. */
  readonly databaseUrl: string;
  /** Key store of personal data: a database of its own, with its own backup cycle. */
  readonly keysDatabaseUrl: string;
  /** Heads every stream name and schema; empty by default. Lower-case letters, digits and `_`, at most 20. */
  readonly prefix: string;
  /** HMAC key of request digests, pseudonyms and reservations: at least 32 bytes. Never changes in the life of a ledger. */
  readonly ledgerSecret: Buffer;
  /** Wraps the keys of personal data: exactly 32 bytes (AES-256). */
  readonly masterKey: Buffer;
  /** Signs session tokens: at least 32 bytes. */
  readonly tokenKey: Buffer;
  /** Folder of `first-accounts.json`, `imports/`, `logs/`. */
  readonly dataFolder: string;
  readonly port: number;
  readonly host: string;
  /** Requests per second of one account at most (LEDGER_RATE_PER_ACCOUNT, 500): imports and load tests may need more. */
  readonly ratePerAccount: number;
  /** Minutes without use after which a session is over (LEDGER_IDLE_MINUTES, 5 to 720, default 30). */
  readonly idleMinutes: number;
  /** Addresses or networks of the web servers in front (LEDGER_PROXIES, such as `127.0.0.1,10.0.0.0/8`): what they say of the caller's address is believed, nobody else's word. */
  readonly proxies: readonly string[];
  /** Folder of uploaded files, by their hash (LEDGER_ATTACHMENTS, default `attachments` in the data folder): one for all api processes. */
  readonly attachments: string;
  /** A ledger of demonstration data: genesis says so, screens and exports show it. */
  readonly synthetic: boolean;
  /** Everything on this machine, for this machine: the API documentation needs no login. */
  readonly standalone: boolean;
  /**
   * This is the only api process of its ledger (LEDGER_ALONE): a stream it knows not to be there is begun without being read first. With several,
   * one could miss for some milliseconds that another has recorded the same key with another body, so they must read.
   */
  readonly alone: boolean;
}

/** Everything that is wrong with the environment, one sentence per variable. */
export class EnvironmentFault extends Error {
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.name = 'EnvironmentFault';
  }
}

/** @throws EnvironmentFault naming every missing or unusable variable at once. */
export function readEnvironment(given: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const faults: string[] = [];
  const read = new Reader(given, faults);
  const environment: Environment = {
    eventStoreUrl: read.url('EVENTSTORE_URL', ['esdb:', 'esdb+discover:', 'kurrentdb:', 'kurrentdb+discover:']),
    databaseUrl: read.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    keysDatabaseUrl: read.url('KEYS_DATABASE_URL', ['postgres:', 'postgresql:']),
    prefix: read.matching('LEDGER_PREFIX', /^([a-z][a-z0-9_]{0,19})?$/, ''),
    ledgerSecret: read.secret('LEDGER_SECRET', 'LEDGER_SECRET_FILE'),
    masterKey: read.secret(undefined, 'MASTER_KEY_FILE', 32),
    tokenKey: read.secret(undefined, 'TOKEN_KEY_FILE'),
    dataFolder: resolve(given['LEDGER_DATA'] ?? './.ledger'),
    port: Number(read.matching('PORT', /^([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/, '3000')),
    host: read.matching('HOST', /^[A-Za-z0-9.:_-]{1,255}$/, '127.0.0.1'),
    ratePerAccount: Number(read.matching('LEDGER_RATE_PER_ACCOUNT', /^[1-9]\d{0,6}$/, '500')),
    idleMinutes: Number(read.matching('LEDGER_IDLE_MINUTES', /^([5-9]|[1-9]\d|[1-6]\d\d|7[01]\d|720)$/, '30')),
    proxies: read
      .matching('LEDGER_PROXIES', /^([0-9a-fA-F:.]{2,45}(\/\d{1,3})?(,[0-9a-fA-F:.]{2,45}(\/\d{1,3})?){0,15})?$/, '')
      .split(',')
      .filter((one) => one !== ''),
    attachments: resolve(given['LEDGER_ATTACHMENTS'] || join(given['LEDGER_DATA'] ?? './.ledger', 'attachments')),
    synthetic: read.matching('LEDGER_SYNTHETIC', /^(0|1|true|false)?$/, '') in { 1: 0, true: 0 },
    standalone: read.matching('LEDGER_STANDALONE', /^(0|1|true|false)?$/, '') in { 1: 0, true: 0 },
    alone: read.matching('LEDGER_ALONE', /^(0|1|true|false)?$/, '') in { 1: 0, true: 0 },
  };
  if (faults.length > 0) throw new EnvironmentFault(faults);
  return environment;
}

class Reader {
  constructor(
    private readonly given: Readonly<Record<string, string | undefined>>,
    private readonly faults: string[],
  ) {}

  matching(name: string, form: RegExp, otherwise: string): string {
    const value = this.given[name] ?? otherwise;
    if (!form.test(value))
      this.faults.push(`${name} 的值无效：“${value.slice(0, 40)}”。 / ${name} has no valid value: "${value.slice(0, 40)}".`);
    return value;
  }

  url(name: string, protocols: readonly string[]): string {
    const value = this.given[name];
    if (value === undefined || value === '') {
      this.faults.push(`缺少环境变量 ${name}（例如 ${protocols[0]}//…）。 / ${name} is not set (such as ${protocols[0]}//…).`);
      return '';
    }
    if (!protocols.some((protocol) => value.startsWith(`${protocol}//`))) {
      this.faults.push(`${name} 应以 ${protocols.join(' 或 ')} 开头。 / ${name} must begin with ${protocols.join(' or ')}.`);
    }
    return value;
  }

  /** Text of at least 43 base64url characters (32 random bytes), or any text of at least 32 bytes taken as it is. */
  secret(direct: string | undefined, file: string, exactBytes?: number): Buffer {
    const text = this.secretText(direct, file);
    if (text === undefined) return Buffer.alloc(0);
    const decoded = /^[A-Za-z0-9_-]{43}$/.test(text) ? Buffer.from(text, 'base64url') : Buffer.from(text, 'utf8');
    const named = direct === undefined ? file : `${direct} / ${file}`;
    if (exactBytes === undefined ? decoded.length < 32 : decoded.length !== exactBytes) {
      this.faults.push(`${named} 应是 32 字节的 base64url 文本（43 个字符）。 / ${named} must be 32 bytes in base64url (43 characters).`);
    }
    return decoded;
  }

  private secretText(direct: string | undefined, file: string): string | undefined {
    const value = direct === undefined ? undefined : this.given[direct];
    if (value !== undefined && value !== '') return value;
    const path = this.given[file];
    if (path === undefined || path === '') {
      const names = direct === undefined ? file : `${file}（或 ${direct}）`;
      this.faults.push(`缺少环境变量 ${names}。 / ${direct === undefined ? file : `${file} (or ${direct})`} is not set.`);
      return undefined;
    }
    try {
      return readFileSync(path, 'utf8').trim();
    } catch {
      this.faults.push(`读不到 ${file} 所指的文件 ${path}。 / The file ${path} named by ${file} cannot be read.`);
      return undefined;
    }
  }
}
