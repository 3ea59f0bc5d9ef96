import { until } from '#embedded';
import type { Answer, Clerk } from '#testing';

type Settling = Pick<Answer, 'status' | 'body'>;

/** A person's program that does not give up: it sends the same request under the same key until it gets an answer that settles it. */
export class PersistentClient {
  constructor(private readonly clerk: Clerk) {}

  /** @returns the settling answer: recorded (200), or refused for a reason that asking again does not mend. */
  async submit(path: string, body: object, key: string, withinMs = 120_000): Promise<Settling> {
    let last: Settling = { status: 0, body: {} };
    const settled = await until(async () => {
      last = await answered(this.clerk.ask(path, body, { 'idempotency-key': key }));
      return ![0, 401, 408, 429, 500, 502, 503, 504].includes(last.status);
    }, withinMs);
    if (!settled) throw new Error(`${path} was not settled: ${last.status} ${JSON.stringify(last.body)}`);
    return last;
  }

  /** Asks until it is answered with 200. */
  async read(path: string, withinMs = 60_000): Promise<Record<string, unknown>> {
    let last: Settling = { status: 0, body: {} };
    if (!(await until(async () => (last = await answered(this.clerk.send('GET', `/api/${path}`))).status === 200, withinMs)))
      throw new Error(`${path}: ${last.status} ${JSON.stringify(last.body)}`);
    return last.body;
  }
}

/** No answer is one too: whether it was recorded is unknown, so it is asked again under the same key. */
async function answered(asking: Promise<Answer>): Promise<Settling> {
  return asking.catch(() => ({ status: 0, body: {} }));
}
