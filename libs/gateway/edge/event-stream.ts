import type { FastifyReply } from 'fastify';
import type { Position } from '#ledger';
import { isLater, laterOf } from '#readside';
import { problem } from '../problem';
import { sourceOf } from './rate';
import { RecentLines, type LineSource, type PublicLine } from './recent-lines';
import type { EdgeOutcome, EdgeRequest, RouteSpec } from './route';

export interface PublicLines extends LineSource {
  readonly position: Position;
  onPosition(listener: (position: Position) => void): () => void;
}

interface Listener {
  readonly unit: string;
  readonly reply: FastifyReply;
  /** The position of the last line it was sent, or where it came in. */
  sent: Position;
}

/** Kiosks and residents of a whole city on one process. */
const [CONNECTIONS_MAX, PER_ADDRESS_MAX, HEARTBEAT_MS, BEHIND_BYTES_MAX] = [6_000, 20, 15_000, 1_000_000];
/** What comes within this time of a delivery goes out with the next: a flood of facts is some messages, not thousands for each of thousands. */
const GAP_MS = 250;
const UNIT = /^(\d{6}|\d{9}|\d{12}(-\d{1,3})?)$/;
/** Who listens to every unit. */
const EVERY = '';

/**
 * `GET /api/stream?unit=`: server-sent events `{position, items}` of public lines. A client that comes back says where it was
 * (`Last-Event-ID`) and is given what it missed; one that was away too long gets `reset` and reads the board anew.
 */
export class EventStream {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly perAddress = new Map<string, number>();
  private readonly recent: RecentLines;
  private readonly stopListening: () => void;
  private readonly heartbeat: NodeJS.Timeout;
  private connections = 0;
  private told: Position;
  private telling: Promise<void> | undefined;
  private again = false;
  private closed = false;

  constructor(private readonly lines: PublicLines) {
    this.told = lines.position;
    this.recent = new RecentLines(lines, this.told);
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
    for (const { reply } of this.all()) reply.raw.end();
  }

  private async open({ query, headers, reply, ip }: EdgeRequest): Promise<EdgeOutcome> {
    const { unit = EVERY, ...more } = query;
    const last = headers['last-event-id'];
    if (!(typeof unit === 'string' && (unit === EVERY || UNIT.test(unit))) || Object.keys(more).length > 0) return problem('request.query');
    if (last !== undefined && !(typeof last === 'string' && /^\d{1,20}$/.test(last)))
      return problem('request.header', { name: 'Last-Event-ID' });
    const source = sourceOf(ip);
    const from = this.perAddress.get(source) ?? 0;
    if (this.closed || this.connections >= CONNECTIONS_MAX || from >= PER_ADDRESS_MAX)
      return problem('stream.full', {}, { retryAfter: 10 });
    this.perAddress.set(source, from + 1);
    const listener: Listener = { unit, reply, sent: last ?? this.told };
    this.begin(listener, source);
    if (last !== undefined) await this.catchUp(listener);
    // From here to the end nothing is awaited: no line is told between the last look and joining.
    if (!reply.raw.closed && !reply.raw.destroyed) this.join(listener);
    return 'handled';
  }

  private begin(listener: Listener, source: string): void {
    const { reply } = listener;
    // Those that lost one server together do not come back to it in one moment.
    const retryMs = 2_000 + ((this.connections * 37) % 3_000);
    this.connections += 1;
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'ledger-position': this.told,
      'x-accel-buffering': 'no',
    });
    reply.raw.write(`retry: ${retryMs}\n\n`);
    reply.raw.on('error', () => undefined);
    reply.raw.on('close', () => {
      this.connections -= 1;
      this.leave(listener);
      const left = (this.perAddress.get(source) ?? 1) - 1;
      if (left > 0) this.perAddress.set(source, left);
      else this.perAddress.delete(source);
    });
  }

  private join(listener: Listener): void {
    const there = this.listeners.get(listener.unit);
    if (there) there.add(listener);
    else this.listeners.set(listener.unit, new Set([listener]));
  }

  private leave(listener: Listener): void {
    const there = this.listeners.get(listener.unit);
    there?.delete(listener);
    if (there?.size === 0) this.listeners.delete(listener.unit);
  }

  /** What a client missed, and what was told to the others while that was looked up. */
  private async catchUp(listener: Listener): Promise<void> {
    for (let told: Position; ;) {
      told = this.told;
      const missed = await this.recent.since(listener.sent).catch(() => undefined);
      if (!missed) {
        listener.sent = this.told;
        return void listener.reply.raw.write(`event: reset\nid: ${this.told}\ndata: {}\n\n`);
      }
      const mine = ofUnit(missed, listener.unit).filter((line) => isLater(line.position, listener.sent));
      if (mine.length > 0) write(listener, messageOf(mine), mine.at(-1)?.position ?? listener.sent);
      if (!isLater(this.told, told)) return;
    }
  }

  /** One look at the rows at a time, for all listeners together; none when nobody listens. */
  private tell(): void {
    if (this.connections === 0 && !this.telling) {
      this.told = laterOf(this.lines.position, this.told);
      this.recent.skip(this.told);
      return;
    }
    this.again = true;
    this.telling ??= (async () => {
      while (this.again && !this.closed) {
        this.again = false;
        const fresh = await this.recent.fresh().catch(() => undefined);
        if (!fresh) break;
        const sent = this.deliver(fresh.lines);
        this.told = laterOf(fresh.upTo, this.told);
        this.again ||= fresh.more;
        if (sent) await new Promise((resolve) => setTimeout(resolve, GAP_MS));
      }
      this.telling = undefined;
    })();
  }

  /** A message is written once per unit, however many listen to it. Whether anybody did. */
  private deliver(lines: readonly PublicLine[]): boolean {
    let sent = false;
    const units = new Set([EVERY, ...lines.flatMap((line) => line.units)]);
    for (const unit of units) {
      const listeners = this.listeners.get(unit);
      if (!listeners) continue;
      const mine = ofUnit(lines, unit);
      const [first, last] = [mine.at(0), mine.at(-1)];
      if (!first || !last) continue;
      sent = true;
      const whole = messageOf(mine);
      for (const listener of listeners) {
        if (isLater(first.position, listener.sent)) write(listener, whole, last.position);
        else if (isLater(last.position, listener.sent)) {
          // It caught up past the first of them while they were looked up.
          write(listener, messageOf(mine.filter((line) => isLater(line.position, listener.sent))), last.position);
        }
      }
    }
    return sent;
  }

  private beat(): void {
    for (const { reply } of this.all()) reply.raw.write(': still here\n\n');
  }

  private all(): readonly Listener[] {
    return [...this.listeners.values()].flatMap((listeners) => [...listeners]);
  }
}

function ofUnit(lines: readonly PublicLine[], unit: string): readonly PublicLine[] {
  return unit === EVERY ? lines : lines.filter((line) => line.units.includes(unit));
}

function messageOf(lines: readonly PublicLine[]): string {
  const position = lines.at(-1)?.position ?? '0';
  return `id: ${position}\ndata: ${JSON.stringify({ position, items: lines.map((line) => line.item) })}\n\n`;
}

/** A client that does not read is not waited for: it is cut off and comes back with its last id. */
function write(listener: Listener, message: string, position: Position): void {
  const { raw } = listener.reply;
  if (raw.writableLength > BEHIND_BYTES_MAX) return void raw.destroy();
  listener.sent = position;
  raw.write(message);
}
