import { type ServiceDefinition } from '@grpc/grpc-js';

const same = (message: Buffer): Buffer => message;

function method(path: string, requestStream: boolean, responseStream: boolean) {
  return {
    path,
    requestStream,
    responseStream,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
    originalName: path.slice(path.lastIndexOf('/') + 1),
  };
}

/** Messages pass as bytes; `requests` and `answers` beside this file read and write them. Any other path is answered UNIMPLEMENTED by name. */
export const streamsService = {
  Read: method('/event_store.client.streams.Streams/Read', false, true),
  Append: method('/event_store.client.streams.Streams/Append', true, false),
  BatchAppend: method('/event_store.client.streams.Streams/BatchAppend', true, true),
  Delete: method('/event_store.client.streams.Streams/Delete', false, false),
  Tombstone: method('/event_store.client.streams.Streams/Tombstone', false, false),
} satisfies ServiceDefinition;

export const nodeService = {
  GetSupportedMethods: method('/event_store.client.server_features.ServerFeatures/GetSupportedMethods', false, false),
  Gossip: method('/event_store.client.gossip.Gossip/Read', false, false),
} satisfies ServiceDefinition;
