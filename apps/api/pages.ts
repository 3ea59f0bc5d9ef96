import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fastifyStatic from '@fastify/static';

type Fastify = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/** Where the build puts the screens. Absent where any web server delivers them. */
const folder = join(process.cwd(), 'dist', 'web');

/** The route of the screens, for the list of what the edge serves; empty without a build. */
export const pageRoutes: readonly string[] = existsSync(folder) ? ['GET /*'] : [];

/**
 * Serves the screens: files by their names (those under /assets/ are named after their content and never change), and the one page for
 * every other address outside /api, whose own router takes over.
 */
export async function servePages(fastify: Fastify): Promise<void> {
  if (pageRoutes.length === 0) return;
  await fastify.register(fastifyStatic, {
    root: folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header('cache-control', cacheOf(path)),
  });
  fastify.get('/*', { exposeHeadRoute: false }, (request, reply) => {
    const path = request.url.split('?', 1)[0] as string;
    if (path.startsWith('/api/')) return reply.callNotFound();
    return reply.sendFile(FILE.test(path) ? decodeURI(path) : 'index.html');
  });
}

/** Files lie at the top and under assets; a dot anywhere else is an address of the screens' own: `/cockpit/policy/volunteers.hours`. */
const FILE = /^\/(?:assets\/.*|[^/]+)\.\w{1,16}$/;

function cacheOf(path: string): string {
  return path.includes(join('web', 'assets')) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
