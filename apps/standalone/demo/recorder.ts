import { isProblem, type Problem, type SubmissionDoor, type SubmissionRequest } from '#gateway';
import { dayOf } from '#kernel';
import type { Standing } from '../../wiring';
import type { DemoStep } from './agenda';
import type { Recorder } from './player';
import { DEMO_SEED } from './seeded';

/** A step that the ledger refused: the demonstration no longer fits the rules. */
export class DemoRefused extends Error {
  constructor(
    readonly step: DemoStep,
    readonly problem: Problem,
  ) {
    super(
      `${step.recordedAt} ${step.account}: ${step.category}-${step.id} ${step.action}: ${problem.code} ${problem.text.en} ${JSON.stringify(problem.errors ?? [])} ${JSON.stringify(step.data)}`,
    );
    this.name = 'DemoRefused';
  }
}

const TRIES_MAX = 60;
const PAUSE_MS = 500;
/** Not now, too many, engine away, timed out: asked again, for half a minute. */
const AGAIN: readonly number[] = [429, 503, 504];

/** Sends a step through the one door, by who is appointed to it that day. Keys are deterministic: what was recorded before is found again. */
export function recorderOver(door: Pick<SubmissionDoor, 'submit'>, { appointments }: Pick<Standing, 'appointments'>): Recorder {
  return async (step, index) => {
    const held = await appointments.held(step.account, dayOf(step.recordedAt));
    const request: SubmissionRequest = {
      category: step.category,
      id: step.id,
      action: step.action,
      body: { ...step.data, occurredOn: step.occurredOn },
      idempotencyKey: `${DEMO_SEED}:${index}`,
      caller: { account: step.account, held },
      source: { kind: 'demo' },
      trace: `demo-${index}`,
      recordedAt: step.recordedAt,
    };
    for (let tries = 1; ; tries += 1) {
      const outcome = await door.submit(request);
      if (!isProblem(outcome)) return;
      if (!AGAIN.includes(outcome.status) || tries >= TRIES_MAX) throw new DemoRefused(step, outcome);
      await new Promise((next) => setTimeout(next, PAUSE_MS));
    }
  };
}
