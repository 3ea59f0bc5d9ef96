import { openFacts } from '#ledger';
import { runViews } from '#readside';
import { readEnvironment } from '../../apps/environment';
import { house, wire } from '../../apps/wiring';

/** One process that derives every view of the house anew from the first fact on, as the projector does, in a schema of its own: argv = prefix, facts of a batch at most. Prints facts and seconds. */
async function main(): Promise<void> {
  const environment = readEnvironment();
  const wired = await wire(environment);
  const stop = new AbortController();
  let [facts, began, ended] = [0, 0, 0];
  const { keys } = wired;
  await runViews({
    ledger: wired.ledger,
    databaseUrl: environment.databaseUrl,
    prefix: process.argv[2] ?? 'bench_',
    views: house.views,
    signal: stop.signal,
    personal: {
      open: (given) => openFacts(given, keys),
      restrict: (subject) => keys.restrict(subject),
      lift: (subject) => keys.lift(subject),
      erase: (subject, upTo) => keys.erase(subject, upTo),
    },
    ...(process.argv[3] === undefined ? {} : { batchMax: Number(process.argv[3]) }),
    renew: () => Promise.reject(new Error('nothing to renew')),
    onState: (state) => {
      if (state.phase === 'catching-up' && began === 0) began = performance.now();
      facts = state.facts;
      if (state.parked.length > 0) throw new Error(`${state.parked.length} streams were parked`);
      if (state.phase !== 'live' || ended > 0) return;
      ended = performance.now();
      stop.abort();
    },
  });
  await wired.close();
  process.stdout.write(`${JSON.stringify({ facts, seconds: (ended - began) / 1_000 })}\n`);
  process.exit(0);
}

void main();
