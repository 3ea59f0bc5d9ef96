import { AppProcess, type AppEnding, type AppListener, type AppSpec } from './app-process';
import type { ChildRegistry } from './child-registry';
import { StartRefusal } from './start-refusal';

export interface Surroundings {
  readonly logs: string;
  readonly registry: ChildRegistry;
  readonly listener: AppListener;
  /** Said when an app ended and is started again after `inMs`. */
  restarting(name: string, ending: AppEnding, inMs: number): void;
  /** Said when trying again is useless: everything stops. */
  giveUp(reason: unknown): void;
  /** A reason that makes a restart useless, such as a full disk. */
  hopeless(): Error | undefined;
}

const backOffMsMin = 250;
const backOffMsMax = 15_000;
/** An app that never became ready is tried this often before the start is given up. */
const startTriesMax = 6;
/** An app that lived this long has earned a fresh back-off. */
const steadyAfterMs = 60_000;
const stopPatienceMs = 12_000;

/** An app that is kept running: started again when it ends, with a growing pause, until it is stopped. */
export class KeptApp {
  readonly ready: Promise<void>;
  private current: AppProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;
  private wasReady = false;
  private failures = 0;
  private becomeReady: () => void = () => undefined;

  constructor(
    private readonly spec: AppSpec,
    private readonly around: Surroundings,
  ) {
    this.ready = new Promise((done) => (this.becomeReady = done));
  }

  get name(): string {
    return this.spec.name;
  }

  start(): this {
    if (this.stopping) return this;
    const since = performance.now();
    const run = new AppProcess(this.spec, this.around.logs, this.around.registry, {
      ...this.around.listener,
      ready: () => {
        this.wasReady = true;
        this.becomeReady();
      },
      fatal: (zh, en) => this.around.giveUp(new StartRefusal('start.app-fatal', zh, en)),
    });
    this.current = run;
    void run.ended.then((ending) => this.afterEnd(ending, performance.now() - since));
    return this;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.current?.stop(stopPatienceMs);
  }

  kill(): void {
    this.stopping = true;
    clearTimeout(this.timer);
    this.current?.kill();
  }

  private afterEnd(ending: AppEnding, livedMs: number): void {
    this.current = undefined;
    if (this.stopping) return;
    this.failures = livedMs > steadyAfterMs ? 1 : this.failures + 1;
    const hopeless = this.around.hopeless();
    if (hopeless !== undefined) return this.around.giveUp(hopeless);
    if (!this.wasReady && this.failures >= startTriesMax) return this.around.giveUp(neverReady(this.spec.name, ending, this.around.logs));
    const pauseMs = Math.min(backOffMsMax, backOffMsMin * 2 ** (this.failures - 1));
    this.around.restarting(this.spec.name, ending, pauseMs);
    this.timer = setTimeout(() => this.start(), pauseMs);
  }
}

/**
 * Runs an app that does one thing and ends (genesis, demo). Killed or failed, it is run again: it resumes where it was.
 * @throws StartRefusal `start.app-failed` after six tries, or what `hopeless` says.
 */
export async function runToEnd(spec: AppSpec, around: Surroundings, started: (run: AppProcess) => void): Promise<void> {
  for (let tries = 1; ; tries++) {
    let fatal: StartRefusal | undefined;
    const run = new AppProcess(spec, around.logs, around.registry, {
      ...around.listener,
      fatal: (zh, en) => (fatal = new StartRefusal('start.app-fatal', zh, en)),
    });
    started(run);
    const ending = await run.ended;
    if (ending.code === 0) return;
    if (fatal !== undefined) throw fatal;
    const hopeless = around.hopeless();
    if (hopeless !== undefined) throw hopeless;
    if (tries >= startTriesMax) throw neverReady(spec.name, ending, around.logs);
    const pauseMs = Math.min(backOffMsMax, backOffMsMin * 2 ** (tries - 1));
    around.restarting(spec.name, ending, pauseMs);
    await new Promise((next) => setTimeout(next, pauseMs));
  }
}

function neverReady(name: string, ending: AppEnding, logs: string): StartRefusal {
  return new StartRefusal(
    'start.app-failed',
    `${name} 连续 ${startTriesMax} 次未能启动：${ending.lastWords}（日志：${logs}/${name}.log）`,
    `${name} failed to start ${startTriesMax} times: ${ending.lastWords} (log: ${logs}/${name}.log)`,
  );
}
