import { randomUUID } from 'node:crypto';
import { prepareEvent } from './append/commit-builder';
import { type StoreAccount } from './access/accounts';
import { LEDGER_ACCOUNT } from './access/store-credentials';
import { type GroupCommit } from './append/group-commit';
import { type AppendOutcome } from './protocol/append-answers';

const START_TIMEOUT_MS = 30_000;

/** The system events a fresh node begins with: two accounts and the list of accounts. No password, no hash: those are not kept in the log. */
const FIRST: readonly (readonly [stream: string, type: string, data: string])[] = [
  ['$user-admin', '$UserCreated', '{"loginName":"admin","fullName":"Event Store Administrator","groups":["$admins"],"disabled":false}'],
  ['$user-ops', '$UserCreated', '{"loginName":"ops","fullName":"Event Store Operations","groups":["$ops"],"disabled":false}'],
  ['$users', '$User', 'admin'],
  ['$users', '$User', 'ops'],
];

/** Lets the ledger's account read and follow `$all`, as an administrator would arrange it on a real node. */
const READS_ALL = ['$$$all', '$metadata', `{"$acl":{"$r":["$admins","${LEDGER_ACCOUNT}"]}}`] as const;

/** Writes them where they are missing; on a store that has them nothing happens, because each is written to an expected revision. */
export async function writeFirstEvents(commit: GroupCommit, accounts: readonly StoreAccount[]): Promise<void> {
  const next = new Map<string, bigint>();
  const ledger = accounts.some((account) => account.name === LEDGER_ACCOUNT);
  for (const [stream, type, data] of ledger ? [...FIRST, READS_ALL] : FIRST) {
    const after = next.get(stream);
    next.set(stream, (after ?? -1n) + 1n);
    const outcome = await submit(commit, stream, after, type, data);
    if (outcome.is !== 'written' && outcome.is !== 'wrong-expected-version')
      throw new Error(`The first events could not be written: ${outcome.is}.`);
  }
}

function submit(commit: GroupCommit, stream: string, after: bigint | undefined, type: string, data: string): Promise<AppendOutcome> {
  const now = Date.now();
  const event = { id: randomUUID(), type, json: type !== '$User', data: Buffer.from(data), custom: Buffer.alloc(0) };
  return new Promise((settle) => {
    commit.submit({
      kind: 'append',
      stream,
      expected: after ?? 'no_stream',
      events: [prepareEvent(stream, event, now)],
      deadlineMs: now + START_TIMEOUT_MS,
      settle,
    });
  });
}
