import { readFileSync } from 'node:fs';
import fastify from 'fastify';

/** The yardstick of the board: Fastify alone answering the same bytes from memory, from a file of answers by path (argv). */
async function main(): Promise<void> {
  const answers = new Map(
    Object.entries(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Record<string, string>).map(([path, text]) => [
      path,
      Buffer.from(text),
    ]),
  );
  const app = fastify();
  app.get('/*', (request, reply) => {
    const answer = answers.get(request.url);
    if (!answer) return reply.code(404).send();
    return reply.header('content-type', 'application/json; charset=utf-8').send(answer);
  });
  await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
  process.send?.({ ready: true });
  process.on('disconnect', () => process.exit(0));
}

void main();
