import { randomBytes, randomUUID } from 'node:crypto';
import type { Instant } from '#kernel';
import type { DataKey, KeyPurpose, KeyStore } from '#ledger';

interface Kept extends KeyPurpose {
  readonly id: string;
  readonly since: Instant;
  /** Undefined once destroyed. */
  readonly key: Buffer | undefined;
}

/** The key store without its database: the same rules, for tests that need no engine. */
export class InMemoryKeys implements KeyStore {
  private keys: Kept[] = [];
  private readonly restricted = new Set<string>();
  private readonly erasedUpTo = new Map<string, Instant>();

  async keysFor(wanted: readonly KeyPurpose[], at: Instant): Promise<readonly DataKey[]> {
    return wanted.map(({ subject, purpose }) => {
      const kept = this.keys.find((key) => key.subject === subject && key.purpose === purpose && key.key);
      if (kept?.key) return { id: kept.id, subject, purpose, key: kept.key };
      const erased = this.erasedUpTo.get(subject);
      const since = erased !== undefined && erased >= at ? new Date(Date.parse(erased) + 1).toISOString() : at;
      const made = { id: randomUUID(), subject, purpose, key: randomBytes(32) };
      this.keys.push({ ...made, since });
      return made;
    });
  }

  async readable(ids: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const found = this.keys.filter((key) => ids.includes(key.id) && !this.restricted.has(key.subject));
    return new Map(found.flatMap(({ id, subject, purpose, key }) => (key ? [[id, { id, subject, purpose, key }] as const] : [])));
  }

  async restrict(subject: string): Promise<void> {
    this.restricted.add(subject);
  }

  async lift(subject: string): Promise<void> {
    this.restricted.delete(subject);
  }

  async erase(subject: string, upTo: Instant): Promise<number> {
    const doomed = this.keys.filter((key) => key.subject === subject && key.key !== undefined && key.since <= upTo);
    this.keys = this.keys.map((key) => (doomed.includes(key) ? { ...key, key: undefined } : key));
    const before = this.erasedUpTo.get(subject);
    if (before === undefined || before < upTo) this.erasedUpTo.set(subject, upTo);
    return doomed.length;
  }

  async close(): Promise<void> {
    this.keys = [];
  }
}
