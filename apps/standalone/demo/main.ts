import 'reflect-metadata';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDoor } from '#gateway';
import { EnvironmentFault, readEnvironment } from '../../environment';
import { endOnRequest, tellFatal, tellProgress } from '../../supervised';
import { wire } from '../../wiring';
import { play } from './player';
import { DemoRefused, recorderOver } from './recorder';
import { DEMO_SEED } from './seeded';
import { demoSteps } from './term';

const IN_FLIGHT_MAX = 64;
/** Raised when steps come in another order. */
const ORDER = 2;
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
  if (place.whole) return wired.close();
  if (place.isOfAnotherOrder)
    return tellFatal(
      '这个文件夹里的演示数据由旧版本写了一半，新版本不能接着写：请换一个新的 --data 文件夹。',
      'An older version played half of the demonstration into this folder, and this one cannot go on with it: begin a new --data folder.',
    );
  let total = 0;
  const last = process.env['LEDGER_DEMO_UNTIL'];
  for (const _ of demoSteps(last)) total += 1;
  const parts = wired.submissionParts(city);
  const door = await openDoor(parts);
  const onProgress = (upTo: number): void => {
    if (!place.save(upTo)) return;
    tellProgress({ label: '演示数据 / demonstration data', done: upTo, total });
  };
  playing = play({
    steps: demoSteps(last),
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
  /** Begun by a version that played its steps in another order: places and keys of the two do not meet. */
  readonly isOfAnotherOrder: boolean;
  readonly reached: number;
  readonly whole: boolean;
  private savedAt = performance.now();

  constructor(private readonly file: string) {
    const found = existsSync(file) ? placeIn(readFileSync(file, 'utf8')) : nowhere;
    this.isOfAnotherOrder = found.order !== ORDER && found.reached > 0 && !found.whole;
    this.reached = found.reached;
    this.whole = found.whole;
  }

  /** At most once a second, and when it is whole. */
  save(reached: number, whole = false): boolean {
    if (!whole && performance.now() - this.savedAt < SAVE_EVERY_MS) return false;
    this.savedAt = performance.now();
    writeFileSync(`${this.file}.new`, JSON.stringify({ seed: DEMO_SEED, order: ORDER, reached, whole }), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
    return true;
  }
}

interface Reached {
  readonly reached: number;
  readonly whole: boolean;
  readonly order?: unknown;
}

const nowhere: Reached = { reached: 0, whole: false };

function placeIn(text: string): Reached {
  try {
    const { seed, reached, whole, order } = JSON.parse(text) as Partial<Record<keyof Reached | 'seed', unknown>>;
    return seed === DEMO_SEED && typeof reached === 'number' ? { reached, whole: whole === true, order } : nowhere;
  } catch {
    return nowhere; // cut off while it was written: begin again, everything is found
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
