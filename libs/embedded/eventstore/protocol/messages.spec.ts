import * as shared from '@eventstore/db-client/generated/shared_pb';
import * as streams from '@eventstore/db-client/generated/streams_pb';
import { batchAnswer } from './append-answers';
import { readBatchFragment } from './append-requests';
import { DELETED } from './expected-revision';
import { MalformedMessage } from './proto-reader';
import { eventAnswer, resolvedAnswer } from './read-answers';
import { readReadRequest } from './read-request';
import { describe as describeBody, encodeBody } from './recorded-event';
import { Refusal, refuse } from './refusal';

const proposed = {
  id: '0a000000-0000-4000-8000-00000000000b',
  type: '职权授予',
  json: true,
  data: Buffer.from('{"n":1}'),
  custom: Buffer.from('{}'),
};

describe('messages, beside the stubs the official client is built from', () => {
  it('writes an event that the stubs read back, numbers beyond 2^53 included', () => {
    const body = encodeBody('社区-浣东', proposed, 1_700_000_000_123);
    const answer = streams.ReadResp.deserializeBinary(eventAnswer({ body, revision: DELETED, position: 1_795_435_141_222_001n }));
    const event = answer.getEvent()?.getEvent();
    expect(event?.getId()?.getString()).toBe(proposed.id);
    expect(Buffer.from(event?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()).toBe('社区-浣东');
    expect(event?.getStreamRevision()).toBe('9223372036854775807');
    expect(event?.getCommitPosition()).toBe('1795435141222001');
    expect(Object.fromEntries(event?.getMetadataMap().toObject() ?? [])).toEqual({
      type: '职权授予',
      'content-type': 'application/json',
      created: '17000000001230000',
    });
    expect(Buffer.from(event?.getData_asU8() ?? []).toString()).toBe('{"n":1}');
    expect(answer.getEvent()?.getCommitPosition()).toBe('1795435141222001');
  });

  it('writes ids as two signed halves when asked', () => {
    const event = { body: encodeBody('s', { ...proposed, id: 'fedcba98-7654-4321-bfed-cba987654321' }, 0), revision: 0n, position: 1n };
    const answer = streams.ReadResp.deserializeBinary(resolvedAnswer(event, undefined, true));
    const halves = answer.getEvent()?.getEvent()?.getId()?.getStructured();
    expect([halves?.getMostSignificantBits(), halves?.getLeastSignificantBits()]).toEqual(['-81985529216482527', '-4616810114003418335']);
    expect(Buffer.from(answer.getEvent()?.getEvent()?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()).toBe('s');
  });

  it('reads back what it stored', () => {
    const found = describeBody(encodeBody('s', { ...proposed, json: false }, 1_700_000_000_123));
    expect(found).toEqual({ ...proposed, json: false, stream: 's', createdMs: 1_700_000_000_123 });
  });

  it('reads a fragment as the client writes it', () => {
    const request = new streams.BatchAppendReq();
    request.setCorrelationId(uuid('0C000000-0000-4000-8000-00000000000D'));
    const options = new streams.BatchAppendReq.Options();
    const name = new shared.StreamIdentifier();
    name.setStreamName(Buffer.from('s'));
    options.setStreamIdentifier(name);
    options.setStreamPosition('9223372036854775806');
    request.setOptions(options);
    const message = new streams.BatchAppendReq.ProposedMessage();
    message.setId(uuid(proposed.id));
    message.getMetadataMap().set('type', 't').set('content-type', 'application/json');
    message.setData(Buffer.from('x'));
    request.addProposedMessages(message);
    request.setIsFinal(true);
    const fragment = readBatchFragment(Buffer.from(request.serializeBinary()), 0);
    expect(fragment).toEqual({
      correlation: '0c000000-0000-4000-8000-00000000000d',
      options: { stream: 's', expected: 9223372036854775806n, deadlineMs: undefined },
      events: [{ id: proposed.id, type: 't', json: true, data: Buffer.from('x'), custom: Buffer.alloc(0) }],
      final: true,
    });
  });

  it('always gives an error its details: the client crashes without them', () => {
    const outcomes = [
      { is: 'wrong-expected-version', current: -1n },
      { is: 'stream-deleted' },
      { is: 'timeout' },
      { is: 'bad-request', message: 'm', missing: false },
      { is: 'too-large' },
      { is: 'access-denied' },
      { is: 'failed', message: 'm' },
    ] as const;
    for (const outcome of outcomes) {
      const answer = streams.BatchAppendResp.deserializeBinary(batchAnswer(proposed.id, 's', 'any', outcome));
      expect(answer.getError()?.getDetails()?.getTypeUrl()).toMatch(/^type\.googleapis\.com\/event_store\.client\.\w+$/);
      expect(answer.getCorrelationId()?.getString()).toBe(proposed.id);
    }
  });

  it('refuses bytes that are no message', () => {
    expect(() => readReadRequest(Buffer.from([0x0a, 0xff, 0x01]))).toThrow(MalformedMessage);
    expect(() => readBatchFragment(Buffer.alloc(12, 0xff), 0)).toThrow(MalformedMessage);
  });

  it('keeps trailers within ASCII: anything else makes the gRPC library throw', () => {
    const refusal = refuse.streamDeleted('社区-浣东');
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal.toStatus().metadata?.get('stream-name')).toEqual([encodeURIComponent('社区-浣东')]);
  });
});

function uuid(text: string): shared.UUID {
  const id = new shared.UUID();
  id.setString(text);
  return id;
}
