import { isRefusal, type Fact, type Refusal } from '#kernel';
import type { Metadata, NewFact } from '#ledger';
import { groundOf, type Ground, type GroundParts } from './ground';
import type { Folded } from './ports';
import type { Prepared } from './prepare';
import { problem, refusedBy, type Problem } from './problem';
import { release, take, type ReservationAsked, type Taken } from './reservations';
import type { Answered, Outcome } from './submission';

export interface RecordParts extends GroundParts {
  readonly secret: Buffer;
}

/**
 * One attempt: looks for the submission in the folded stream, else finds its ground, decides and appends at the folded revision.
 * Throws what the ledger throws (wrong revision, timeout): the caller looks and decides again.
 */
export async function attempt(asked: Prepared, folded: Folded, taken: Taken[], parts: RecordParts): Promise<Outcome> {
  const before = folded.submission(asked.submission);
  if (before)
    return before.digest === asked.digest
      ? { stream: asked.stream, revision: before.revision, position: before.position }
      : problem('submission.key-reused');
  const ground = await groundOf(asked, folded, parts);
  if ('status' in ground) return ground;
  const stale = staleness(asked, folded);
  if (stale) return stale;
  const decision = asked.category.decider.decide(asked.asked, folded.state, ground.given);
  const reserving = reservationsAsked(asked, ground);
  if (isRefusal(decision)) {
    await release(taken, reserving, parts.folds);
    return worded(asked, decision);
  }
  if (decision.length === 0) return { stream: asked.stream, revision: folded.revision, position: folded.position, already: true };
  if (reserving.needs.length > 0) {
    const reserved = await take(reserving, parts.folds, parts.secret);
    taken.push(...reserved.taken);
    if ('refused' in reserved) {
      await release(taken, reserving, parts.folds);
      return worded(asked, { refused: reserved.refused });
    }
  }
  return append(asked, folded, ground, decision, parts);
}

async function append(
  asked: Prepared,
  folded: Folded,
  ground: Ground,
  facts: readonly Fact<string, object>[],
  parts: RecordParts,
): Promise<Answered> {
  const appended = await parts.folds.append({
    stream: asked.target,
    at: folded.revision,
    facts: facts.map((fact) => newFact(asked, ground, fact, parts.city)),
    meta: metaOf(asked, ground),
    personal: asked.personal,
  });
  return { stream: asked.stream, revision: appended.revision, position: appended.position };
}

function newFact(asked: Prepared, ground: Ground, fact: Fact<string, object>, city: string): NewFact {
  const spec = asked.category.contract.facts[fact.type];
  if (!spec) throw new Error(`${asked.target.category}.${asked.action.name} decided ${fact.type}, which is not declared`);
  const data = JSON.parse(JSON.stringify(fact.data)) as NewFact['data'];
  const own = (spec.subjects?.(data, asked.target.id) ?? []).map((subject) => `${subject.kind}:${subject.id}`);
  return { type: fact.type, data, subjects: [...new Set([`unit:${ground.unit ?? city}`, ...own])] };
}

function metaOf(asked: Prepared, { given, looked, unit }: Ground): Omit<Metadata, 'subjects'> {
  return {
    v: 1,
    submission: asked.submission,
    digest: asked.digest,
    action: asked.action.name,
    actor: given.actor,
    authority: given.authority,
    refs: looked,
    occurredOn: asked.occurredOn,
    recordedAt: asked.now,
    source: asked.request.source,
    trace: asked.request.trace,
    ...(unit === undefined ? {} : { unit }),
  };
}

function reservationsAsked(asked: Prepared, ground: Ground): ReservationAsked {
  return { needs: ground.needs.reservations ?? [], target: asked.target, submission: asked.submission, meta: metaOf(asked, ground) };
}

function staleness(asked: Prepared, folded: Folded): Problem | undefined {
  const { ifMatch } = asked.request;
  return ifMatch === undefined || ifMatch === folded.revision
    ? undefined
    : problem('submission.stale', { seen: ifMatch, now: folded.revision });
}

/** The refusal of a decider with the texts of its contract. An undeclared code is a bug of the mechanism. */
function worded(asked: Prepared, refusal: Refusal): Problem {
  const spec = asked.category.contract.refusals[refusal.refused];
  if (!spec) throw new Error(`${asked.target.category}.${asked.action.name} refused with ${refusal.refused}, which is not declared`);
  const refused = refusedBy(refusal.refused, spec, refusal.values);
  return refusal.field === undefined
    ? refused
    : { ...refused, errors: [{ field: refusal.field, code: refusal.refused, text: refused.text }] };
}
