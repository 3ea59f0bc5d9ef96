import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Who is refused while still sending (a body too large, a file of the wrong type) is heard to the end of it, and what comes is dropped: a connection
 * closed at once reaches a client as a broken one, and the refusal is lost. Bounded by the server's `requestTimeout`, after which Node closes it.
 */
export async function heardOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.raw.complete || reply.statusCode < 400) return;
  void reply.removeHeader('connection');
  request.raw.resume();
}
