import { addDays } from '#kernel';
import type { Reaction, ReactionOp } from '#gateway';
import type { RecordedFact } from '#ledger';

/** Credits lapse on the day after their last one; all of a card with the same last day at once. */
export const creditsExpire: Reaction = {
  name: 'cards.expire',
  on: { CreditsEarned: schedule, CreditsAdjusted: schedule },
};

function schedule(fact: RecordedFact): readonly ReactionOp[] {
  const until = fact.data['until'];
  if (typeof until !== 'string') return [];
  return [
    {
      op: 'schedule',
      due: { key: `cards.expire:${fact.id}:${until}`, on: addDays(until, 1), category: 'cards', id: fact.id, action: 'expire', data: {} },
    },
  ];
}
