import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '#embedded';

export interface FirstAccount {
  readonly account: string;
  readonly password: string;
  readonly role: string;
  readonly unit: string;
  readonly organisation?: string;
}

export interface StandaloneRunOptions {
  /** Kept when given; else a folder of its own that the start has to make, removed by `remove`. */
  readonly dataFolder?: string;
  /** What is set beside PATH and HOME: given engines, a prefix, limits. Nothing else of the test's own environment reaches the ledger. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further options of the command line. */
  readonly args?: readonly string[];
}

export type Program = 'api' | 'projector' | 'reactor' | 'eventstore' | 'postgres' | 'genesis';

const READY_MS = 180_000;
const NEXT_LIFE_MS = 60_000;
const OUTPUT_MAX = 200_000;

/** `npm start` on a folder and a port of its own, as a person would start it, and what is needed to treat it badly. */
export class StandaloneRun {
  readonly url: string;
  private child: ChildProcess | undefined;
  private said = '';

  private constructor(
    readonly dataFolder: string,
    readonly port: number,
    private readonly env: Readonly<Record<string, string>>,
    private readonly own: string | undefined,
    private readonly args: readonly string[],
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Not yet started. */
  static async create({ dataFolder, env = {}, args = [] }: StandaloneRunOptions = {}): Promise<StandaloneRun> {
    const own = dataFolder === undefined ? mkdtempSync(join(tmpdir(), 'ledger-run-')) : undefined;
    return new StandaloneRun(dataFolder ?? join(own ?? '', 'data'), await freePort(), env, own, args);
  }

  /** Created, started and ready. */
  static async start(options: StandaloneRunOptions = {}): Promise<StandaloneRun> {
    const run = await StandaloneRun.create(options);
    await run.start();
    return run;
  }

  /** Starts it, also again on the same folder and port. Answers the milliseconds until it said that it is ready and /readyz agreed. */
  async start(): Promise<number> {
    const began = performance.now();
    this.begin();
    const ready = async (): Promise<boolean> => !this.isRunning || (this.said.includes('治理账本已就绪') && (await this.isReady()));
    if (!(await until(ready, READY_MS)) || !this.isRunning)
      throw new Error(`the ledger was not ready within ${READY_MS} ms:\n${this.said}`);
    return performance.now() - began;
  }

  /** Starts it without waiting. */
  begin(): void {
    this.said = '';
    const bootstrap = join(process.cwd(), 'apps', 'standalone', 'bootstrap.cjs');
    const child = spawn(process.execPath, [bootstrap, 'start', '--data', this.dataFolder, '--port', String(this.port), ...this.args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // As from npm: so it ends with the process that started it, also when that is killed.
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', npm_lifecycle_event: 'start', ...this.env },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.said = `${this.said}${chunk.toString('utf8')}`.slice(-OUTPUT_MAX)));
    this.child = child;
  }

  /** What it printed since it was last started, the latest of it. */
  get output(): string {
    return this.said;
  }

  get accounts(): readonly FirstAccount[] {
    return JSON.parse(readFileSync(join(this.dataFolder, 'first-accounts.json'), 'utf8')) as FirstAccount[];
  }

  /** The apps' environment: addresses of the engines, files of the secrets. */
  get engines(): Readonly<Record<string, string>> {
    return JSON.parse(readFileSync(join(this.dataFolder, 'engines.json'), 'utf8')) as Record<string, string>;
  }

  /** The pid of the latest life of one program; undefined when it had none yet (or PostgreSQL is between two). */
  pidOf(name: Program): number | undefined {
    const pid = Number(name === 'postgres' ? this.read('postgres', 'cluster', 'postmaster.pid')?.split('\n')[0] : this.loggedPid(name));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  }

  /** kill -9 of one program, once it runs; its pid. */
  async kill(name: Program): Promise<number> {
    let pid: number | undefined;
    const killed = await until(() => {
      pid = this.pidOf(name);
      try {
        return pid !== undefined && process.kill(pid, 'SIGKILL');
      } catch {
        return false; // between two lives
      }
    }, NEXT_LIFE_MS);
    if (!killed || pid === undefined) throw new Error(`${name} does not run:\n${this.said}`);
    return pid;
  }

  /** As by Ctrl-C: everything stops in order. Resolves with the exit code. */
  async stop(): Promise<number | null> {
    return this.end('SIGINT');
  }

  /** kill -9 of the supervisor itself. */
  async killSupervisor(): Promise<void> {
    await this.end('SIGKILL');
  }

  async remove(): Promise<void> {
    await this.stop();
    if (this.own !== undefined) rmSync(this.own, { recursive: true, force: true });
  }

  private get isRunning(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  private async end(name: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (child === undefined) return null;
    if (this.isRunning) {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill(name);
      await ended;
    }
    return child.exitCode;
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
      return false;
    }
  }

  /** Each life of an app begins with a line of its log. */
  private loggedPid(name: Program): string | undefined {
    return [...(this.read('logs', `${name}.log`) ?? '').matchAll(/^--- \S+ \S+ pid (\d+)$/gm)].at(-1)?.[1];
  }

  private read(...path: readonly string[]): string | undefined {
    try {
      return readFileSync(join(this.dataFolder, ...path), 'utf8');
    } catch {
      return undefined;
    }
  }
}
