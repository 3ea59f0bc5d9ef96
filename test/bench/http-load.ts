import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** One client process: argv = url, token, how many, in flight. Posts wishes under ids of their own over kept connections; prints rate and percentiles. */
async function main(): Promise<void> {
  const [url = '', token = '', count = '0', inFlight = '1'] = process.argv.slice(2);
  const agent = new Agent({ keepAlive: true, maxSockets: Number(inFlight) });
  await load(new URL(url), token, Math.ceil(Number(count) / 5), Number(inFlight), agent);
  const began = performance.now();
  const times = await load(new URL(url), token, Number(count), Number(inFlight), agent);
  const seconds = (performance.now() - began) / 1_000;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
  process.stdout.write(`${JSON.stringify({ perSecond: times.length / seconds, acknowledged: times.length + Math.ceil(Number(count) / 5), p50Ms: at(0.5), p99Ms: at(0.99) })}\n`);
  process.exit(0);
}

async function load(url: URL, token: string, count: number, inFlight: number, agent: Agent): Promise<number[]> {
  const times: number[] = [];
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const began = performance.now();
      await post(url, token, agent);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return times;
}

const BODY = JSON.stringify({ text: '希望社区广场多装几盏路灯,晚上散步安全些', unit: '330681001001' });

function post(url: URL, token: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(BODY), 'idempotency-key': randomUUID(), authorization: `Bearer ${token}` };
    const asked = request({ host: url.hostname, port: url.port, path: `/api/wishes/w-${randomUUID().slice(0, 30)}/post`, method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode} ${Buffer.concat(parts).toString().slice(0, 500)}`))));
    });
    asked.on('error', reject);
    asked.end(BODY);
  });
}

void main();
