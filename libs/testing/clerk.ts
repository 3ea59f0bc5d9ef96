import { randomUUID } from 'node:crypto';
import type { FirstAccount, StandaloneRun } from './standalone';

/** An answer over HTTP: its body as it came, and parsed if it is a JSON object (else `{ text }`). */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly content: Buffer;
  readonly headers: Headers;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Somebody at a screen: signs in once (again when that has run out), asks, reads and moves files over HTTP as any client would. */
export class Clerk {
  private token: string | undefined;

  /** @param withinMs how long one request may take; it rejects then. */
  constructor(
    private readonly url: string,
    readonly account: FirstAccount | undefined,
    private readonly withinMs = 60_000,
  ) {}

  /** The first account with a role (the n-th of them); undefined role = nobody signed in. */
  static of(run: Pick<StandaloneRun, 'url' | 'accounts'>, role?: string, n = 0): Clerk {
    const found = role === undefined ? undefined : run.accounts.filter((one) => one.role === role)[n];
    if (role !== undefined && !found) throw new Error(`no first account is ${role}`);
    return new Clerk(run.url, found);
  }

  /** Asks for an action under a key of its own, unless one is given. */
  ask(path: string, body: object | string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.send('POST', `/api/${path}`, text, { 'idempotency-key': randomUUID(), ...JSON_TYPE, ...headers });
  }

  /** Asks and insists that it was recorded. */
  async must(
    path: string,
    body: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly stream: string; readonly revision: number; readonly position: string; readonly already?: boolean }> {
    const answer = await this.ask(path, body, headers);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as unknown as { stream: string; revision: number; position: string };
  }

  /** Reads; with `after` it waits until the rows have reached a position. */
  async read(path: string, after?: string): Promise<Answer> {
    const url = `/api/${path}${after === undefined ? '' : `${path.includes('?') ? '&' : '?'}after=${after}`}`;
    for (let tries = 0; ; tries++) {
      const answer = await this.send('GET', url);
      if (answer.status !== 503 || answer.body['code'] !== 'read.not-yet' || tries >= 20) return answer;
    }
  }

  /** A request as it stands, with the token of its session if it has an account. */
  async send(method: string, path: string, body?: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    if (this.account === undefined) return this.request(method, path, body, headers);
    const answer = await this.request(method, path, body, { authorization: `Bearer ${await this.bearer()}`, ...headers });
    if (answer.status === 401) this.token = undefined;
    return answer;
  }

  /** The token of its session; signs in if there is none. */
  async bearer(): Promise<string> {
    if (this.token === undefined) {
      const { status, body } = await this.signIn();
      if (this.token === undefined) throw new Error(`${this.account?.account} cannot sign in: ${status} ${JSON.stringify(body)}`);
    }
    return this.token;
  }

  /** Begins a session, and tells what was answered to that. */
  async signIn(): Promise<Answer> {
    const { account, password } = this.account ?? {};
    const answer = await this.request('POST', '/api/session', JSON.stringify({ account, password }), JSON_TYPE);
    this.token = answer.status === 200 ? String(answer.body['token']) : undefined;
    return answer;
  }

  private async request(
    method: string,
    path: string,
    body: string | Buffer | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) };
    const response = await fetch(this.url + path, { method, headers, ...sent, signal: AbortSignal.timeout(this.withinMs) });
    const content = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, content, body: parsed(content) };
  }
}

/**
 * Status and code of a refusal, for comparing both at once.
 * @throws Error when it does not say in Chinese what is wrong, or not what can be done next.
 */
export async function refused(asking: Promise<Answer>): Promise<readonly [number, unknown]> {
  const { status, body } = await asking;
  if (typeof body['detailZh'] !== 'string' || !body['next']) throw new Error(`a refusal without words: ${status} ${JSON.stringify(body)}`);
  return [status, body['code']];
}

function parsed(content: Buffer): Record<string, unknown> {
  if (content[0] !== '{'.charCodeAt(0)) return { text: content.toString('utf8') };
  return JSON.parse(content.toString('utf8')) as Record<string, unknown>;
}
