import { EventEmitter } from 'node:events';
import { EventStream, type PublicLines } from './event-stream';
import type { PublicLine } from './recent-lines';
import type { EdgeRequest } from './route';

/** The rows: one line per position, at a unit; told of when a position is reached. */
class Rows implements PublicLines {
  readonly lines: PublicLine[] = [];
  position = '100';
  looks = 0;
  tooMuch = false;
  private readonly listeners = new Set<(position: string) => void>();

  onPosition(listener: (position: string) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
  since(position: string, limit: number): ReturnType<PublicLines['since']> {
    this.looks += 1;
    const found = this.lines.filter((line) => Number(line.position) > Number(position)).slice(0, limit);
    return Promise.resolve({ lines: found, upTo: this.position, more: this.tooMuch });
  }
  publish(unit: string, item: string): void {
    this.position = String(Number(this.position) + 1);
    this.lines.push({ position: this.position, units: [unit], item });
    for (const listener of this.listeners) listener(this.position);
  }
}

/** A connection as Fastify gives it, keeping what is written. */
class Client {
  readonly raw = Object.assign(new EventEmitter(), {
    writableLength: 0,
    closed: false,
    destroyed: false,
    writeHead: () => undefined,
    write: (text: string) => void this.written.push(text),
    end: () => undefined,
    destroy: () => void (this.raw.destroyed = true),
  });
  readonly written: string[] = [];
  hijack(): void {}

  get messages(): readonly { readonly position: string; readonly items: readonly string[] }[] {
    const data = this.written.map((text) => /^data: (.*)$/m.exec(text)?.[1]).filter((text) => text !== undefined && text !== '{}');
    return data.map((text) => JSON.parse(text ?? '') as { position: string; items: string[] });
  }
  get items(): readonly string[] {
    return this.messages.flatMap((message) => message.items);
  }
}

const rows = new Rows();
const stream = new EventStream(rows);
let addresses = 0;
afterAll(() => stream.close());

async function open(unit?: string, last?: string): Promise<Client> {
  const client = new Client();
  const asked = {
    query: unit === undefined ? {} : { unit },
    headers: last === undefined ? {} : { 'last-event-id': last },
    reply: client,
    ip: `a${(addresses += 1)}`,
  };
  expect(await stream.route().handle(asked as unknown as EdgeRequest)).toBe('handled');
  return client;
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !holds() && Date.now() < end;) await new Promise((resolve) => setImmediate(resolve));
  expect(holds()).toBe(true);
}

test('each is told the lines of its unit once; who listens to all, all of them', async () => {
  const [one, other, every] = [await open('330681001'), await open('330681002'), await open()];
  rows.publish('330681001', 'a');
  await until(() => every.items.length === 1);
  rows.publish('330681002', 'b');
  await until(() => every.items.length === 2);
  expect([one.items, other.items, every.items]).toEqual([['a'], ['b'], ['a', 'b']]);
});

test('what comes as a flood goes out in few messages', async () => {
  const every = await open();
  for (let n = 0; n < 200; n += 1) rows.publish('330681001', `f${n}`);
  await until(() => every.items.length === 200);
  expect(every.messages.length).toBeLessThan(5);
});

test('who comes back is given what it missed, without a look at the rows; who was away too long reads anew', async () => {
  const before = rows.position;
  const listening = await open('330681001');
  rows.publish('330681001', 'missed');
  rows.publish('330681002', 'not here');
  await until(() => listening.items.length === 1);
  const { looks } = rows;
  const back = await open('330681001', before);
  expect(back.items).toEqual(['missed']);
  expect(rows.looks).toBe(looks);
  expect((await open('330681001', '1')).items).toContain('missed');
  rows.tooMuch = true;
  const away = await open('330681001', '1');
  rows.tooMuch = false;
  expect([away.items, away.written.join('')]).toEqual([[], expect.stringContaining('event: reset')]);
});

test('who does not read is cut off, and the others are told all the same', async () => {
  const [slow, other] = [await open('330681001'), await open('330681001')];
  slow.raw.writableLength = 2_000_000;
  rows.publish('330681001', 'c');
  await until(() => other.items.length === 1);
  expect([slow.raw.destroyed, slow.items]).toEqual([true, []]);
});
