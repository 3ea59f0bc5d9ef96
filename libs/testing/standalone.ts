import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#embedded';
import { isObject } from '#kernel';

export interface FirstAccount {
  readonly account: string;
  readonly password: string;
  readonly role: string;
  readonly unit: string;
  readonly organisation?: string;
}

export interface StandaloneRunOptions {
  /** Kept when given; else a folder of its own, removed by `remove`. */
  readonly dataFolder?: string;
  readonly port?: number;
  readonly demo?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly readyWithinMs?: number;
}

/** A whole ledger as a user starts it: supervisor, engines and apps as processes, from the compiled code in `dist`. */
export class StandaloneRun {
  readonly url: string;
  private child: ChildProcess | undefined;
  private said = '';

  private constructor(
    readonly dataFolder: string,
    readonly port: number,
    private readonly options: StandaloneRunOptions,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(options: StandaloneRunOptions = {}): Promise<StandaloneRun> {
    const run = new StandaloneRun(options.dataFolder ?? mkdtempSync(join(tmpdir(), 'ledger-run-')), options.port ?? (await freePort()), options);
    await run.begin();
    return run;
  }

  /** Starts (again) on the same folder and port. Answers the milliseconds until /readyz said ready. */
  async begin(): Promise<number> {
    const main = join(process.cwd(), 'dist', 'apps', 'standalone', 'main.js');
    if (!existsSync(main)) throw new Error('dist is missing: npm run build first');
    const began = performance.now();
    const child = spawn(process.execPath, [main, '--data', this.dataFolder, '--port', String(this.port), ...(this.options.demo ? ['--demo'] : [])], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.options.env },
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (this.said = `${this.said}${chunk.toString()}`.slice(-20_000)));
    await this.ready(this.options.readyWithinMs ?? 120_000);
    return performance.now() - began;
  }

  /** What was printed lately. */
  get output(): string {
    return this.said;
  }

  /** Waits until the front door says that all is well. */
  async ready(withinMs = 60_000): Promise<void> {
    const until = performance.now() + withinMs;
    while (performance.now() < until) {
      if (this.child === undefined || this.child.exitCode !== null) throw new Error(`the ledger ended while starting:\n${this.said}`);
      if (await this.isReady()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the ledger was not ready within ${withinMs} ms:\n${this.said}`);
  }

  get accounts(): readonly FirstAccount[] {
    return JSON.parse(readFileSync(join(this.dataFolder, 'first-accounts.json'), 'utf8')) as FirstAccount[];
  }

  /** The apps' environment: addresses of the engines, files of the secrets. */
  get engines(): Readonly<Record<string, string>> {
    return JSON.parse(readFileSync(join(this.dataFolder, 'engines.json'), 'utf8')) as Record<string, string>;
  }

  /** Pid of an app or engine under the supervisor (Linux: found by its command line); undefined while it is being restarted. */
  pidOf(name: 'api' | 'projector' | 'reactor' | 'eventstore' | 'postgres'): number | undefined {
    if (name === 'postgres') return Number(readFileSync(join(this.dataFolder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
    const entry = name === 'eventstore' ? 'standalone/store.js' : `${name}/main.js`;
    const list: unknown = JSON.parse(readFileSync(join(this.dataFolder, 'children.json'), 'utf8'));
    const pids = Array.isArray(list) ? list.flatMap((one: unknown) => (isObject(one) && typeof one['pid'] === 'number' ? [one['pid']] : [])) : [];
    return pids.find((pid) => commandLine(pid).includes(entry));
  }

  /** Ctrl-C: everything stops in order. */
  async stop(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
  }

  /** kill -9 of the supervisor itself. */
  async killSupervisor(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    if (this.options.dataFolder === undefined) rmSync(this.dataFolder, { recursive: true, force: true });
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
      return false;
    }
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
