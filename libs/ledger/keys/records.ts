import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key of one person and purpose. `wrapped` is null once it is destroyed; the row stays, so that what it sealed is known to be gone. */
@Entity({ name: 'keys' })
export class KeyRecord {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'text' })
  purpose!: string;

  /** recordedAt of its first fact. */
  @Column({ type: 'timestamptz' })
  since!: Date;

  /** Which master key wraps it. */
  @Column({ type: 'text' })
  master!: string;

  @Column({ type: 'bytea', nullable: true })
  wrapped!: Buffer | null;

  @Column({ name: 'destroyed_at', type: 'timestamptz', nullable: true })
  destroyedAt!: Date | null;
}

/** What was decided about a person: restricted or not, and up to when everything is erased. */
@Entity({ name: 'subjects' })
export class SubjectRecord {
  @PrimaryColumn({ type: 'text' })
  subject!: string;

  @Column({ type: 'boolean' })
  restricted!: boolean;

  @Column({ name: 'erased_up_to', type: 'timestamptz', nullable: true })
  erasedUpTo!: Date | null;
}

/** One row: the position up to which recorded decisions are carried out. */
@Entity({ name: 'obeyed' })
export class ObeyedRecord {
  @PrimaryColumn({ type: 'boolean' })
  one!: boolean;

  @Column({ type: 'bigint' })
  position!: string;
}
