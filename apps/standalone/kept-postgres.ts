import { startPostgres, type RunningPostgres } from '#embedded';

const backOffMsMax = 15_000;

export interface PostgresWatch {
  restarting(why: string, inMs: number): void;
  restarted(pid: number): void;
  giveUp(reason: unknown): void;
  hopeless(): Error | undefined;
}

/** The embedded PostgreSQL, kept running on one port for the life of the supervisor. */
export class KeptPostgres {
  private stopping = false;
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;

  private constructor(
    private current: RunningPostgres,
    private readonly dataDir: string,
    private readonly databases: readonly string[],
    private readonly logFile: string,
    private readonly watch: PostgresWatch,
  ) {
    this.follow(current);
  }

  static async start(dataDir: string, databases: readonly string[], logFile: string, watch: PostgresWatch): Promise<KeptPostgres> {
    return new KeptPostgres(await startPostgres({ dataDir, databases, logFile }), dataDir, databases, logFile, watch);
  }

  url(database: string): string {
    return this.current.url(database);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.current.stop();
  }

  private follow(running: RunningPostgres): void {
    void running.exited.then(({ code, signal }) => this.again(String(signal ?? code)));
  }

  private again(why: string): void {
    if (this.stopping) return;
    const hopeless = this.watch.hopeless();
    if (hopeless !== undefined) return this.watch.giveUp(hopeless);
    const pauseMs = this.failures === 0 ? 0 : Math.min(backOffMsMax, 250 * 2 ** (this.failures - 1));
    this.failures += 1;
    this.watch.restarting(why, pauseMs);
    this.timer = setTimeout(() => void this.restart(), pauseMs);
  }

  private async restart(): Promise<void> {
    try {
      const next = await startPostgres({
        dataDir: this.dataDir,
        databases: this.databases,
        logFile: this.logFile,
        port: this.current.port,
      });
      this.current = next;
      this.failures = 0;
      if (this.stopping) return void (await next.stop());
      this.watch.restarted(next.pid);
      this.follow(next);
    } catch (reason) {
      this.again(reason instanceof Error ? reason.message : String(reason));
    }
  }
}
