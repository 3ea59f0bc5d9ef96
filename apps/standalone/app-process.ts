import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Progress } from '../supervised';
import type { ChildRegistry } from './child-registry';
import { LogFile } from './log-file';

/** Where compiled apps lie: beside this file's own folder. */
const apps = join(__dirname, '..');

export interface AppSpec {
  /** Short name, also of its log file. */
  readonly name: string;
  /** Compiled entry, relative to `dist/apps`. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** Bound of its JavaScript heap. Without one, node lets garbage grow with the machine's memory. */
  readonly heapMiB?: number;
  readonly env: Readonly<Record<string, string>>;
}

export interface AppListener {
  ready?(): void;
  progress?(progress: Progress): void;
  notice?(zh: string, en: string): void;
  /** The app says that trying again is useless. */
  fatal?(zh: string, en: string): void;
}

export interface AppEnding {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last line it wrote to stderr, cut to 300 characters. */
  readonly lastWords: string;
}

/** One run of an app as its own process: pipe for readiness and progress, output to a bounded log, end as a value. */
export class AppProcess {
  readonly ended: Promise<AppEnding>;
  private readonly child: ChildProcess;
  private over = false;
  private lastWords = '';

  constructor(spec: AppSpec, logs: string, registry: ChildRegistry, listener: AppListener) {
    const log = new LogFile(join(logs, `${spec.name}.log`));
    // Detached: a Ctrl-C in the terminal reaches the supervisor alone, which stops the apps in order. If it dies, the pipe closes and they end.
    this.child = fork(join(apps, spec.entry), [...(spec.args ?? [])], {
      env: spec.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      cwd: join(apps, '..', '..'),
      execArgv: [
        '--enable-source-maps',
        '--disable-warning=ExperimentalWarning',
        '--disable-warning=DEP0123',
        ...(spec.heapMiB === undefined ? [] : [`--max-old-space-size=${spec.heapMiB}`]),
      ],
    });
    registry.add(this.child.pid);
    log.write(`--- ${new Date().toISOString()} ${spec.name} pid ${this.child.pid ?? '–'}\n`);
    this.child.stdout?.on('data', (chunk: Buffer) => log.write(chunk));
    this.child.stderr?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      this.hear(chunk.toString('utf8'));
    });
    this.child.on('message', (message) => hand(message, listener));
    this.ended = new Promise((done) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        if (this.over) return;
        this.over = true;
        registry.remove(this.child.pid);
        log.write(`--- ${new Date().toISOString()} ${spec.name} ended: ${signal ?? code ?? 'unknown'}\n`);
        log.close();
        done({ code, signal, lastWords: this.lastWords });
      };
      this.child.once('close', end);
      this.child.once('error', (reason) => {
        this.lastWords = reason.message;
        if (this.child.pid === undefined) end(null, null);
      });
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** SIGTERM, then after `patienceMs` SIGKILL. Resolves when it is gone. */
  async stop(patienceMs: number): Promise<void> {
    if (this.over) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), patienceMs);
    await this.ended;
    clearTimeout(timer);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private hear(text: string): void {
    const lines = text
      .split('\n')
      .filter(
        (line) =>
          line.trim() !== '' &&
          !/^\s+at /.test(line) &&
          !/^Node\.js v/.test(line) &&
          !/^[\s{}^]*$/.test(line) &&
          !/^\((node:|Use `node)/.test(line),
      );
    const last = lines.findLast((line) => /error|fault|refus|fatal|[\u4e00-\u9fff]/i.test(line)) ?? lines.at(-1);
    if (last !== undefined) this.lastWords = last.slice(0, 300);
  }
}

function hand(message: unknown, listener: AppListener): void {
  if (typeof message !== 'object' || message === null) return;
  if ('ready' in message && message.ready === true) listener.ready?.();
  if ('progress' in message && isProgress(message.progress)) listener.progress?.(message.progress);
  if ('notice' in message && isText(message.notice)) listener.notice?.(message.notice.zh, message.notice.en);
  if ('fatal' in message && isText(message.fatal)) listener.fatal?.(message.fatal.zh, message.fatal.en);
}

function isProgress(value: unknown): value is Progress {
  if (typeof value !== 'object' || value === null || !('label' in value) || !('done' in value) || !('total' in value)) return false;
  return typeof value.label === 'string' && typeof value.done === 'number' && typeof value.total === 'number';
}

function isText(value: unknown): value is { zh: string; en: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'zh' in value &&
    'en' in value &&
    typeof value.zh === 'string' &&
    typeof value.en === 'string'
  );
}
