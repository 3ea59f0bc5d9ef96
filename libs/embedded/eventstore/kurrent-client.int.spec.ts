import * as kurrent from '@kurrent/kurrentdb-client';
import { tellClientStories, type AnyClient } from './client-stories';

tellClientStories('@kurrent/kurrentdb-client', kurrentClient);

function kurrentClient(address: string): AnyClient {
  const client = kurrent.KurrentDBClient.connectionString(`kurrentdb://${address}?tls=false`);
  return {
    async append(stream, ids, streamState, padding = {}) {
      const events = ids.map((id) =>
        kurrent.jsonEvent({
          id,
          type: 'fact',
          data: { text: '暨阳街道', ...(padding.data && { padding: padding.data }) },
          ...(padding.metadata && { metadata: { padding: padding.metadata } }),
        }),
      );
      const result = await client.appendToStream(stream, events, { streamState });
      return { next: result.nextExpectedRevision, commit: result.position?.commit };
    },
    async read(stream, backwards = false) {
      const found = [];
      const options: kurrent.ReadStreamOptions = backwards ? { direction: kurrent.BACKWARDS, fromRevision: kurrent.END } : {};
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
      const subscription = client.subscribeToAll({ fromPosition: kurrent.START, filter: kurrent.streamNameFilter({ prefixes: [prefix] }) });
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
