import { code, contract, text } from '#contracts';
import { streamOf, type Decider, type Fact, type Instant, type Needs, type StreamName } from '#kernel';
import { submissionIdOf, type Metadata } from '#ledger';
import type { RuledCategory } from './categories';
import { reservationId } from './identity';
import type { Folds } from './ports';

// Stored names: category, fact types and members are a format and never change.

const SUBMISSION = { pattern: '^[0-9a-f-]{36}$', says: { zh: '应为提交编号', en: 'must be a submission id' }, max: 36 } as const;

export class Reserved {
  @text({ zh: '占用者', en: 'Owner', max: 300 })
  readonly owner!: string;
  @code({ zh: '提交编号', en: 'Submission', ...SUBMISSION })
  readonly submission!: string;
  @text({ zh: '所属流类别', en: 'Category of the target', max: 64 })
  readonly category!: string;
  @text({ zh: '所属流编号', en: 'Id of the target', max: 128 })
  readonly id!: string;
}

export class Released {
  @code({ zh: '提交编号', en: 'Submission', ...SUBMISSION })
  readonly submission!: string;
}

/** Who holds what must never happen twice. A later owner replaces the former one; several submissions of one owner hold it together. */
export interface Reservation {
  readonly held?: { readonly owner: string; readonly submissions: readonly string[]; readonly target: StreamName; readonly at: Instant };
}

const decider: Decider<Reservation, never, Fact<'Reserved', Reserved> | Fact<'Released', Released>> = {
  initial: () => ({}),
  evolve({ held }, fact, about) {
    if (fact.type === 'Reserved') {
      const { owner, submission, category, id } = fact.data;
      const before = held?.owner === owner ? held.submissions : [];
      return { held: { owner, submissions: [...before, submission], target: { category, id }, at: about.recordedAt } };
    }
    const left = held?.submissions.filter((submission) => submission !== fact.data.submission) ?? [];
    return held && left.length > 0 ? { held: { ...held, submissions: left } } : {};
  },
  concerns: () => undefined,
  decide: () => [],
};

/** Internal: no action of it can be asked for. Taken and released by submissions alone. */
export const reservations: RuledCategory = {
  contract: contract({
    category: 'reservations',
    label: { zh: '占用', en: 'Reservations' },
    clause: '19',
    id: { pattern: '^[a-z-]{1,40}\\.[a-z2-7]{32}$', says: { zh: '类别.摘要', en: 'kind.hash' }, label: { zh: '占用', en: 'Reservation' } },
    actions: {},
    facts: {
      Reserved: { label: { zh: '已占用', en: 'Reserved' }, data: Reserved, says: { zh: '由 {owner} 占用', en: 'Held by {owner}' } },
      Released: { label: { zh: '已释放', en: 'Released' }, data: Released, says: { zh: '占用已释放', en: 'Released' } },
    },
    refusals: {},
    readers: [],
  }),
  decider: decider as unknown as Decider<unknown>,
};

/** One that this submission has taken, to be released when the action is refused after all. */
export interface Taken {
  readonly id: string;
}

export interface ReservationAsked {
  readonly needs: NonNullable<Needs['reservations']>;
  readonly target: StreamName;
  readonly submission: string;
  readonly meta: Omit<Metadata, 'subjects'>;
}

/** A reservation left by a crash may be taken over after this long, when its target lacks the submission. */
export const TAKEOVER_AFTER_MS = 10 * 60_000;

/**
 * Takes what is needed; answers what was newly taken, or the code of the first that another submission holds.
 * Throws WrongRevision when two take at once: the caller looks and decides again.
 */
export async function take(
  asked: ReservationAsked,
  folds: Folds,
  secret: Buffer,
): Promise<{ readonly taken: readonly Taken[] } | { readonly refused: string; readonly taken: readonly Taken[] }> {
  const taken: Taken[] = [];
  for (const need of asked.needs) {
    const id = reservationId(secret, need.kind, need.value);
    const owner = `${streamOf(asked.target)}/${need.owner}`;
    const stream = { category: 'reservations', id };
    // Taken at the revision it stands at: one that another has begun meanwhile ends in a wrong revision and is looked at then.
    const folded = folds.presumedAbsent?.(stream) ?? (await folds.load(stream));
    const { held } = folded.state as Reservation;
    if (held?.submissions.includes(asked.submission)) continue;
    if (held && held.owner !== owner && !(await abandoned(held, asked.meta.recordedAt, folds))) return { refused: need.refused, taken };
    if (held?.owner === owner && (await recorded(held, folds))) continue;
    const data = { owner, submission: asked.submission, category: asked.target.category, id: asked.target.id };
    await append(id, folded.revision, { type: 'Reserved', data }, asked, folds);
    taken.push({ id });
  }
  return { taken };
}

/** Gives back what this submission took. */
export async function release(taken: readonly Taken[], asked: ReservationAsked, folds: Folds): Promise<void> {
  for (const { id } of taken) {
    const folded = await folds.load({ category: 'reservations', id });
    if (!(folded.state as Reservation).held?.submissions.includes(asked.submission)) continue;
    await append(id, folded.revision, { type: 'Released', data: { submission: asked.submission } }, asked, folds);
  }
}

async function append(
  id: string,
  at: number,
  fact: { readonly type: string; readonly data: Record<string, string> },
  asked: ReservationAsked,
  folds: Folds,
): Promise<void> {
  const stream = { category: 'reservations', id };
  // An id of its own for each revision: a reservation may be taken, released and taken again by one submission.
  const submission = submissionIdOf({ account: asked.submission, category: stream.category, id, action: fact.type, key: String(at) });
  try {
    await folds.append({ stream, at, facts: [{ ...fact, subjects: [] }], meta: { ...asked.meta, submission }, personal: [] });
  } catch (error) {
    // The target is read again by the caller; this stream nobody else would.
    await folds.reload(stream).catch(() => undefined);
    throw error;
  }
}

async function abandoned(held: NonNullable<Reservation['held']>, now: Instant, folds: Folds): Promise<boolean> {
  if (Date.parse(now) - Date.parse(held.at) < TAKEOVER_AFTER_MS) return false;
  const target = await folds.reload(held.target);
  return !held.submissions.some((submission) => target.submission(submission) !== undefined);
}

async function recorded(held: NonNullable<Reservation['held']>, folds: Folds): Promise<boolean> {
  const target = await folds.load(held.target);
  return held.submissions.some((submission) => target.submission(submission) !== undefined);
}
