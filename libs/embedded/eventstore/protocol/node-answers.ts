import { ProtoWriter } from './proto-writer';

/** The version whose answers were recorded and are reproduced here. */
const VERSION = '23.10.8';

/** Only what this server does is listed: a client that does not find a method here does not call it. */
const METHODS: readonly (readonly [service: string, method: string, features: readonly string[]])[] = [
  ['event_store.client.streams.streams', 'read', ['position', 'events']],
  ['event_store.client.streams.streams', 'append', []],
  ['event_store.client.streams.streams', 'batchappend', ['deadline_duration']],
  ['event_store.client.streams.streams', 'delete', []],
  ['event_store.client.streams.streams', 'tombstone', []],
  ['event_store.client.gossip.gossip', 'read', []],
  ['event_store.client.server_features.serverfeatures', 'getsupportedmethods', []],
];

/** SupportedMethods {methods 1 {method_name 1, service_name 2, features 3}, event_store_server_version 2}. */
export function supportedMethodsAnswer(): Buffer {
  const w = new ProtoWriter(512);
  for (const [service, method, features] of METHODS) {
    const entry = new ProtoWriter(96).string(1, method).string(2, service);
    for (const feature of features) entry.string(3, feature);
    w.bytes(1, entry.done());
  }
  return w.string(2, VERSION).done();
}

/** ClusterInfo {members 1 {instance_id 1, time_stamp 2, state 3, is_alive 4, http_end_point 5 {address 1, port 2}}}: one leader, this node. */
export function clusterAnswer(instanceId: string, nowMs: number, host: string, port: number): Buffer {
  const leader = 8;
  const member = new ProtoWriter(128)
    .bytes(1, new ProtoWriter(48).string(2, instanceId).done())
    .uint(2, nowMs * 10_000)
    .uint(3, leader)
    .bool(4, true)
    .bytes(5, new ProtoWriter(64).string(1, host).uint(2, port).done());
  return new ProtoWriter(160).bytes(1, member.done()).done();
}
