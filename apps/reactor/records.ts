import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An action that will be submitted when its day has come. */
@Entity('dues')
export class DueRecord {
  @PrimaryColumn('text')
  key!: string;

  @Column('text', { name: 'on_day' })
  onDay!: string;

  @Column('text')
  category!: string;

  @Column('text')
  id!: string;

  @Column('text')
  action!: string;

  @Column('jsonb')
  data!: object;

  /** `stream@revision` of the fact that set the date. */
  @Column('text')
  rests!: string;

  /** Of that fact. */
  @Column('bigint')
  position!: string;

  /** Code of the refusal: it is not tried again, and shown. */
  @Column('text', { nullable: true })
  refused!: string | null;
}

@Entity('followed')
export class FollowedRecord {
  @PrimaryColumn('text')
  name!: string;

  @Column('bigint', { nullable: true })
  position!: string | null;

  @Column('text', { name: 'event_id', nullable: true })
  eventId!: string | null;
}
