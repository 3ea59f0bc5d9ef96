import { percentile } from './percentile';
import { wishPoster } from './wishes';

/** One client process: argv = url, token, how many, in flight. Posts wishes under ids of their own over kept connections; prints rate and percentiles. */
async function main(): Promise<void> {
  const [url = '', token = '', count = '0', inFlight = '1'] = process.argv.slice(2);
  const post = wishPoster(url, token, Number(inFlight));
  await load(post, Math.ceil(Number(count) / 5), Number(inFlight));
  const began = performance.now();
  const times = await load(post, Number(count), Number(inFlight));
  const seconds = (performance.now() - began) / 1_000;
  process.stdout.write(
    `${JSON.stringify({ perSecond: times.length / seconds, acknowledged: times.length + Math.ceil(Number(count) / 5), p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) })}\n`,
  );
  process.exit(0);
}

async function load(post: () => Promise<unknown>, count: number, inFlight: number): Promise<number[]> {
  const times: number[] = [];
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const began = performance.now();
      await post();
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return times;
}

void main();
