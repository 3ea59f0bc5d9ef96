import { connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A TCP proxy that does to connections what networks do. Faults are switched while the calls go on. */
export interface FaultProxy {
  readonly port: number;
  /** Connections open now. */
  readonly open: number;
  /** Connections ever accepted. */
  readonly accepted: number;
  /** Breaks every connection off with a reset; new ones are welcome. */
  cut(): void;
  /** Breaks everything off and accepts nothing more until `resume`. */
  refuse(): void;
  /** Connections stay and nothing passes, in either direction; new ones likewise. What was sent passes after `resume`. */
  stall(): void;
  /** Present connections are dead for good though they look alive; new ones work. */
  halfOpen(): void;
  /** Everything passes later by so many milliseconds. */
  delay(by_ms: number): void;
  /** Ends every fault but `halfOpen`. */
  resume(): void;
  /** Another target from now on, for new connections. */
  retarget(target: { readonly host: string; readonly port: number }): void;
  close(): Promise<void>;
}

export async function startFaultProxy(target: { readonly host: string; readonly port: number }): Promise<FaultProxy> {
  const proxy = new TcpProxy(target);
  await proxy.listen();
  return proxy;
}

interface Pair {
  readonly ends: readonly [Socket, Socket];
  readonly pipes: readonly [Pipe, Pipe];
}

class TcpProxy implements FaultProxy {
  port = 0;
  accepted = 0;
  private readonly server: Server;
  private readonly pairs = new Set<Pair>();
  private by_ms = 0;
  private stalled = false;
  private refusing = false;

  constructor(private target: { readonly host: string; readonly port: number }) {
    this.server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => this.accept(near));
  }

  get open(): number {
    return this.pairs.size;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', () => {
        const address = this.server.address();
        this.port = address !== null && typeof address === 'object' ? address.port : 0;
        resolve();
      });
    });
  }

  cut(): void {
    for (const pair of [...this.pairs]) this.drop(pair);
  }

  refuse(): void {
    this.refusing = true;
    this.cut();
  }

  stall(): void {
    this.stalled = true;
    for (const { pipes } of this.pairs) for (const pipe of pipes) pipe.hold();
  }

  halfOpen(): void {
    for (const { pipes } of this.pairs) for (const pipe of pipes) pipe.hold(true);
  }

  delay(by_ms: number): void {
    this.by_ms = by_ms;
  }

  resume(): void {
    this.stalled = this.refusing = false;
    this.by_ms = 0;
    for (const { pipes } of this.pairs) for (const pipe of pipes) pipe.release();
  }

  retarget(target: { readonly host: string; readonly port: number }): void {
    this.target = target;
  }

  close(): Promise<void> {
    this.cut();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private accept(near: Socket): void {
    this.accepted++;
    if (this.refusing) {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ ...this.target, noDelay: true, allowHalfOpen: true });
    const pipes = [new Pipe(() => this.by_ms), new Pipe(() => this.by_ms)] as const;
    const pair: Pair = { ends: [near, far], pipes };
    this.pairs.add(pair);
    if (this.stalled) for (const pipe of pipes) pipe.hold();
    near.pipe(pipes[0]).pipe(far);
    far.pipe(pipes[1]).pipe(near);
    for (const end of pair.ends) {
      end.on('error', () => this.drop(pair));
      end.on('close', () => this.drop(pair));
    }
  }

  private drop(pair: Pair): void {
    if (!this.pairs.delete(pair)) return;
    for (const end of pair.ends) end.resetAndDestroy();
    for (const pipe of pair.pipes) pipe.destroy();
  }
}

/** One direction of a connection. Held, it lets nothing pass and so, by back-pressure, takes nothing in. */
class Pipe extends Transform {
  private held = false;
  private dead = false;
  private waiting: (() => void) | undefined;

  constructor(private readonly by_ms: () => number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null, data?: Buffer) => void): void {
    const pass = (): void => {
      if (this.held) this.waiting = pass;
      else done(null, chunk);
    };
    const by_ms = this.by_ms();
    if (by_ms > 0) setTimeout(pass, by_ms);
    else pass();
  }

  hold(forGood = false): void {
    this.held = true;
    this.dead ||= forGood;
  }

  release(): void {
    if (this.dead) return;
    this.held = false;
    const waiting = this.waiting;
    this.waiting = undefined;
    waiting?.();
  }
}
