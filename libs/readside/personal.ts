import type { ClientBase } from 'pg';
import { isVeiled } from '#contracts';
import { isObject, type Instant, type Json } from '#kernel';
import type { Checkpoint, RecordedFact } from '#ledger';
import { Checkpoints, isAhead, samePlace, type ViewState } from './checkpoints';
import type { ReadSchema } from './schema';
import { LostPlace } from './view-work';

/** The door to the keys. Everything may be repeated: after a restart facts are seen again. */
export interface PersonalDoor {
  /** The sealed values of each fact, in order; `path` ends in the field's name; null when the subject is restricted or its key destroyed. */
  open(
    facts: readonly RecordedFact[],
  ): Promise<
    readonly (readonly { readonly path: string; readonly subject: string; readonly purpose: string; readonly value: string | null }[])[]
  >;
  restrict(subject: string): Promise<void>;
  lift(subject: string): Promise<void>;
  /** Destroys the subject's keys that are not younger than `upTo`. */
  erase(subject: string, upTo: Instant): Promise<unknown>;
}

type Opened = Awaited<ReturnType<PersonalDoor['open']>>[number];

export interface PersonalOptions {
  readonly schema: ReadSchema;
  readonly door: PersonalDoor;
  /** Reads one fact again, to open it once a restriction is lifted. */
  readonly reread: (stream: string, revision: number) => Promise<RecordedFact | undefined>;
}

/** Facts of the mechanism `subjects`, whose stream id is the subject. */
const ERASED = 'SubjectErased';
const RESTRICTED = 'SubjectRestricted';
const LIFTED = 'SubjectRestrictionLifted';
const SUBJECT_FACTS: readonly string[] = [ERASED, RESTRICTED, LIFTED];

/** Its checkpoint's name; no view may be called so. */
export const PERSONAL = '~personal';
/** Facts that concern nobody's values are counted, and the checkpoint moved only after so many. */
const SEEN_MAX = 2_000;

/**
 * Keeps the one table of plain personal values: filled from sealed facts, hidden by a restriction, emptied by an erasure. Beside every view's
 * rows, history and digest: nothing of it survives an erasure, and a rebuild of views never sees it.
 */
export class PersonalWriter {
  private readonly table: string;
  private readonly checkpoints: Checkpoints;
  private seen = 0;

  constructor(
    private readonly client: ClientBase,
    private readonly options: PersonalOptions,
    private state: ViewState,
  ) {
    this.table = options.schema.table('personal');
    this.checkpoints = new Checkpoints(options.schema);
  }

  get checkpoint(): Checkpoint | undefined {
    return this.state.checkpoint;
  }

  /** Harmless when it sees a fact again. Fails when the keys cannot be reached. */
  async write(facts: readonly RecordedFact[], end: Checkpoint): Promise<void> {
    const concerned = facts.filter((fact) => isAhead(fact.position, this.state.checkpoint) && concerns(fact));
    this.seen += facts.length;
    if (concerned.length === 0 && this.seen < SEEN_MAX) return;
    await this.client.query('BEGIN');
    try {
      const [now] = await this.checkpoints.lock(this.client, [PERSONAL]);
      if (!samePlace(now?.checkpoint, this.state.checkpoint)) throw new LostPlace(PERSONAL);
      for (const run of runsOf(concerned)) await this.take(run);
      await this.checkpoints.advance(this.client, [{ view: PERSONAL, digest: this.state.digest }], end);
      await this.client.query('COMMIT');
    } catch (reason) {
      await this.client.query('ROLLBACK').catch(() => undefined);
      throw reason;
    }
    this.seen = 0;
    this.state = { ...this.state, checkpoint: end };
  }

  /** The keys first: what is erased from the rows must not be readable anywhere else by then. */
  private async take(run: readonly RecordedFact[]): Promise<void> {
    const { door } = this.options;
    const [first] = run;
    if (first?.type === ERASED) {
      await door.erase(first.id, first.meta.recordedAt);
      await this.client.query(`DELETE FROM ${this.table} WHERE subject = $1`, [first.id]);
    } else if (first?.type === RESTRICTED) {
      await door.restrict(first.id);
      await this.client.query(`UPDATE ${this.table} SET value = NULL WHERE subject = $1`, [first.id]);
    } else if (first?.type === LIFTED) {
      await door.lift(first.id);
      await this.refill(first.id);
    } else {
      const opened = await door.open(run);
      for (const [index, fact] of run.entries()) await this.put(fact, opened[index] ?? []);
    }
  }

  private async put(fact: RecordedFact, opened: Opened): Promise<void> {
    if (opened.length === 0) return;
    const field = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
    await this.client.query(
      `INSERT INTO ${this.table} (subject, purpose, field, value, stream, revision)
       SELECT o.*, $5, $6 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS o
       ON CONFLICT (subject, purpose, field) DO UPDATE SET value = excluded.value, stream = excluded.stream, revision = excluded.revision`,
      [
        opened.map((one) => one.subject),
        opened.map((one) => one.purpose),
        opened.map((one) => field(one.path)),
        opened.map((one) => one.value),
        fact.stream,
        fact.revision,
      ],
    );
  }

  private async refill(subject: string): Promise<void> {
    const { rows } = await this.client.query<{ stream: string; revision: number }>(
      `SELECT DISTINCT stream, revision FROM ${this.table} WHERE subject = $1 AND value IS NULL`,
      [subject],
    );
    for (const { stream, revision } of rows) {
      const fact = await this.options.reread(stream, revision);
      const opened = fact ? ((await this.options.door.open([fact]))[0] ?? []).filter((one) => one.subject === subject) : [];
      if (fact) await this.put(fact, opened);
    }
  }
}

/** A decision about a subject stands alone: what comes after it is opened after it. */
function runsOf(facts: readonly RecordedFact[]): readonly (readonly RecordedFact[])[] {
  const runs: RecordedFact[][] = [];
  let open: RecordedFact[] | undefined;
  for (const fact of facts) {
    const alone = SUBJECT_FACTS.includes(fact.type);
    if (open && !alone) open.push(fact);
    else runs.push((open = [fact]));
    if (alone) open = undefined;
  }
  return runs;
}

function concerns(fact: RecordedFact): boolean {
  return SUBJECT_FACTS.includes(fact.type) || holdsVeiled(fact.data);
}

function holdsVeiled(value: Json): boolean {
  if (Array.isArray(value)) return value.some(holdsVeiled);
  if (!isObject(value)) return false;
  return isVeiled(value) || Object.values(value).some((member) => holdsVeiled(member as Json));
}
