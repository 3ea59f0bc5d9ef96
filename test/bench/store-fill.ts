import { randomUUID } from 'node:crypto';
import { Client, credentials } from '@grpc/grpc-js';
import { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { ProtoWriter } from '../../libs/embedded/eventstore/protocol/proto-writer';
import { streamIdentifier } from '../../libs/embedded/eventstore/protocol/recorded-event';
import { streamsService } from '../../libs/embedded/eventstore/protocol/services';

/** A ledger's streams are short: a wish is posted, claimed, granted, confirmed. So many streams, and not few long ones, are what a large log is. */
const EVENTS_PER_STREAM = 4;
const IN_FLIGHT = 128;
const DATA = Buffer.from(JSON.stringify({ unit: '330681001', text: '暨阳街道'.repeat(12), note: 'x'.repeat(120) }));

/**
 * Fills a store through its own protocol, without the official client, which would be the slower of the two: argv = port, how many events.
 * Prints how many were acknowledged.
 */
async function main(): Promise<void> {
  const [port = '', events = '0'] = process.argv.slice(2);
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), { 'grpc.max_send_message_length': -1 });
  const same = (bytes: Buffer): Buffer => bytes;
  const call = client.makeBidiStreamRequest(streamsService.BatchAppend.path, same, same);
  const appends = Math.ceil(Number(events) / EVENTS_PER_STREAM);
  let [sent, answered] = [0, 0];
  await new Promise<void>((done, fail) => {
    const next = (): void => {
      if (sent++ < appends) call.write(append());
    };
    call.on('error', fail);
    call.on('data', (message: Buffer) => {
      const answer = BatchAppendResp.deserializeBinary(message);
      if (!answer.hasSuccess()) return fail(new Error(`an append was refused: ${answer.getError()?.getMessage()}`));
      if (++answered === appends) done();
      else next();
    });
    for (let i = 0; i < IN_FLIGHT; i++) next();
  });
  process.stdout.write(`${JSON.stringify({ acknowledged: answered * EVENTS_PER_STREAM })}\n`);
  process.exit(0);
}

/** A whole BatchAppendReq: a new stream and its events. */
function append(): Buffer {
  const message = new ProtoWriter(EVENTS_PER_STREAM * 512);
  message.bytes(1, uuid(randomUUID()));
  message.bytes(
    2,
    new ProtoWriter()
      .bytes(1, streamIdentifier(`fill-${randomUUID()}`))
      .empty(3)
      .done(),
  );
  for (let i = 0; i < EVENTS_PER_STREAM; i++) message.bytes(3, event());
  return message.bool(4, true).done();
}

function event(): Buffer {
  const entry = (key: string, value: string): Buffer => new ProtoWriter().string(1, key).string(2, value).done();
  return new ProtoWriter(512)
    .bytes(1, uuid(randomUUID()))
    .bytes(2, entry('type', 'fact'))
    .bytes(2, entry('content-type', 'application/json'))
    .bytes(4, DATA)
    .done();
}

function uuid(id: string): Buffer {
  return new ProtoWriter().string(2, id).done();
}

main().catch((reason: unknown) => {
  process.stderr.write(`${String(reason)}\n`);
  process.exit(1);
});
