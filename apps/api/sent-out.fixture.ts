import { once } from 'node:events';
import { connect } from 'node:net';

/** Uploads a PDF of unsaid length to its very end, and asks for another thing on the same connection: statuses of both; one alone when it broke. */
export async function sentOut(base: string, token: string, parts: readonly Buffer[]): Promise<readonly number[]> {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  const closed = once(socket, 'close');
  let answered = '';
  socket.on('data', (bytes) => (answered += bytes.toString('latin1')));
  const head = ['POST /api/attachments HTTP/1.1', 'Host: x', `Authorization: Bearer ${token}`, 'Content-Type: application/pdf'];
  socket.write(`${head.join('\r\n')}\r\nTransfer-Encoding: chunked\r\n\r\n`);
  for (const part of parts)
    for (const bytes of [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')])
      if (!socket.write(bytes)) await once(socket, 'drain');
  socket.write('0\r\n\r\nGET /api/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await closed;
  return [...answered.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
}
