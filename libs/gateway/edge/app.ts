import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { Catch, Module, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet from '@fastify/helmet';
import type { ConnectionError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Position } from '#ledger';
import { SUBMISSION_PARTS, SubmissionHandler, type SubmissionParts } from '../handler';
import { problem } from '../problem';
import { checkAccess, type AccessParts } from './access-check';
import { packed } from './compressing';
import { controllerOf } from './controllers';
import { heardOut } from './hearing-out';
import { BODY_BYTES_MAX, problemBody, problemOf, sendProblem } from './problem-json';
import type { RouteSpec } from './route';
import { keepPassed, refuse, runRoute, type AccessLog } from './runner';
import { parseStrict } from './strict-json';

export interface EdgeParts {
  readonly submissions: SubmissionParts;
  /** Every route there is, by name of its controller. */
  readonly controllers: Readonly<Record<string, readonly RouteSpec[]>>;
  readonly access: AccessParts;
  readonly accessLog: AccessLog;
  /** Last position this process knows of: for answers that have none of their own. */
  readonly position: () => Position;
  readonly log: (line: string) => void;
  /** Registers plugins (static files, uploads) before the routes; the routes they add must be in `also`. */
  readonly plugins?: (fastify: FastifyInstance) => Promise<void>;
  /** Routes that plugins add, as `METHOD path`: all public. */
  readonly also?: readonly string[];
  /** Addresses or networks whose `X-Forwarded-For` is believed; nobody's by default. */
  readonly proxies?: readonly string[];
}

/** The front door: a Nest application on Fastify whose routes are exactly the lists given. Throws when the router holds any other. */
export async function createEdge(parts: EdgeParts): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES_MAX,
    genReqId: () => randomUUID(),
    trustProxy: parts.proxies?.length ? [...parts.proxies] : false,
    clientErrorHandler: refuseUnparsed,
    frameworkErrors: (_error: Error, _request: FastifyRequest, reply: FastifyReply): void => refuseUnknown(reply, parts),
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 300, caseSensitive: true },
  });
  const app = await NestFactory.create<NestFastifyApplication>(moduleOf(parts), adapter, {
    bodyParser: false,
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  const registered: string[] = [];
  fastify.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) registered.push(`${method} ${route.url}`);
  });
  await fastify.register(helmet, {
    // A scan is fetched with its reader's token and drawn from memory: `blob:`.
    contentSecurityPolicy: {
      directives: {
        upgradeInsecureRequests: null,
        styleSrc: ["'self'", "'unsafe-inline'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
      },
    },
    strictTransportSecurity: false,
  });
  if (parts.plugins) await parts.plugins(fastify);
  addParser(fastify);
  addHooks(fastify, parts);
  app.useGlobalFilters(new ProblemFilter(parts));
  await app.init();
  assertRoutes(registered, parts);
  return app;
}

/** An address that cannot be decoded (`%ff`) is none of ours; Fastify would answer in its own words. */
function refuseUnknown(reply: FastifyReply, parts: EdgeParts): void {
  void reply.header('ledger-position', parts.position()).header('cache-control', 'no-store');
  sendProblem(reply, problem('route.unknown'));
}

/** What Node's HTTP parser refuses never becomes a request (raw Chinese in the address, a header too long): it is told so as everybody else. */
function refuseUnparsed(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  const body = JSON.stringify(problemBody(problem('request.unparsed')));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function moduleOf(parts: EdgeParts): new () => object {
  const run = (route: RouteSpec, request: FastifyRequest, reply: FastifyReply): Promise<void> =>
    runRoute(route, request, reply, { log: parts.accessLog });
  class EdgeModule {}
  Module({
    imports: [CqrsModule.forRoot()],
    controllers: Object.entries(parts.controllers).map(([name, routes]) => controllerOf(name, routes, run)),
    providers: [SubmissionHandler, { provide: SUBMISSION_PARTS, useValue: parts.submissions }],
  })(EdgeModule);
  return EdgeModule;
}

export function commandBusOf(app: NestFastifyApplication): CommandBus {
  return app.get(CommandBus);
}

function addParser(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser(['application/json', 'text/plain']);
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseStrict(body as Buffer));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

function addHooks(fastify: FastifyInstance, parts: EdgeParts): void {
  const routes: ReadonlyMap<string, RouteSpec> = new Map(
    Object.values(parts.controllers).flatMap((list) => list.map((route): [string, RouteSpec] => [`${route.method} ${route.path}`, route])),
  );
  fastify.addHook('onRequest', async (request, reply): Promise<FastifyReply | undefined> => {
    const route = routes.get(`${request.method} ${request.routeOptions.url ?? ''}`);
    if (!route) return;
    const passed = await checkAccess(route, request, parts.access);
    keepPassed(request, passed);
    if (!passed.refused) return;
    refuse(route, request, reply, passed.refused, { log: parts.accessLog });
    // Sending goes on after this hook: without the reply the route would be run meanwhile.
    return reply;
  });
  fastify.addHook('onSend', async (_request, reply): Promise<void> => {
    if (!reply.hasHeader('ledger-position')) void reply.header('ledger-position', parts.position());
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
  fastify.addHook('onSend', heardOut);
  fastify.addHook('onSend', packed);
}

/** Every route the router holds is in the lists (so has who and scope), and every listed one is in the router. */
function assertRoutes(registered: readonly string[], parts: EdgeParts): void {
  const listed = new Set([
    ...Object.values(parts.controllers).flatMap((list) => list.map((route) => `${route.method} ${route.path}`)),
    ...(parts.also ?? []),
  ]);
  const unlisted = registered.filter((route) => !listed.has(route) && !(route.startsWith('HEAD ') && listed.has(`GET ${route.slice(5)}`)));
  if (unlisted.length > 0) throw new Error(`routes without declared access: ${unlisted.join(', ')}`);
  const missing = [...listed].filter((route) => !registered.includes(route));
  if (missing.length > 0) throw new Error(`declared routes that are not served: ${missing.join(', ')}`);
}

@Catch()
class ProblemFilter implements ExceptionFilter {
  constructor(private readonly parts: EdgeParts) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const request = http.getRequest<FastifyRequest>();
    const refusal = problemOf(error, request, this.parts.log);
    const route = Object.values(this.parts.controllers)
      .flat()
      .find((one) => one.method === request.method && one.path === request.routeOptions.url);
    if (route) refuse(route, request, reply, refusal, { log: this.parts.accessLog });
    else sendProblem(reply, refusal);
  }
}
