import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** How far a view is. `generation` counts its swaps: a writer that knew another generation has lost its place. */
@Entity('checkpoints')
export class CheckpointRecord {
  @PrimaryColumn('text')
  view!: string;

  @Column('integer')
  version!: number;

  @Column('integer')
  generation!: number;

  /** Null before the first fact. */
  @Column('bigint', { nullable: true })
  position!: string | null;

  @Column('text', { name: 'event_id', nullable: true })
  eventId!: string | null;

  /** Σ SHA-256(canonical row) mod 2²⁵⁶, hex. */
  @Column('text')
  digest!: string;

  /** Fingerprint of the view's tables. */
  @Column('text')
  shape!: string;

  @Column('text', { array: true })
  tables!: string[];

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}

/** A stream whose facts wait for one view, because a fact of it could not be applied. */
@Entity('parked')
export class ParkedRecord {
  @PrimaryColumn('text')
  view!: string;

  @PrimaryColumn('text')
  stream!: string;

  /** Of the fact that could not be applied. */
  @Column('bigint')
  position!: string;

  @Column('text')
  type!: string;

  @Column('text')
  reason!: string;

  @Column('timestamptz', { name: 'parked_at' })
  parkedAt!: Date;
}

/** The facts of a parked stream, from the one that could not be applied on. */
@Entity('queued')
export class QueuedRecord {
  @PrimaryColumn('text')
  view!: string;

  @PrimaryColumn('bigint')
  position!: string;

  @Column('text')
  @Index('queued_stream_ix')
  stream!: string;

  @Column('jsonb')
  fact!: object;
}

/** What a rebuild found and did. */
@Entity('rebuilds')
export class RebuildRecord {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('text')
  view!: string;

  @Column('jsonb')
  report!: object;

  @Column('timestamptz', { name: 'finished_at' })
  finishedAt!: Date;
}

/** Plain personal values, current ones alone; a value is null while its subject is restricted. Never part of a view, its history or digest. */
@Entity('personal')
export class PersonalRecord {
  @PrimaryColumn('text')
  subject!: string;

  @PrimaryColumn('text')
  purpose!: string;

  @PrimaryColumn('text')
  field!: string;

  @Column('text', { nullable: true })
  value!: string | null;

  /** Where it was recorded, so that it can be opened again when a restriction is lifted. */
  @Column('text')
  stream!: string;

  @Column('integer')
  revision!: number;
}

/** The last position recorded on a Shanghai day: what the ledger knew at its end. */
@Entity('days')
export class DayRecord {
  @PrimaryColumn('text')
  day!: string;

  @Column('bigint')
  position!: string;
}
