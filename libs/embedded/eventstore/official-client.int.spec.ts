import * as esdb from '@eventstore/db-client';
import { tellClientStories, type AnyClient } from './client-stories';

tellClientStories('@eventstore/db-client', officialClient);

function officialClient(address: string): AnyClient {
  const client = esdb.EventStoreDBClient.connectionString(`esdb://${address}?tls=false`);
  return {
    async append(stream, ids, expectedRevision, padding = {}) {
      const events = ids.map((id) =>
        esdb.jsonEvent({
          id,
          type: 'fact',
          data: { text: '暨阳街道', ...(padding.data && { padding: padding.data }) },
          ...(padding.metadata && { metadata: { padding: padding.metadata } }),
        }),
      );
      const result = await client.appendToStream(stream, events, { expectedRevision });
      return { next: result.nextExpectedRevision, commit: result.position?.commit };
    },
    async read(stream, backwards = false) {
      const found = [];
      const options: esdb.ReadStreamOptions = backwards ? { direction: esdb.BACKWARDS, fromRevision: esdb.END } : {};
      for await (const { event } of client.readStream(stream, options))
        if (event) found.push({ id: event.id, revision: event.revision, data: event.data });
      return found;
    },
    async readAllIds() {
      const ids: string[] = [];
      for await (const { event } of client.readAll()) if (event) ids.push(event.id);
      return ids;
    },
    follow(prefix, onId) {
      const subscription = client.subscribeToAll({ fromPosition: esdb.START, filter: esdb.streamNameFilter({ prefixes: [prefix] }) });
      subscription.on('data', ({ event }) => event && onId(event.id));
      return { stop: () => subscription.unsubscribe() };
    },
    setMaxCount: async (stream, maxCount) => void (await client.setStreamMetadata(stream, { maxCount })),
    maxCount: async (stream) => (await client.getStreamMetadata(stream)).metadata?.maxCount,
    remove: async (stream) => void (await client.deleteStream(stream)),
    tombstone: async (stream) => void (await client.tombstoneStream(stream)),
    close: () => client.dispose(),
  };
}
