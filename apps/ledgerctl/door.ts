import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '#kernel';
import { CommandFailure, EXIT } from './output';

export interface DoorOptions {
  readonly url: string;
  readonly account: string | undefined;
  readonly passwordFile: string | undefined;
  readonly actingAs: string | undefined;
  readonly dataFolder: string;
}

/** Bounds of one call over HTTP. A whole sheet may take a while. */
const CALL_MS_MAX = 600_000;

/** The front door of a running ledger, as one account. */
export class Door {
  private token: string | undefined;

  constructor(private readonly options: DoorOptions) {}

  async getJson(path: string): Promise<Record<string, unknown>> {
    const response = await this.call('GET', path);
    return (await response.json()) as Record<string, unknown>;
  }

  async getFile(path: string): Promise<Buffer> {
    return Buffer.from(await (await this.call('GET', path)).arrayBuffer());
  }

  async postFile(path: string, type: string, content: Buffer): Promise<Response> {
    return this.call('POST', path, { type, content });
  }

  async post(path: string, key: string, payload: object): Promise<Record<string, unknown>> {
    const response = await this.call('POST', path, { type: 'application/json', content: Buffer.from(JSON.stringify(payload)) }, key);
    return (await response.json()) as Record<string, unknown>;
  }

  private async call(
    method: string,
    path: string,
    body?: { readonly type: string; readonly content: Buffer },
    key?: string,
  ): Promise<Response> {
    this.token ??= this.options.account === undefined ? undefined : await this.login(this.options.account);
    const headers: Record<string, string> = {
      ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
      ...(this.options.actingAs === undefined ? {} : { 'acting-as': this.options.actingAs }),
      ...(body ? { 'content-type': body.type } : {}),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    };
    return this.fetched(method, path, headers, body?.content);
  }

  private async fetched(method: string, path: string, headers: Record<string, string>, body: Buffer | undefined): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(new URL(path, this.options.url), {
        method,
        headers,
        signal: AbortSignal.timeout(CALL_MS_MAX),
        ...(body ? { body: new Uint8Array(body) } : {}),
      });
    } catch (reason) {
      throw new CommandFailure(
        EXIT.away,
        'door.away',
        `连不上 ${this.options.url}。请先用 npm start 启动账本，或用 --url 指明地址。`,
        `Cannot reach ${this.options.url}. Start the ledger with npm start, or name its address with --url.`,
        { cause: String(reason) },
      );
    }
    if (!response.ok) throw await refused(response);
    return response;
  }

  private async login(account: string): Promise<string> {
    const body = Buffer.from(JSON.stringify({ account, password: this.password(account) }));
    const response = await this.fetched('POST', '/api/session', { 'content-type': 'application/json' }, body);
    const answer: unknown = await response.json();
    if (!isObject(answer) || typeof answer['token'] !== 'string')
      throw new CommandFailure(EXIT.failed, 'door.login', '登录失败。', 'The login failed.');
    return answer['token'];
  }

  /** LEDGER_PASSWORD, --password-file, or the first accounts of a folder on this machine. Never an argument: those are seen by everybody. */
  private password(account: string): string {
    const given = process.env['LEDGER_PASSWORD'];
    if (given !== undefined && given !== '') return given;
    try {
      if (this.options.passwordFile !== undefined) return readFileSync(this.options.passwordFile, 'utf8').trim();
      const first: unknown = JSON.parse(readFileSync(join(this.options.dataFolder, 'first-accounts.json'), 'utf8'));
      const found: unknown = Array.isArray(first) ? first.find((one: unknown) => isObject(one) && one['account'] === account) : undefined;
      if (isObject(found) && typeof found['password'] === 'string') return found['password'];
    } catch {
      // said below: the file is not there or not readable
    }
    throw new CommandFailure(
      EXIT.usage,
      'door.password',
      `没有 ${account} 的密码。请设置 LEDGER_PASSWORD 或 --password-file。`,
      `There is no password for ${account}. Set LEDGER_PASSWORD or --password-file.`,
    );
  }
}

async function refused(response: Response): Promise<CommandFailure> {
  const problem: unknown = await response.json().catch(() => ({}));
  if (!isObject(problem))
    return new CommandFailure(EXIT.failed, 'door.answer', `账本答复 ${response.status}。`, `The ledger answered ${response.status}.`);
  const text = (name: string): string => (typeof problem[name] === 'string' ? problem[name] : '');
  const exit = response.status === 503 || response.status === 504 ? EXIT.away : EXIT.failed;
  return new CommandFailure(
    exit,
    text('code') || String(response.status),
    `${text('detailZh')} ${text('nextZh')}`.trim(),
    `${text('detail')}. ${text('next')}`.trim(),
    { status: response.status, problem },
  );
}
