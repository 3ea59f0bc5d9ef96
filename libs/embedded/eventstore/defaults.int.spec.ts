import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esdb from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import * as shared from '@eventstore/db-client/generated/shared_pb';
import * as pb from '@eventstore/db-client/generated/streams_pb';
import { credentials } from '@grpc/grpc-js';
import { ensureStoreCredentials, startEventStore, startPostgres, type RunningEventStore, type RunningPostgres } from '#embedded';

let folder: string;
let postgres: RunningPostgres;
const running: RunningEventStore[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-defaults-'));
  postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['open', 'guarded'] });
}, 60_000);
afterAll(async () => {
  for (const store of running) await store.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

test('a reader that understands positions is told where a truncated stream begins and where it ends, any other is not', async () => {
  const store = await startEventStore({ databaseUrl: postgres.url('open'), host: '127.0.0.1', port: 0, insecure: true });
  running.push(store);
  const client = esdb.EventStoreDBClient.connectionString(`esdb://127.0.0.1:${store.port}?tls=false`);
  await client.appendToStream(
    'long',
    Array.from({ length: 50 }, () => esdb.jsonEvent({ type: 'fact', data: {} })),
  );
  await client.setStreamMetadata('long', { truncateBefore: 40 });
  expect(await told(store.port, 'long', 0, 1)).toEqual(['first 40', ...Array.from({ length: 10 }, (_, i) => `event ${40 + i}`), 'last 49']);
  expect(await told(store.port, 'long', 60, 1)).toEqual(['first 50', 'last 49']);
  expect(await told(store.port, 'long', 45, 0)).toEqual([45, 46, 47, 48, 49].map((revision) => `event ${revision}`));
  await client.dispose();
});

test('what $settings says stands between a stream’s own rights and the built-in ones, until it says otherwise', async () => {
  const { tls, accounts } = await ensureStoreCredentials(join(folder, 'store'), ['127.0.0.1'], Date.now());
  const store = await startEventStore({ databaseUrl: postgres.url('guarded'), host: '127.0.0.1', port: 0, insecure: false, tls, accounts });
  running.push(store);
  const client = (name: string): esdb.EventStoreDBClient => {
    const password = encodeURIComponent(accounts.find((account) => account.name === name)?.password ?? '');
    return esdb.EventStoreDBClient.connectionString(
      `esdb://${name}:${password}@127.0.0.1:${store.port}?tlsCAFile=${encodeURIComponent(tls.caFile)}`,
    );
  };
  const [admin, ledger] = [client('admin'), client('ledger')];
  const settings = (data: esdb.JSONType) => admin.appendToStream('$settings', esdb.jsonEvent({ type: 'update-default-acl', data }));
  const append = (stream: string) => ledger.appendToStream(stream, esdb.jsonEvent({ type: 'fact', data: {} }));
  await append('ordinary');
  await settings({ $userStreamAcl: { $w: '$admins' }, $systemStreamAcl: { $r: ['ledger'] } });
  await expect(append('ordinary')).rejects.toMatchObject({ type: 'access-denied' });
  expect(await count(ledger, 'ordinary')).toBe(1);
  expect(await count(ledger, '$settings')).toBe(1);
  await admin.setStreamMetadata('ordinary', { acl: { writeRoles: ['ledger'] } });
  await append('ordinary');
  await settings({});
  await append('another');
  await expect(count(ledger, '$settings')).rejects.toMatchObject({ type: 'access-denied' });
  await Promise.all([admin.dispose(), ledger.dispose()]);
}, 60_000);

async function count(client: esdb.EventStoreDBClient, stream: string): Promise<number> {
  let found = 0;
  for await (const _event of client.readStream(stream)) found += 1;
  return found;
}

/** The answers of one raw read, in their order. */
function told(port: number, stream: string, from: number, compatibility: number): Promise<readonly string[]> {
  const options = new pb.ReadReq.Options();
  const of = new pb.ReadReq.Options.StreamOptions();
  const name = new shared.StreamIdentifier();
  name.setStreamName(Buffer.from(stream));
  of.setStreamIdentifier(name);
  of.setRevision(String(from));
  options.setStream(of);
  options.setCount('4096');
  options.setNoFilter(new shared.Empty());
  const control = new pb.ReadReq.Options.ControlOption();
  control.setCompatibility(compatibility);
  options.setControlOption(control);
  const request = new pb.ReadReq();
  request.setOptions(options);
  const client = new StreamsClient(`127.0.0.1:${port}`, credentials.createInsecure());
  const answers: string[] = [];
  return new Promise((resolve, reject) => {
    client
      .read(request)
      .on('data', (answer: pb.ReadResp) => answers.push(textOf(answer)))
      .on('error', reject)
      .on('end', () => {
        client.close();
        resolve(answers);
      });
  });
}

function textOf(answer: pb.ReadResp): string {
  if (answer.hasFirstStreamPosition()) return `first ${answer.getFirstStreamPosition()}`;
  if (answer.hasLastStreamPosition()) return `last ${answer.getLastStreamPosition()}`;
  return `event ${answer.getEvent()?.getEvent()?.getStreamRevision()}`;
}
