import type { FastifyReply } from 'fastify';
import type { Json } from '#kernel';
import type { Position } from '#ledger';
import { isLater, laterOf } from '#readside';
import { problem } from '../problem';
import type { EdgeOutcome, EdgeRequest, RouteSpec } from './route';

/** One line that the public may see, and the units whose boards show it. */
export interface PublicLine {
  readonly position: Position;
  readonly units: readonly string[];
  readonly item: Json;
}

export interface PublicLines {
  readonly position: Position;
  /** Lines after a position, oldest first, at most `limit`. */
  since(position: Position, limit: number): Promise<readonly PublicLine[]>;
  onPosition(listener: (position: Position) => void): () => void;
}

interface Listener {
  readonly unit: string | undefined;
  readonly reply: FastifyReply;
  sent: Position;
}

const [CONNECTIONS_MAX, PER_ADDRESS_MAX, HEARTBEAT_MS, LINES_MAX] = [1_000, 20, 15_000, 500];
const UNIT = /^(\d{6}|\d{9}|\d{12}(-\d{1,3})?)$/;

/**
 * `GET /api/stream?unit=`: server-sent events `{position, items}` of public lines. A client that comes back says where it was
 * (`Last-Event-ID`) and is given what it missed; one that was away too long gets `reset` and reads the board anew.
 */
export class EventStream {
  private readonly listeners = new Set<Listener>();
  private readonly perAddress = new Map<string, number>();
  private readonly stopListening: () => void;
  private readonly heartbeat: NodeJS.Timeout;
  private told: Position;
  private telling: Promise<void> | undefined;
  private again = false;
  private closed = false;

  constructor(private readonly lines: PublicLines) {
    this.told = lines.position;
    this.stopListening = lines.onPosition(() => this.tell());
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT_MS).unref();
  }

  route(): RouteSpec {
    return {
      method: 'GET',
      path: '/api/stream',
      label: { zh: '实时公开信息', en: 'Public lines as they come' },
      who: 'public',
      scope: 'none',
      operation: {
        parameters: [
          { name: 'unit', in: 'query', schema: { type: 'string' } },
          { name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } },
        ],
        responses: { '200': { description: '{position, items}', content: { 'text/event-stream': { schema: { type: 'string' } } } } },
      },
      handle: (request) => this.open(request),
    };
  }

  /** Ends every open stream: an application that closes waits for nobody. */
  close(): void {
    this.closed = true;
    this.stopListening();
    clearInterval(this.heartbeat);
    for (const { reply } of this.listeners) reply.raw.end();
  }

  private async open({ query, headers, reply, ip }: EdgeRequest): Promise<EdgeOutcome> {
    const { unit, ...more } = query;
    const last = headers['last-event-id'];
    if ((unit !== undefined && !(typeof unit === 'string' && UNIT.test(unit))) || Object.keys(more).length > 0) return problem('request.query');
    if (last !== undefined && !(typeof last === 'string' && /^\d{1,20}$/.test(last))) return problem('request.header', { name: 'Last-Event-ID' });
    const from = this.perAddress.get(ip) ?? 0;
    if (this.closed || this.listeners.size >= CONNECTIONS_MAX || from >= PER_ADDRESS_MAX) return problem('stream.full', {}, { retryAfter: 10 });
    this.perAddress.set(ip, from + 1);
    const listener: Listener = { unit, reply, sent: last ?? this.told };
    this.begin(listener, ip);
    if (last !== undefined) await this.catchUp(listener);
    // From here to the end nothing is awaited: no line is told between the last look and joining.
    if (!listener.reply.raw.closed) this.listeners.add(listener);
    return 'handled';
  }

  private begin(listener: Listener, ip: string): void {
    const { reply } = listener;
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'ledger-position': this.told, 'x-accel-buffering': 'no' });
    reply.raw.write('retry: 3000\n\n');
    reply.raw.on('error', () => undefined);
    reply.raw.on('close', () => {
      this.listeners.delete(listener);
      const left = (this.perAddress.get(ip) ?? 1) - 1;
      if (left > 0) this.perAddress.set(ip, left);
      else this.perAddress.delete(ip);
    });
  }

  /** What a client missed, and what was told to the others while that was looked up. */
  private async catchUp(listener: Listener): Promise<void> {
    for (let told: Position; ; ) {
      told = this.told;
      const missed = await this.lines.since(listener.sent, LINES_MAX).catch(() => []);
      if (missed.length === LINES_MAX) {
        listener.sent = this.told;
        return void listener.reply.raw.write(`event: reset\nid: ${this.told}\ndata: {}\n\n`);
      }
      this.send(listener, missed);
      if (!isLater(this.told, told)) return;
    }
  }

  /** One look at the rows at a time, for all listeners together; none when nobody listens. */
  private tell(): void {
    if (this.listeners.size === 0 && !this.telling) {
      this.told = laterOf(this.lines.position, this.told);
      return;
    }
    this.again = true;
    this.telling ??= (async () => {
      while (this.again && !this.closed) {
        this.again = false;
        const reached = this.lines.position;
        const fresh = await this.lines.since(this.told, LINES_MAX).catch(() => undefined);
        if (!fresh) break;
        const full = fresh.length === LINES_MAX;
        for (const listener of this.listeners) this.send(listener, fresh);
        this.told = full ? (fresh.at(-1)?.position ?? reached) : laterOf(reached, this.told);
        this.again ||= full;
      }
      this.telling = undefined;
    })();
  }

  private send(listener: Listener, lines: readonly PublicLine[]): void {
    const mine = lines.filter((line) => isLater(line.position, listener.sent) && (listener.unit === undefined || line.units.includes(listener.unit)));
    const last = mine.at(-1);
    // A client that does not read is not waited for: it is cut off and comes back with its last id.
    if (listener.reply.raw.writableLength > 1_000_000) return void listener.reply.raw.destroy();
    if (!last) return;
    listener.sent = last.position;
    listener.reply.raw.write(`id: ${last.position}\ndata: ${JSON.stringify({ position: last.position, items: mine.map((line) => line.item) })}\n\n`);
  }

  private beat(): void {
    for (const { reply } of this.listeners) reply.raw.write(': still here\n\n');
  }
}
