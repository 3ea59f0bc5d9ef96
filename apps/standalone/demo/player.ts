import { dayOf, type Day } from '#kernel';
import type { DemoStep } from './agenda';

/** Records one step; `index` is its place in the whole, the same every time. Rejects when it cannot be recorded. */
export type Recorder = (step: DemoStep, index: number) => Promise<void>;

export interface Playing {
  readonly steps: Iterable<DemoStep>;
  readonly record: Recorder;
  /** Steps before it were recorded by an earlier run. */
  readonly from: number;
  /** Steps under way at most. */
  readonly inFlightMax: number;
  /** Told after every step: everything before `upTo` is recorded. */
  readonly onProgress?: (upTo: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Records steps side by side: those of one stream in order, each after all earlier ones of the streams it names, and nothing of a day before
 * the day before it is recorded: positions follow the days, so that what was known on a day is what stands before a place. The first failure
 * ends it once everything under way has ended.
 * @returns how many steps there are before the place it came to.
 */
export async function play(playing: Playing): Promise<number> {
  const player = new Player(playing);
  let index = 0;
  for (const step of playing.steps) {
    if (index >= playing.from) await player.begin(step, index);
    index += 1;
    if (player.ended) break;
  }
  return player.end(Math.max(index, playing.from));
}

class Player {
  private readonly tails = new Map<string, Promise<void>>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly done = new Set<number>();
  private upTo: number;
  private day: Day | undefined;
  private failure: { readonly reason: unknown } | undefined;

  constructor(private readonly playing: Playing) {
    this.upTo = playing.from;
  }

  get ended(): boolean {
    return this.failure !== undefined || this.playing.signal?.aborted === true;
  }

  async begin(step: DemoStep, index: number): Promise<void> {
    const day = dayOf(step.recordedAt);
    if (day !== this.day) await Promise.all(this.underWay);
    this.day = day;
    while (this.underWay.size >= this.playing.inFlightMax) await Promise.race(this.underWay);
    if (this.ended) return;
    const stream = `${step.category}-${step.id}`;
    const before = [stream, ...step.after].flatMap((name) => this.tails.get(name) ?? []);
    const task: Promise<void> = this.run(step, index, before).finally(() => {
      this.underWay.delete(task);
      if (this.tails.get(stream) === task) this.tails.delete(stream);
    });
    this.tails.set(stream, task);
    this.underWay.add(task);
  }

  async end(reached: number): Promise<number> {
    await Promise.all(this.underWay);
    if (this.failure) throw this.failure.reason;
    return this.playing.signal?.aborted ? this.upTo : reached;
  }

  /** Never rejects: what waits for it is not recorded either once something failed. */
  private async run(step: DemoStep, index: number, before: readonly Promise<void>[]): Promise<void> {
    await Promise.all(before);
    if (this.failure) return;
    try {
      await this.playing.record(step, index);
      this.done.add(index);
      while (this.done.delete(this.upTo)) this.upTo += 1;
      this.playing.onProgress?.(this.upTo);
    } catch (reason) {
      this.failure ??= { reason };
    }
  }
}
