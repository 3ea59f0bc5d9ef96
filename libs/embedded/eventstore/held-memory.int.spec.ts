import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { startEventStore, startPostgres, type RunningEventStore, type RunningPostgres } from '#embedded';
import { ProtoWriter } from './protocol/proto-writer';
import { streamIdentifier } from './protocol/recorded-event';
import { streamsService } from './protocol/services';

let folder: string;
let postgres: RunningPostgres;
let store: RunningEventStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-held-'));
  postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['events'] });
  store = await startEventStore({ databaseUrl: postgres.url('events'), host: '127.0.0.1', port: 0, insecure: true });
}, 120_000);

afterAll(async () => {
  await store?.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

it('refuses what it would have to hold beyond 64 MiB in appends that are never finished, and serves on', async () => {
  const client = new Client(`127.0.0.1:${store.port}`, credentials.createInsecure(), { 'grpc.max_send_message_length': -1 });
  const same = (bytes: Buffer): Buffer => bytes;
  const call = client.makeBidiStreamRequest(streamsService.BatchAppend.path, same, same);
  const answers: BatchAppendResp[] = [];
  call.on('data', (bytes: Buffer) => answers.push(BatchAppendResp.deserializeBinary(bytes)));
  call.on('error', () => undefined);
  for (let i = 0; i < 12; i++) call.write(fragment(randomUUID(), 8 * 1024 * 1024, false));
  await until(() => answers.some((answer) => answer.getError()?.getCode() === 3));
  const last = randomUUID();
  call.write(fragment(last, 10, true));
  await until(() => answers.some((answer) => answer.getCorrelationId()?.getString() === last && answer.hasSuccess()));
  call.cancel();
  client.close();
}, 60_000);

/** A BatchAppendReq with one event whose metadata has this many bytes. */
function fragment(correlation: string, metadataBytes: number, final: boolean): Buffer {
  const id = (text: string): Buffer => new ProtoWriter().string(2, text).done();
  const entry = (key: string, value: string): Buffer => new ProtoWriter().string(1, key).string(2, value).done();
  const options = new ProtoWriter()
    .bytes(1, streamIdentifier(`held-${correlation}`))
    .empty(4)
    .done();
  const message = new ProtoWriter(metadataBytes + 200)
    .bytes(1, id(randomUUID()))
    .bytes(2, entry('type', 't'))
    .bytes(2, entry('content-type', 'application/json'))
    .bytes(3, Buffer.alloc(metadataBytes, 97))
    .done();
  return new ProtoWriter(metadataBytes + 400).bytes(1, id(correlation)).bytes(2, options).bytes(3, message).bool(4, final).done();
}

async function until(is: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !is(); await new Promise((resolve) => setTimeout(resolve, 10))) {
    if (Date.now() > end) throw new Error('waited in vain');
  }
}
