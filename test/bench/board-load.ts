import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { percentile } from './percentile';

/**
 * One client process: argv = url, file of paths (JSON), requests per second, seconds. Asks at a steady rate whatever the answers take, from ten
 * addresses of this machine; a request's time runs from when it was due, so that waiting for a slow answer counts. Prints rate and percentiles.
 */
async function main(): Promise<void> {
  const [url = '', file = '', perSecond = '0', seconds = '0'] = process.argv.slice(2);
  const paths = JSON.parse(readFileSync(file, 'utf8')) as readonly string[];
  await steady(url, paths, Number(perSecond), Math.min(5, Number(seconds)));
  const began = performance.now();
  const { times, failed, bytes } = await steady(url, paths, Number(perSecond), Number(seconds));
  const took = (performance.now() - began) / 1_000;
  const [p50Ms, p99Ms, p999Ms] = [0.5, 0.99, 0.999].map((share) => percentile(times, share));
  process.stdout.write(
    `${JSON.stringify({ perSecond: Math.round(times.length / took), p50Ms, p99Ms, p999Ms, failed, mibPerSecond: Math.round(bytes / took / 1_048_576) })}\n`,
  );
  process.exit(0);
}

const agents = Array.from({ length: 10 }, (_, n) => new Agent({ keepAlive: true, maxSockets: 20, localAddress: `127.0.0.${n + 2}` }));

async function steady(
  url: string,
  paths: readonly string[],
  perSecond: number,
  seconds: number,
): Promise<{ times: number[]; failed: number; bytes: number }> {
  const { hostname: host, port } = new URL(url);
  const [times, asked]: [number[], Promise<void>[]] = [[], []];
  let [failed, bytes] = [0, 0];
  const began = performance.now();
  const count = perSecond * seconds;
  const one = (n: number): Promise<void> =>
    new Promise((done) => {
      const due = began + (n * 1_000) / perSecond;
      const fail = (): void => void ((failed += 1), done());
      const going = request({ host, port, path: paths[(n * 7_919) % paths.length], agent: agents[n % agents.length] }, (response) => {
        response.on('data', (part: Buffer) => (bytes += part.length));
        response.on('error', fail);
        response.on('end', () => {
          if (response.statusCode !== 200) return fail();
          times.push(performance.now() - due);
          done();
        });
      });
      going.on('error', fail);
      going.end();
    });
  for (let n = 0; n < count;) {
    const until = Math.min(count, ((performance.now() - began) / 1_000) * perSecond);
    while (n < until) asked.push(one(n++));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(asked);
  return { times, failed, bytes };
}

void main();
