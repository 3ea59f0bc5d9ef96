import { createHash } from 'node:crypto';
import { sealBytes, unsealBytes } from '../sealing';

const MASTER_BYTES = 32;

/** The master keys: the first wraps, the others still unwrap until everything is wrapped anew. */
export class MasterKeys {
  readonly current: string;
  private readonly byId: ReadonlyMap<string, Buffer>;

  constructor(current: Buffer, former: readonly Buffer[] = []) {
    for (const key of [current, ...former])
      if (key.length !== MASTER_BYTES) throw new Error(`a master key has ${MASTER_BYTES} bytes, not ${key.length}`);
    this.current = idOf(current);
    this.byId = new Map([current, ...former].map((key) => [idOf(key), key]));
  }

  wrap(key: Buffer, owner: string): Buffer {
    return sealBytes(key, this.named(this.current), aad(owner));
  }

  /** @throws Error when the master key is not among ours, or the wrapped key was altered or belongs to another row. */
  unwrap(wrapped: Buffer, master: string, owner: string): Buffer {
    return unsealBytes(wrapped, this.named(master), aad(owner));
  }

  private named(id: string): Buffer {
    const key = this.byId.get(id);
    if (!key) throw new Error(`the master key ${id} is not given`);
    return key;
  }
}

/** Names a master key without telling it: 16 hex digits of a hash of 32 random bytes. */
function idOf(key: Buffer): string {
  return createHash('sha256').update('governance-ledger master key\0').update(key).digest('hex').slice(0, 16);
}

function aad(owner: string): Buffer {
  return Buffer.from(`wrapped key\0${owner}`, 'utf8');
}
