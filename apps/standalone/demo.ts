import 'reflect-metadata';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDoor } from '#gateway';
import { EnvironmentFault, readEnvironment } from '../environment';
import { endOnRequest, tellFatal, tellProgress } from '../supervised';
import { wire } from '../wiring';
import { play } from './demo/player';
import { DemoRefused, recorderOver } from './demo/recorder';
import { DEMO_SEED, demoSteps } from './demo/term';

const IN_FLIGHT_MAX = 64;
const SAVE_EVERY_MS = 1_000;

/** Plays the demonstration into a ledger that was opened for it, then ends. Killed at any moment it goes on where it was. */
async function main(): Promise<void> {
  const environment = readEnvironment();
  const place = new Place(join(environment.dataFolder, 'demo-progress.json'));
  const wired = await wire(environment);
  const stop = new AbortController();
  let playing: Promise<unknown> = Promise.resolve();
  endOnRequest(async () => {
    stop.abort();
    await playing.catch(() => undefined);
    await wired.close();
  });
  const { city = '', synthetic } = await wired.begun();
  if (!synthetic) return tellFatal('演示数据不能写入真实账本。', 'Demonstration data never enters a real ledger.');
  let total = 0;
  for (const _ of demoSteps()) total += 1;
  if (place.reached >= total) return wired.close();
  const parts = wired.submissionParts(city);
  const door = await openDoor(parts);
  const onProgress = (upTo: number): void => {
    if (!place.save(upTo)) return;
    tellProgress({ label: '演示数据 / demonstration data', done: upTo, total });
  };
  playing = play({
    steps: demoSteps(),
    record: recorderOver(door, parts.standing),
    from: place.reached,
    inFlightMax: IN_FLIGHT_MAX,
    onProgress,
    signal: stop.signal,
  });
  await playing;
  if (!stop.signal.aborted) {
    place.save(total, true);
    tellProgress({ label: '演示数据 / demonstration data', done: total, total });
  }
  await door.close();
  await wired.close();
}

/** How far it came, in a file of the data folder. Only a hint: steps recorded after it are found again by their keys. */
class Place {
  readonly reached: number;
  private savedAt = performance.now();

  constructor(private readonly file: string) {
    this.reached = existsSync(file) ? reachedIn(readFileSync(file, 'utf8')) : 0;
  }

  /** At most once a second unless it must. */
  save(reached: number, must = false): boolean {
    if (!must && performance.now() - this.savedAt < SAVE_EVERY_MS) return false;
    this.savedAt = performance.now();
    writeFileSync(`${this.file}.new`, JSON.stringify({ seed: DEMO_SEED, reached }), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
    return true;
  }
}

function reachedIn(text: string): number {
  try {
    const { seed, reached } = JSON.parse(text) as { readonly seed?: unknown; readonly reached?: unknown };
    return seed === DEMO_SEED && typeof reached === 'number' ? reached : 0;
  } catch {
    return 0; // cut off while it was written: begin again, everything is found
  }
}

main().then(
  () => process.exit(process.exitCode ?? 0),
  (reason: unknown) => {
    if (reason instanceof EnvironmentFault) process.stderr.write(`${reason.message}\n`);
    else if (reason instanceof DemoRefused)
      tellFatal(`演示数据被拒绝:${reason.problem.text.zh}(${reason.message})`, `The demonstration was refused: ${reason.message}`);
    else process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
    process.exit(1);
  },
);
