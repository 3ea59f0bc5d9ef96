import { createHash } from 'node:crypto';
import { isProblem, type Categories, type SubmissionDoor, type SubmissionRequest } from '#gateway';
import type { Day } from '#kernel';
import type { DueList, PendingDue } from './due-list';

export interface SubmittingParts {
  readonly list: Pick<DueList, 'due' | 'done' | 'refused'>;
  readonly door: SubmissionDoor;
  readonly categories: Categories;
  readonly log: (line: string) => void;
}

const BATCH_MAX = 200;

/** Submits what has come due, once each. A refusal is final until the date is set anew; an engine that is away is tried again at the next round. */
export async function submitDue(today: Day, parts: SubmittingParts): Promise<number> {
  let submitted = 0;
  for (;;) {
    const pending = await parts.list.due(today, BATCH_MAX);
    for (const due of pending) {
      if (!(await submitOne(due, parts))) return submitted;
      submitted += 1;
    }
    if (pending.length < BATCH_MAX) return submitted;
  }
}

/** False when it must be tried again later. */
async function submitOne(due: PendingDue, { list, door, categories, log }: SubmittingParts): Promise<boolean> {
  const outcome = await door.submit(requestOf(due, categories));
  if (!isProblem(outcome)) {
    await list.done(due);
    return true;
  }
  if (outcome.status >= 500 || outcome.status === 429) {
    log(`${due.key} is tried again later: ${outcome.code}`);
    return false;
  }
  log(`${due.key} was refused and is not tried again: ${outcome.code} ${outcome.text.en}`);
  await list.refused(due, outcome.code);
  return true;
}

/** It rests on the fact that set the date. */
function requestOf(due: PendingDue, categories: Categories): SubmissionRequest {
  const spec = categories.get(due.category)?.actions.get(due.action)?.spec;
  const power = spec?.who[0]?.power ?? `${due.category}.${due.action}`;
  return {
    category: due.category,
    id: due.id,
    action: due.action,
    body: due.data,
    // Set anew for the same day it is another submission; the same one tried again is not.
    idempotencyKey: createHash('sha256').update([due.key, due.onDay, due.rests].join('\u0000')).digest('hex'),
    caller: { account: 'reactor', held: [], authority: { kind: 'grant', power, rests: due.rests, clause: spec?.clause ?? '1' } },
    source: { kind: 'reactor' },
    trace: due.key.slice(0, 100),
  };
}
