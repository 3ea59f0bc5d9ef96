import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** Who may log in. The name is the pseudonym under which facts are recorded; roles lie in appointments, never here. */
@Entity('accounts')
export class AccountRecord {
  @PrimaryColumn('text')
  account!: string;

  /** argon2id, encoded. */
  @Column('text')
  password!: string;

  /** A one-time password: good only for changing it. */
  @Column('boolean', { name: 'must_change' })
  mustChange!: boolean;

  @Column('boolean')
  disabled!: boolean;

  /** Raised when password or state change: sessions of former versions are over. */
  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

/** Failed logins of a name, whether an account has it or not, so that an answer does not tell which names exist. */
@Entity('attempts')
export class AttemptRecord {
  @PrimaryColumn('text')
  account!: string;

  /** Where they came from; empty = from everywhere together. */
  @PrimaryColumn('text')
  network!: string;

  @Column('integer')
  failed!: number;

  @Column('timestamptz', { name: 'locked_until', nullable: true })
  lockedUntil!: Date | null;

  @Column('timestamptz', { name: 'last_at' })
  lastAt!: Date;
}

@Entity('sessions')
export class SessionRecord {
  @PrimaryColumn('uuid')
  session!: string;

  @Column('text')
  @Index('sessions_account_ix')
  account!: string;

  /** Version of the account at login. */
  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'began_at' })
  beganAt!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  /** Last use, exact to a minute: a session nobody uses is over before its end. */
  @Column('timestamptz', { name: 'used_at' })
  usedAt!: Date;

  /** A screen on a wall: reads, records nothing, and is over at its end alone. */
  @Column('boolean')
  wall!: boolean;

  /** Where the password was given; null where none was. */
  @Column('text', { nullable: true })
  network!: string | null;
}

/** Who uploaded which file, for which unit. The bytes lie in a folder under their hash. */
@Entity('attachments')
export class AttachmentRecord {
  @PrimaryColumn('text')
  hash!: string;

  @PrimaryColumn('text')
  unit!: string;

  @PrimaryColumn('text')
  account!: string;

  @Column('text')
  type!: string;

  @Column('integer')
  bytes!: number;

  @Column('timestamptz')
  at!: Date;
}

/** Who read what, or was refused what. Appended only. */
@Entity('access_log')
export class AccessLogRecord {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('timestamptz')
  @Index('access_log_at_ix')
  at!: Date;

  @Column('text', { nullable: true })
  account!: string | null;

  @Column('text', { array: true })
  roles!: string[];

  @Column('text')
  method!: string;

  @Column('text')
  route!: string;

  @Column('text')
  target!: string;

  @Column('integer')
  status!: number;

  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text')
  trace!: string;

  @Column('text')
  address!: string;
}

/** A search that its account wants to ask again. Own to the account; not a fact. */
@Entity('saved_searches')
export class SavedSearchRecord {
  @PrimaryColumn('text')
  account!: string;

  @PrimaryColumn('text')
  name!: string;

  @Column('jsonb')
  query!: object;

  @Column('timestamptz', { name: 'saved_at' })
  savedAt!: Date;
}
