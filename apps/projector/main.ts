import 'reflect-metadata';
import { createLedger, LedgerError, openFacts, replayKeyDecisions } from '#ledger';
import { rebuildView, runViews, type RunnerState, type ViewSpec } from '#readside';
import { EnvironmentFault, readEnvironment, type Environment } from '../environment';
import { endOnRequest, tellFatal, tellNotice, tellProgress, tellReady } from '../supervised';
import { house, wire, type Wired } from '../wiring';
import { CatchUp } from './catch-up';
import { carryOutErasures } from './erasures';

void main();

/** Follows the ledger into the rows of all mechanisms until it is asked to end. */
async function main(): Promise<void> {
  try {
    await project(readEnvironment());
  } catch (reason) {
    if (reason instanceof EnvironmentFault) for (const sentence of reason.sentences) process.stderr.write(`${sentence}\n`);
    else if (reason instanceof LedgerError)
      tellFatal(`投影停止：${reason.text.zh}。${reason.next.zh}`, `the projector has stopped: ${reason.text.en}; ${reason.next.en}`);
    else process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
    // What was just said has to leave through the pipe.
    setTimeout(() => process.exit(1), 200);
  }
}

async function project(environment: Environment): Promise<void> {
  const stop = new AbortController();
  const wired = await wire(environment);
  await carryOutDecisions(environment, wired);
  await carryOutErasures(environment, wired);
  const running = runViews({
    ledger: wired.ledger,
    databaseUrl: environment.databaseUrl,
    prefix: environment.prefix,
    views: house.views,
    signal: stop.signal,
    personal: {
      open: (facts) => openFacts(facts, wired.keys),
      restrict: (subject) => wired.keys.restrict(subject),
      lift: (subject) => wired.keys.lift(subject),
      erase: (subject, upTo) => wired.keys.erase(subject, upTo),
    },
    renew: (view) => renew(environment, wired, view, stop.signal),
    onState: teller(await wired.ledger.head()),
  });
  endOnRequest(async () => {
    stop.abort();
    await running;
    await wired.close();
  });
  await running;
}

/** A key store restored from a backup would bring erased persons back: what was decided since is carried out again before any row is written. */
async function carryOutDecisions({ eventStoreUrl, prefix }: Environment, { keys }: Wired): Promise<void> {
  const contracts = house.contracts.filter((contract) => contract.category === 'subjects');
  const decisions = await createLedger({ url: eventStoreUrl, prefix, contracts });
  try {
    await replayKeyDecisions(decisions, keys);
  } finally {
    await decisions.close();
  }
}

/** A view whose tables or meaning changed with this version: its former rows serve until the new ones are whole. */
async function renew(environment: Environment, wired: Wired, view: ViewSpec, signal: AbortSignal): Promise<void> {
  const { databaseUrl, prefix } = environment;
  const report = await rebuildView({
    ledger: wired.ledger,
    databaseUrl,
    prefix,
    view,
    signal,
    onProgress: (facts) => tellProgress({ label: `重建 ${view.name} / rebuilding ${view.name}`, done: facts, total: facts }),
  });
  tellNotice(`视图 ${view.name} 已重建（${report.facts} 条事实）`, `view ${view.name} was rebuilt from ${report.facts} facts`);
}

/** Ready once the rows have reached the end of the log; afterwards only what changes is said. */
function teller(head: string): (state: RunnerState) => void {
  const catchUp = new CatchUp(head);
  let [ready, said, parked] = [false, '', 0];
  return (state) => {
    if (state.phase === 'catching-up' && !ready) {
      const done = catchUp.share(state.position);
      if (done !== undefined) tellProgress({ label: '生成数据视图 / deriving rows', done, total: 100 });
    }
    if (state.phase === 'live' && !ready) {
      ready = true;
      tellReady();
    }
    const reason = state.phase === 'live' || state.phase === 'catching-up' ? '' : `${state.phase}: ${state.reason ?? ''}`;
    if (reason !== said && reason !== '') process.stderr.write(`${reason}\n`);
    said = reason;
    if (state.parked.length > parked)
      for (const one of state.parked.slice(parked))
        tellNotice(`视图 ${one.view} 暂停处理 ${one.stream}:${one.reason}`, `view ${one.view} holds ${one.stream} back: ${one.reason}`);
    parked = state.parked.length;
  };
}
