import { randomUUID } from 'node:crypto';
import { BACKWARDS, END, jsonEvent, NO_STREAM, StreamNotFoundError, type EventStoreDBClient } from '@eventstore/db-client';
import { isObject } from '#kernel';
import { Connection } from './connection';
import { named } from './refusals';

const METADATA_OF_ALL = '$$$all';
const LIMIT_MS = 10_000;

/**
 * Lets an account of an event store read and follow `$all`, as the ledger does, without making it an administrator: it joins `$acl.$r` in `$$$all`,
 * whatever else stands there stays. Says whether anything had to be written.
 * @param url of an administrator
 * @throws LedgerDenied, LedgerTimeout, LedgerUnavailable; WrongRevision when somebody else changed the rights at the same time
 */
export async function admitReader(url: string, account: string): Promise<'admitted' | 'already'> {
  const connection = new Connection(url);
  const what = `let ${account} read $all`;
  try {
    const { metadata, revision } = await rightsOf(connection.client);
    const acl = isObject(metadata['$acl']) ? metadata['$acl'] : {};
    const readers = rolesOf(acl['$r']);
    if (readers.includes(account)) return 'already';
    const data = { ...metadata, $acl: { ...acl, $r: [...readers, account] } };
    await connection.client.appendToStream(METADATA_OF_ALL, jsonEvent({ id: randomUUID(), type: '$metadata', data }), {
      expectedRevision: revision ?? NO_STREAM,
      deadline: LIMIT_MS,
    });
    return 'admitted';
  } catch (reason) {
    throw named(reason, { what, stream: METADATA_OF_ALL, limit_ms: LIMIT_MS });
  } finally {
    await connection.close();
  }
}

async function rightsOf(
  client: EventStoreDBClient,
): Promise<{ readonly metadata: Record<string, unknown>; readonly revision: bigint | undefined }> {
  try {
    const last = { direction: BACKWARDS, fromRevision: END, maxCount: 1, deadline: LIMIT_MS } as const;
    for await (const { event } of client.readStream(METADATA_OF_ALL, last))
      if (event) return { metadata: isObject(event.data) ? { ...event.data } : {}, revision: event.revision };
  } catch (reason) {
    if (!(reason instanceof StreamNotFoundError)) throw reason;
  }
  return { metadata: {}, revision: undefined };
}

/** Where nothing is said, administrators read: they must not be shut out by saying more. */
function rolesOf(said: unknown): readonly string[] {
  if (typeof said === 'string') return [said];
  return Array.isArray(said) && said.length > 0 ? said.filter((role) => typeof role === 'string') : ['$admins'];
}
