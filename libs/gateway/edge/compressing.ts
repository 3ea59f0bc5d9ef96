import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const zipped = promisify(gzip);

/** Below it the packing costs more than the bytes it saves. */
export const PACKED_BYTES_MIN = 2_048;
/** Lists of rows shrink to a tenth at any level; this one takes a third of the time of the usual. */
const LEVEL = 3;

/** Answers that are kept (boards) go out as the same buffer until something changes: each is packed once. */
const kept = new WeakMap<Buffer, Promise<Buffer>>();

/**
 * The body of a JSON answer, packed where the client takes gzip (RFC 9110, 12.5.3) and it is worth it. Never what answers a POST: tokens are told
 * there, and bodies that repeat what was asked beside a secret must not tell it by their length (BREACH). Never what has a strong ETag: it names
 * bytes. Streams and files go out as they are.
 */
export async function packed(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (!(typeof payload === 'string' || Buffer.isBuffer(payload)) || request.method !== 'GET' || !isPlainJson(reply)) return payload;
  if (Buffer.byteLength(payload) < PACKED_BYTES_MIN) return payload;
  void reply.header('vary', 'accept-encoding');
  if (!takesGzip(request.headers['accept-encoding'])) return payload;
  const bytes = await (typeof payload === 'string' ? zipped(payload, { level: LEVEL }) : once(payload));
  void reply.header('content-encoding', 'gzip');
  return bytes;
}

function once(payload: Buffer): Promise<Buffer> {
  const there = kept.get(payload);
  if (there) return there;
  const packing = zipped(payload, { level: LEVEL });
  kept.set(payload, packing);
  return packing;
}

function isPlainJson(reply: FastifyReply): boolean {
  const [type, etag] = [String(reply.getHeader('content-type') ?? ''), reply.getHeader('etag')];
  return (
    type.startsWith('application/json') && !reply.hasHeader('content-encoding') && (etag === undefined || String(etag).startsWith('W/'))
  );
}

/** `gzip`, `*`, with whatever weight but none at all; a client that says nothing gets plain text. */
function takesGzip(accepted: string | string[] | undefined): boolean {
  const weights = new Map<string, number>();
  for (const part of String(accepted ?? '')
    .slice(0, 500)
    .toLowerCase()
    .split(',')) {
    const [name = '', ...parameters] = part.split(';').map((one) => one.trim());
    const weight = parameters.find((one) => one.startsWith('q='))?.slice(2);
    weights.set(name, weight === undefined ? 1 : Number(weight));
  }
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0;
}
