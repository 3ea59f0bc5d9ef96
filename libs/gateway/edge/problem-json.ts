import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from '#kernel';
import { LedgerError } from '#ledger';
import { ReadRefusal } from '#readside';
import { ledgerTrouble } from '../ledger-trouble';
import { problem, ProblemError, type Problem } from '../problem';
import { readProblem } from './reading';

/** RFC 9457 with both languages and what to do next. */
export function problemBody(refusal: Problem): JsonObject {
  return {
    type: `/api/docs#${refusal.code}`,
    title: refusal.text.en,
    status: refusal.status,
    code: refusal.code,
    detail: refusal.text.en,
    detailZh: refusal.text.zh,
    next: refusal.next.en,
    nextZh: refusal.next.zh,
    ...(refusal.errors
      ? { errors: refusal.errors.map((e) => ({ field: e.field, code: e.code, detail: e.text.en, detailZh: e.text.zh })) }
      : {}),
  };
}

export function sendProblem(reply: FastifyReply, refusal: Problem): void {
  if (refusal.retryAfter !== undefined) void reply.header('retry-after', String(refusal.retryAfter));
  if (refusal.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply
    .code(refusal.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(refusal)));
}

/** Any failure at the edge as a problem: our own, Fastify's and Nest's; what is none of these is our bug and is logged. */
export function problemOf(error: unknown, request: FastifyRequest, log: (line: string) => void): Problem {
  if (error instanceof ProblemError) return error.problem;
  const engine = engineProblem(error);
  if (engine) return engine;
  const coded = error as { readonly code?: unknown; readonly statusCode?: unknown; readonly status?: unknown; readonly stack?: unknown };
  const known = typeof coded.code === 'string' ? FASTIFY[coded.code]?.() : undefined;
  if (known) return known;
  const status = Number(coded.statusCode ?? coded.status ?? 500);
  if (status === 404) return problem('route.unknown');
  if (status === 413) return problem('request.too-large', { limit: BODY_BYTES_MAX });
  if (status === 415) return problem('request.media-type');
  if (status === 429) return problem('request.too-many');
  // Addresses that lead out of the folder of the screens.
  if (status >= 400 && status < 500 && request.method === 'GET') return problem('route.unknown');
  if (status >= 400 && status < 500) return { ...problem('json.malformed'), status };
  log(`${request.id} ${request.method} ${request.routeOptions.url ?? '?'}: ${String(coded.stack ?? error)}`);
  return problem('gateway.bug', { trace: request.id });
}

/** An engine that is away is no bug of ours: try again later. */
function engineProblem(error: unknown): Problem | undefined {
  if (error instanceof LedgerError) return ledgerTrouble(error)?.problem;
  if (error instanceof ReadRefusal) return readProblem(error);
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const away =
    /^(ECONN|EPIPE|ETIMEDOUT|08|53|57)/.test(String(code)) ||
    /connection terminated|timeout exceeded when trying to connect/i.test(String(message));
  return away ? problem('read.away', {}, { retryAfter: 2 }) : undefined;
}

/** Bytes of a JSON body at most. */
export const BODY_BYTES_MAX = 1_048_576;

const FASTIFY: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => problem('request.too-large', { limit: BODY_BYTES_MAX }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => problem('request.media-type'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => problem('json.malformed'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => problem('json.malformed'),
  FST_ERR_BAD_URL: () => problem('route.unknown'),
};
