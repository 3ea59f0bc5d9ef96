import { createServer } from 'node:net';
import { join } from 'node:path';
import { codeOf, diskFull } from '#embedded';
import { greet } from './greeting';
import { ChildRegistry } from './child-registry';
import { isFull, openDataFolder, removeEngines, writeEngines, type DataFolder } from './data-folder';
import { inherited, startEngines, type Engines } from './engines';
import type { AppProcess, AppSpec } from './app-process';
import { KeptApp, runToEnd, type Surroundings } from './kept-app';
import { LogFile } from './log-file';
import type { StandaloneOptions } from './options';
import { noteRestart } from './restarts';
import { StartRefusal, isSaid } from './start-refusal';
import type { Terminal } from './terminal';

/** Heaps would grow with the machine's memory: following leaves garbage faster than node cares to collect it. What each keeps is bounded well below. */
const HEAP_MIB: Readonly<Record<string, number>> = { projector: 280, api: 280, reactor: 192 };

/** Starts everything in order, keeps it running, stops it in the opposite order. One per process. */
export class Supervisor {
  private folder: DataFolder | undefined;
  private engines: Engines | undefined;
  private readonly kept: KeptApp[] = [];
  private readonly passing = new Set<AppProcess>();
  private stopping: Promise<void> | undefined;
  private broken: (reason: unknown) => void = () => undefined;
  private haveStopped: () => void = () => undefined;
  private readonly stopped = new Promise<void>((done) => (this.haveStopped = done));
  /** Rejects when something happened that no restart can mend. */
  private readonly hopeless: Promise<never>;

  constructor(
    private readonly options: StandaloneOptions,
    private readonly terminal: Terminal,
  ) {
    this.hopeless = new Promise<never>((_, fail) => (this.broken = fail));
    this.hopeless.catch(() => undefined);
  }

  /** Resolves when all is ready. @throws StartRefusal, EngineRefusal */
  async start(): Promise<void> {
    await Promise.race([this.begin(), this.hopeless]);
  }

  /** Never resolves; rejects when something happened that no restart can mend. */
  whileRunning(): Promise<never> {
    return this.hopeless;
  }

  /** Api, reactor, projector, event store, PostgreSQL: who writes is stopped before what it writes to. */
  stop(): Promise<void> {
    this.stopping ??= this.stopInOrder().finally(() => this.haveStopped());
    return this.stopping;
  }

  /** The second Ctrl-C: no waiting for anybody but PostgreSQL, which is asked for a fast shutdown by its own watchdog. */
  kill(): void {
    for (const app of this.kept) app.kill();
    for (const run of this.passing) run.kill();
    this.engines?.kill();
    this.folder?.release();
  }

  private async begin(): Promise<void> {
    const { options, terminal } = this;
    const began = performance.now();
    const folder = openDataFolder(options.data, options.demo);
    this.folder = folder;
    const registry = new ChildRegistry(join(folder.path, 'children.json'));
    await registry.endLeftOvers();
    await checkPort(options.host, options.port);
    const around = this.surroundings(folder, registry);
    terminal.both(
      folder.fresh ? '首次启动：正在建立账本…' : '正在启动…',
      folder.fresh ? 'First start: setting the ledger up…' : 'Starting…',
    );
    const engines = await this.startEngines(folder, around);
    if (this.stopping !== undefined) return;
    await this.startApps(folder, engines, around);
    if (this.isStopping()) return;
    greet(terminal, { options, folder, embedded: engines.embedded, seconds: (performance.now() - began) / 1000 });
    if (folder.synthetic) await this.play(folder, engines, around);
  }

  private async startEngines(folder: DataFolder, around: Surroundings): Promise<Engines> {
    const engines = await startEngines(folder, process.env, around, {
      restarting: (why, inMs) => {
        noteRestart(join(folder.path, 'restarts.json'), 'PostgreSQL', new Date());
        this.say(`PostgreSQL 已退出（${why}），${inMs} 毫秒后重启`, `PostgreSQL ended (${why}); starting it again in ${inMs} ms`);
      },
      restarted: (pid) => this.say(`PostgreSQL 已恢复（pid ${pid}）`, `PostgreSQL is back (pid ${pid})`),
      giveUp: (reason) => this.broken(reason),
      hopeless: () => around.hopeless(),
    });
    this.engines = engines;
    return engines;
  }

  /** The projector follows while genesis writes; the front door opens when the ledger is whole. */
  private async startApps(folder: DataFolder, engines: Engines, around: Surroundings): Promise<void> {
    const env = this.appEnvironment(folder, engines);
    writeEngines(folder, env);
    const keep = (name: string): KeptApp => this.keep(name, env, around);
    const projector = keep('projector');
    await this.run({ name: 'genesis', entry: 'api/genesis.js', env }, around);
    if (this.stopping !== undefined) return;
    // The reactor acts by today's calendar: in the middle of a demonstration of past years everything would be overdue at once.
    const rest = folder.synthetic ? [keep('api')] : [keep('reactor'), keep('api')];
    await this.allReady([projector, ...rest]);
  }

  private keep(name: string, env: Record<string, string>, around: Surroundings): KeptApp {
    const app = new KeptApp(
      { name, entry: `${name}/main.js`, env, ...(HEAP_MIB[name] === undefined ? {} : { heapMiB: HEAP_MIB[name] }) },
      around,
    );
    this.kept.push(app);
    return app.start();
  }

  /** A long wait is explained: a ledger of years takes its time, and one that hangs should say where. */
  private async allReady(apps: readonly KeptApp[]): Promise<void> {
    const waiting = new Set(apps.map(({ name }) => name));
    const timer = setInterval(
      () => this.say(`仍在等待：${[...waiting].join('、')}`, `still waiting for ${[...waiting].join(', ')}`),
      15_000,
    );
    try {
      await Promise.race([this.stopped, Promise.all(apps.map((app) => app.ready.then(() => waiting.delete(app.name))))]);
    } finally {
      clearInterval(timer);
    }
  }

  /** Also when started without --demo: a demonstration that was cut off is played to its end. The reactor begins after it. */
  private async play(folder: DataFolder, engines: Engines, around: Surroundings): Promise<void> {
    const { demoUntil } = this.options;
    const env = { ...this.appEnvironment(folder, engines), ...(demoUntil === undefined ? {} : { LEDGER_DEMO_UNTIL: demoUntil }) };
    this.say(
      '正在播放演示数据（可随时 Ctrl-C，下次从中断处继续）…',
      'Playing the demonstration data (Ctrl-C any time; it resumes where it was)…',
    );
    await this.run({ name: 'demo', entry: 'standalone/demo/main.js', env }, around);
    if (this.isStopping()) return;
    this.say('演示数据已全部写入。', 'The demonstration data is complete.');
    this.keep('reactor', env, around);
  }

  private async run(spec: AppSpec, around: Surroundings): Promise<void> {
    await runToEnd(spec, around, (run) => {
      this.passing.add(run);
      void run.ended.then(() => this.passing.delete(run));
    }).catch((reason: unknown) => {
      if (this.stopping === undefined) throw reason; // ended because we stop: no failure
    });
  }

  private appEnvironment(folder: DataFolder, engines: Engines): Record<string, string> {
    const { secretFiles } = folder;
    const prefix = process.env['LEDGER_PREFIX'];
    return {
      ...inherited(),
      EVENTSTORE_URL: engines.eventStoreUrl,
      DATABASE_URL: engines.databaseUrl,
      KEYS_DATABASE_URL: engines.keysDatabaseUrl,
      LEDGER_SECRET_FILE: process.env['LEDGER_SECRET_FILE'] ?? secretFiles.ledgerSecret,
      MASTER_KEY_FILE: process.env['MASTER_KEY_FILE'] ?? secretFiles.masterKey,
      TOKEN_KEY_FILE: process.env['TOKEN_KEY_FILE'] ?? secretFiles.tokenKey,
      LEDGER_DATA: folder.path,
      PORT: String(this.options.port),
      HOST: this.options.host,
      LEDGER_SYNTHETIC: folder.synthetic ? '1' : '0',
      LEDGER_STANDALONE: '1',
      // A store of our own has no other api than ours.
      ...(engines.embedded.includes('event store') ? { LEDGER_ALONE: '1' } : given('LEDGER_ALONE')),
      ...(prefix === undefined ? {} : { LEDGER_PREFIX: prefix }),
      ...given('LEDGER_RATE_PER_ACCOUNT'),
      ...given('LEDGER_IDLE_MINUTES'),
      ...(process.env['LEDGER_SECRET'] === undefined ? {} : { LEDGER_SECRET: process.env['LEDGER_SECRET'] }),
    };
  }

  private surroundings(folder: DataFolder, registry: ChildRegistry): Surroundings {
    const log = new LogFile(join(folder.logs, 'supervisor.log'));
    this.record = (text) => log.write(`${new Date().toISOString()} ${text}\n`);
    return {
      logs: folder.logs,
      registry,
      listener: {
        progress: (progress) => this.terminal.progress(progress),
        notice: (zh, en) => this.say(zh, en),
      },
      restarting: (name, ending, inMs) => {
        if (this.stopping !== undefined) return;
        const why = `${ending.signal ?? ending.code ?? '?'}${ending.lastWords === '' ? '' : `: ${ending.lastWords}`}`;
        noteRestart(join(folder.path, 'restarts.json'), name, new Date());
        this.say(`${name} 已退出（${why}），${inMs} 毫秒后重启`, `${name} ended; starting it again in ${inMs} ms`);
      },
      giveUp: (reason) => this.broken(reason),
      hopeless: () => (isFull(folder.path) ? diskFull(folder.path) : undefined),
    };
  }

  private isStopping(): boolean {
    return this.stopping !== undefined;
  }

  private record: (text: string) => void = () => undefined;

  private say(zh: string, en: string): void {
    this.record(`${zh} / ${en}`);
    this.terminal.both(zh, en);
  }

  private async stopInOrder(): Promise<void> {
    const order = ['api', 'reactor', 'projector'];
    await Promise.all([...this.passing].map((run) => run.stop(5_000)));
    for (const name of order) await this.kept.find((app) => app.name === name)?.stop();
    await this.engines?.stop();
    if (this.folder) removeEngines(this.folder);
    this.folder?.release();
  }
}

/** @throws StartRefusal `start.port-taken`, `start.port-forbidden`, `start.host-unknown` */
async function checkPort(host: string, port: number): Promise<void> {
  const code = await new Promise<string | undefined>((done) => {
    const probe = createServer();
    probe.once('error', (reason) => done(codeOf(reason) ?? String(reason)));
    probe.listen(port, host, () => probe.close(() => done(undefined)));
  });
  if (code === undefined) return;
  if (code === 'EADDRINUSE') {
    throw new StartRefusal(
      'start.port-taken',
      `端口 ${port} 已被占用。请停止占用它的程序，或用 --port 换一个。`,
      `Port ${port} is taken. Stop the program that uses it, or choose another with --port.`,
    );
  }
  if (code === 'EACCES') {
    throw new StartRefusal(
      'start.port-forbidden',
      `没有权限使用端口 ${port}。请用 --port 选 1024 以上的端口。`,
      `Port ${port} is not allowed for this user. Choose one above 1024 with --port.`,
    );
  }
  throw new StartRefusal(
    'start.host-unknown',
    `不能监听地址 ${host}（${code}）。请检查 --host。`,
    `Cannot listen on ${host} (${code}). Check --host.`,
  );
}

export function sayRefusal(terminal: Terminal, reason: unknown): void {
  if (isSaid(reason)) return terminal.refusal(reason.zh, reason.en);
  const said = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
  terminal.refusal(`启动失败（程序错误）：${said}`, 'Starting failed: this is a bug; please report the lines above with the logs.');
}

function given(name: string): Record<string, string> {
  const value = process.env[name];
  return value === undefined ? {} : { [name]: value };
}
