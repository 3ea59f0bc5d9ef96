import type { FastifyReply, FastifyRequest } from 'fastify';
import { isProblem, problem, type Problem } from '../problem';
import type { Passed } from './access-check';
import { sendProblem } from './problem-json';
import type { EdgeAnswer, EdgeFile, EdgeRequest, RouteSpec } from './route';

/** One line of the access log: who read what, or was refused what. */
export interface AccessNote {
  readonly account: string | undefined;
  readonly roles: readonly string[];
  readonly method: string;
  readonly route: string;
  /** Path with its parameters and query, cut. Never a body. */
  readonly target: string;
  readonly status: number;
  readonly code: string | undefined;
  readonly trace: string;
  readonly address: string;
}

export interface AccessLog {
  /** Resolves when the line is durable. */
  note(line: AccessNote): Promise<void>;
}

export interface RunParts {
  readonly log: AccessLog;
}

const PASSED = Symbol('passed');
type Checked = FastifyRequest & { [PASSED]?: Passed };

/** Keeps the verdict of the access check with the request. */
export function keepPassed(request: FastifyRequest, passed: Passed): void {
  (request as Checked)[PASSED] = passed;
}

export function passedOf(request: FastifyRequest): Passed | undefined {
  return (request as Checked)[PASSED];
}

/** Runs a route after its access check and writes its answer. A request that has not passed the check is a bug and gets nothing. */
export async function runRoute(route: RouteSpec, request: FastifyRequest, reply: FastifyReply, parts: RunParts): Promise<void> {
  const passed = passedOf(request);
  if (!passed || passed.refused) throw new Error(`${route.method} ${route.path} was reached without an access check`);
  const outcome = await route.handle(edgeRequest(request, reply, passed));
  if (outcome === 'handled') return;
  if (isProblem(outcome)) return refuse(route, request, reply, outcome, parts);
  if (isLogged(route, passed) && !(await noted(route, request, passed, 200, undefined, parts)))
    return sendProblem(reply, problem('read.away', {}, { retryAfter: 2 }));
  if ('file' in outcome) sendFile(reply, outcome);
  else answer(reply, outcome);
}

/** Refuses and writes it down. */
export function refuse(route: RouteSpec, request: FastifyRequest, reply: FastifyReply, refusal: Problem, parts: RunParts): void {
  if (!route.quiet) void noted(route, request, passedOf(request), refusal.status, refusal.code, parts);
  sendProblem(reply, refusal);
}

function answer(reply: FastifyReply, given: EdgeAnswer): void {
  if (given.position !== undefined) void reply.header('ledger-position', given.position);
  for (const [name, value] of Object.entries(given.headers ?? {})) void reply.header(name, value);
  if (given.status === 304) return void reply.code(304).send();
  void reply
    .code(given.status ?? 200)
    .header('content-type', 'application/json; charset=utf-8')
    .send(given.written ?? JSON.stringify(given.body));
}

function sendFile(reply: FastifyReply, { file, type, name, inline, headers }: EdgeFile): void {
  for (const [header, value] of Object.entries(headers ?? {})) void reply.header(header, value);
  void reply
    .code(200)
    .header('content-type', type)
    .header('content-disposition', `${inline ? 'inline' : 'attachment'}; filename="${name}"`)
    .send(file);
}

/** Reading that needs a role is written down, and what says so of itself; public reading is not. */
function isLogged(route: RouteSpec, passed: Passed): boolean {
  return route.logged === true || (route.method === 'GET' && route.who !== 'public' && !route.quiet && passed.known !== undefined);
}

async function noted(
  route: RouteSpec,
  request: FastifyRequest,
  passed: Passed | undefined,
  status: number,
  code: string | undefined,
  parts: RunParts,
): Promise<boolean> {
  const line: AccessNote = {
    account: passed?.known?.account,
    roles: passed?.known?.held.map((held) => `${held.role}@${held.unit}`) ?? [],
    method: route.method,
    route: route.path,
    target: request.url.slice(0, 500),
    status,
    code,
    trace: request.id,
    address: request.ip,
  };
  try {
    await parts.log.note(line);
    return true;
  } catch {
    return false;
  }
}

function edgeRequest(request: FastifyRequest, reply: FastifyReply, passed: Passed): EdgeRequest {
  return {
    params: request.params as Readonly<Record<string, string>>,
    query: request.query as Readonly<Record<string, unknown>>,
    headers: request.headers,
    body: request.body,
    trace: request.id,
    ip: request.ip,
    known: passed.known,
    acting: passed.acting,
    raw: request,
    reply,
  };
}
