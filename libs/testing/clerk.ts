import { randomUUID } from 'node:crypto';
import type { FirstAccount, StandaloneRun } from './standalone';

/** An answer over HTTP, its body parsed. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

/** Somebody at a screen: signs in once, asks and reads over HTTP as any client would. */
export class Clerk {
  private token: string | undefined;

  constructor(
    private readonly url: string,
    readonly account: FirstAccount | undefined,
  ) {}

  /** The first account with a role (the n-th of them); undefined role = nobody signed in. */
  static of(run: Pick<StandaloneRun, 'url' | 'accounts'>, role?: string, n = 0): Clerk {
    const found = role === undefined ? undefined : run.accounts.filter((one) => one.role === role)[n];
    if (role !== undefined && !found) throw new Error(`no first account is ${role}`);
    return new Clerk(run.url, found);
  }

  /** Asks for an action under a key of its own, unless one is given. */
  ask(path: string, body: object | string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('POST', `/api/${path}`, typeof body === 'string' ? body : JSON.stringify(body), { 'idempotency-key': randomUUID(), 'content-type': 'application/json', ...headers });
  }

  /** Asks and insists that it was recorded. */
  async must(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<{ readonly stream: string; readonly revision: number; readonly position: string; readonly already?: boolean }> {
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

  async send(method: string, path: string, body?: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    if (this.account && this.token === undefined) await this.signIn(this.account);
    const response = await fetch(this.url + path, { method, headers: { ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }), ...headers }, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text } };
  }

  private async signIn({ account, password }: FirstAccount): Promise<void> {
    const response = await fetch(`${this.url}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account, password }) });
    const answer = (await response.json()) as { token?: string };
    if (answer.token === undefined) throw new Error(`${account} cannot sign in: ${JSON.stringify(answer)}`);
    this.token = answer.token;
  }
}
