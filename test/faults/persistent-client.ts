import { until } from '#embedded';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const requestMs = 10_000;

/** A person's program that does not give up: it sends the same request under the same key until it gets an answer that settles it. */
export class PersistentClient {
  private token = '';

  constructor(
    private readonly address: () => string,
    private readonly account: string,
    private readonly password: string,
  ) {}

  /** @returns the settling answer: recorded (200), or refused for a reason that asking again does not mend. */
  async submit(path: string, body: object, key: string, withinMs = 120_000): Promise<Answer> {
    let last: Answer = { status: 0, body: {} };
    const settled = await until(async () => {
      last = await this.once('POST', path, body, key);
      return ![0, 401, 408, 429, 500, 502, 503, 504].includes(last.status);
    }, withinMs);
    if (!settled) throw new Error(`${path} was not settled: ${last.status} ${JSON.stringify(last.body)}`);
    return last;
  }

  /** Asks until it is answered with 200. */
  async read(path: string, withinMs = 60_000): Promise<Record<string, unknown>> {
    let last: Answer = { status: 0, body: {} };
    if (!(await until(async () => (last = await this.once('GET', path)).status === 200, withinMs)))
      throw new Error(`${path}: ${last.status} ${JSON.stringify(last.body)}`);
    return last.body;
  }

  private async once(method: string, path: string, body?: object, key?: string): Promise<Answer> {
    try {
      if (this.token === '') await this.signIn();
      const headers = {
        authorization: `Bearer ${this.token}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      };
      const answer = await fetch(`${this.address()}${path}`, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(requestMs),
      });
      if (answer.status === 401) this.token = '';
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    } catch {
      return { status: 0, body: {} }; // no answer: whether it was recorded is unknown, so it is asked again under the same key
    }
  }

  private async signIn(): Promise<void> {
    const answer = await fetch(`${this.address()}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: this.account, password: this.password }),
      signal: AbortSignal.timeout(requestMs),
    });
    if (!answer.ok) throw new Error(`sign-in: ${answer.status}`);
    this.token = String(((await answer.json()) as { token: string }).token);
  }
}
