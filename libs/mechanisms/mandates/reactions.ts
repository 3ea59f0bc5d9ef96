import { addDays } from '#kernel';
import type { Reaction, ReactionOp } from '#gateway';
import type { RecordedFact } from '#ledger';

/** A mandate with an end expires on the day after it. */
export const mandatesExpire: Reaction = {
  name: 'mandates.expire',
  on: { MandateGranted: schedule, MandateAmended: schedule, MandateRevoked: (fact) => [{ op: 'cancel', key: key(fact) }] },
};

function schedule(fact: RecordedFact): readonly ReactionOp[] {
  const until = fact.data['until'];
  if (typeof until !== 'string') return [{ op: 'cancel', key: key(fact) }];
  return [
    { op: 'schedule', due: { key: key(fact), on: addDays(until, 1), category: 'mandates', id: fact.id, action: 'expire', data: {} } },
  ];
}

function key(fact: RecordedFact): string {
  return `mandates.expire:${fact.id}`;
}
