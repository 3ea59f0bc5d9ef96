import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '#embedded';

const readyWithinMs = 180_000;

/** `npm start` on a folder and a port of its own, as a person would start it, and what is needed to treat it badly. */
export class StandaloneProcess {
  private child: ChildProcess | undefined;
  private said = '';

  private constructor(
    readonly data: string,
    readonly port: number,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** @param env what is set beside PATH and HOME: given engines, a prefix. */
  static async create(env: Readonly<Record<string, string>> = {}): Promise<StandaloneProcess> {
    return new StandaloneProcess(join(mkdtempSync(join(tmpdir(), 'ledger-standalone-')), 'data'), await freePort(), env);
  }

  get output(): string {
    return this.said;
  }

  /** Starts it and waits until it says that it is ready. */
  async start(): Promise<void> {
    this.begin();
    const ready = (): boolean => this.said.includes('治理账本已就绪') || this.child?.exitCode !== null;
    if (!(await until(ready, readyWithinMs)) || this.child?.exitCode !== null) throw new Error(`not ready: ${this.said}`);
  }

  /** Starts it without waiting. */
  begin(): void {
    this.said = '';
    const args = ['apps/standalone/bootstrap.cjs', 'start', '--port', String(this.port), '--data', this.data];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...this.env },
    });
    const hear = (chunk: Buffer): void => void (this.said += chunk.toString('utf8'));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    this.child = child;
  }

  /** As by Ctrl-C; resolves with the exit code. */
  async stop(): Promise<number | null> {
    return this.end('SIGINT');
  }

  async killSupervisor(): Promise<void> {
    await this.end('SIGKILL');
  }

  async exit(): Promise<number | null> {
    const { child } = this;
    if (child === undefined) return null;
    if (child.exitCode === null && child.signalCode === null) await new Promise((done) => child.once('exit', done));
    return child.exitCode;
  }

  /** kill -9 of one program, once it runs; its pid. */
  async kill(name: 'api' | 'projector' | 'reactor' | 'eventstore' | 'postgres'): Promise<number> {
    let pid = 0;
    const killed = await until(() => {
      try {
        pid = this.pidOf(name);
        return process.kill(pid, 'SIGKILL');
      } catch {
        return false; // between two lives
      }
    }, 60_000);
    if (!killed) throw new Error(`${name} does not run: ${this.said}`);
    return pid;
  }

  pidOf(name: string): number {
    if (name === 'postgres') return Number(readFileSync(join(this.data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
    const log = readFileSync(join(this.data, 'logs', `${name}.log`), 'utf8');
    return Number([...log.matchAll(/^--- \S+ \S+ pid (\d+)$/gm)].at(-1)?.[1]);
  }

  /** The environment its apps were given. */
  environment(): Record<string, string> {
    return JSON.parse(readFileSync(join(this.data, 'engines.json'), 'utf8')) as Record<string, string>;
  }

  accounts(): { account: string; password: string; role: string; unit: string }[] {
    return JSON.parse(readFileSync(join(this.data, 'first-accounts.json'), 'utf8')) as {
      account: string;
      password: string;
      role: string;
      unit: string;
    }[];
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async remove(): Promise<void> {
    if (this.child?.exitCode === null && this.child.signalCode === null) await this.end('SIGINT');
    rmSync(join(this.data, '..'), { recursive: true, force: true });
  }

  private async end(name: NodeJS.Signals): Promise<number | null> {
    this.child?.kill(name);
    return this.exit();
  }
}
