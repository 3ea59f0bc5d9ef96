import 'reflect-metadata';
import { openDoor } from '#gateway';
import { dayOf } from '#kernel';
import { LedgerError } from '#ledger';
import { EnvironmentFault, readEnvironment } from '../environment';
import { endOnRequest, tellFatal, tellReady } from '../supervised';
import { house, systemClock, wire } from '../wiring';
import { DueList } from './due-list';
import { submitDue } from './submitting';

/** Nothing falls due within a second, so batches may be large. */
const PACE_MS = 250;

/** Follows the ledger into the list of what is due, and submits each when its Shanghai day has come. */
async function main(): Promise<void> {
  const environment = readEnvironment();
  const log = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);
  const wired = await wire(environment);
  const list = await DueList.open(
    environment.databaseUrl,
    environment.prefix,
    house.mechanisms.flatMap((mechanism) => mechanism.reactions),
  );
  const { city = '' } = await wired.begun();
  const door = await openDoor(wired.submissionParts(city));
  const stop = new AbortController();
  const rounds = new Rounds(
    async () => void (await submitDue(dayOf(systemClock.now()), { list, door, categories: house.categories, log })),
    log,
  );
  const following = wired.ledger.follow({
    name: 'reactor',
    from: await list.checkpoint(),
    batchMax: 1_000,
    pace_ms: PACE_MS,
    signal: stop.signal,
    onBatch: async (facts, end) => {
      wired.folds.observe(facts);
      await list.take(facts, end);
    },
    // Not before the end of the ledger is reached: what looks due may have been cancelled since. No further batch need come to say so.
    onState: (state) => void (state === 'live' && rounds.begin(tellReady)),
  });
  endOnRequest(async () => {
    stop.abort();
    await rounds.end();
    await following.catch(() => undefined);
    await door.close();
    await list.close();
    await wired.close();
  });
  await Promise.race([
    following,
    list.lost().then(() => Promise.reject(new Error('the database connection that holds the due list was lost'))),
  ]);
}

/** Every minute; a minute is also how late after midnight something may be. One round at a time. */
class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly round: () => Promise<void>,
    private readonly log: (line: string) => void,
  ) {}

  begin(first: () => void): void {
    if (this.timer) return;
    this.timer = setInterval(() => this.run(), 60_000);
    this.run();
    first();
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private run(): void {
    this.running ??= this.round()
      .catch((reason: unknown) => this.log(`a round failed: ${reason instanceof Error ? reason.message : String(reason)}`))
      .finally(() => (this.running = undefined));
  }
}

main().catch((reason: unknown) => {
  if (reason instanceof EnvironmentFault) process.stderr.write(`${reason.message}\n`);
  else if (reason instanceof LedgerError && (reason.code === 'ledger.halted' || reason.code === 'ledger.unknown-fact'))
    tellFatal(reason.text.zh, reason.text.en);
  else process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
  setTimeout(() => process.exit(1), 200);
});
