import { rebuildView } from '#readside';
import type { StandaloneRun } from '#testing';
import { readEnvironment } from '../../apps/environment';
import { house, wire } from '../../apps/wiring';

/** Rebuilds the history (every fact has a row there) beside the running projector; the gate: equal rows, equal digest. */
export async function measureRebuild(ledger: StandaloneRun): Promise<string> {
  const environment = readEnvironment(ledger.engines);
  const wired = await wire(environment);
  try {
    const view = house.views.find((one) => one.name === 'history');
    if (!view) throw new Error('there is no view of the history');
    const report = await rebuildView({ ledger: wired.ledger, databaseUrl: environment.databaseUrl, prefix: environment.prefix, view });
    if (!report.equal || report.digest.served !== report.digest.rebuilt)
      throw new Error(`the rebuilt history differs: ${JSON.stringify(report.differences)}`);
    return `rebuild of the history from ${report.facts} facts: ${(report.ms / 1_000).toFixed(1)} s, ${Math.round(report.facts / (report.ms / 1_000))} facts/s; digests equal`;
  } finally {
    await wired.close();
  }
}
