import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { FieldError } from '#contracts';

/** argon2id as OWASP advises: 19 MiB, two passes, one lane. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Verdicts computed at once, and those that may wait: more are refused as too many. */
const [AT_ONCE_MAX, WAITING_MAX] = [2, 64];
/** Without signs that are easily mistaken for one another. */
const SIGNS = 'abcdefghijkmnpqrstuvwxyz23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Costly by design, so bounded: a few at once, the rest in line, none beyond. */
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private dummy: Promise<string> | undefined;

  hash(password: string): Promise<string | undefined> {
    return this.bounded(() => hash(password, COST));
  }

  /** Whether it is the password; takes as long when there is no account. Undefined when too many wait. */
  async matches(encoded: string | undefined, password: string): Promise<boolean | undefined> {
    const against = encoded ?? (await (this.dummy ??= hash('no such account', COST)));
    const right = await this.bounded(() => verify(against, password));
    return right === undefined ? undefined : right && encoded !== undefined;
  }

  private async bounded<T>(task: () => Promise<T>): Promise<T | undefined> {
    if (this.running >= AT_ONCE_MAX) {
      if (this.waiting.length >= WAITING_MAX) return undefined;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running += 1;
    try {
      return await task();
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }
}

/** 16 signs of 56: 92 bits. */
export function generatedPassword(): string {
  return Array.from({ length: 16 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
}

/** What is wrong with a password a person chose; empty when nothing is. */
export function weakness(password: string, account: string): readonly FieldError[] {
  const length = [...password].length;
  if (length < 10 || length > 128)
    return [{ field: 'new', code: 'password.length', text: { zh: '密码应有 10 至 128 个字符', en: 'must have 10 to 128 characters' } }];
  if (password.toLowerCase().includes(account.toLowerCase()))
    return [{ field: 'new', code: 'password.account', text: { zh: '密码不能包含账号', en: 'must not contain the account' } }];
  if (new Set(password).size < 5)
    return [
      { field: 'new', code: 'password.same', text: { zh: '密码至少要有 5 种不同的字符', en: 'must have at least 5 different characters' } },
    ];
  return [];
}
