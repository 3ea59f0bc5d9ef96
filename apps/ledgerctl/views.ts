import { createLedger } from '#ledger';
import { RebuildRefused, rebuildView, redriveStream, rollbackView, viewStandings, type ViewSpec } from '#readside';
import type { Environment } from '../environment';
import { house } from '../wiring';
import { CommandFailure, EXIT, type Output } from './output';

/** `rebuild VIEW`: shadow build, row-level difference, swap. `--dry` only compares. Exit 3 when the served rows differed from the ledger. */
export async function rebuild(name: string, dry: boolean, environment: Environment, out: Output): Promise<void> {
  const view = viewNamed(name);
  const ledger = await createLedger({ url: environment.eventStoreUrl, prefix: environment.prefix, contracts: house.contracts });
  const bar = out.bar(`重建 ${name}`, 100);
  try {
    const head = BigInt(await ledger.head());
    let first: bigint | undefined;
    const report = await rebuildView({
      ledger,
      databaseUrl: environment.databaseUrl,
      prefix: environment.prefix,
      view,
      dry,
      onProgress: (_facts, position) => {
        first ??= BigInt(position);
        bar.at(head > first ? Number(((BigInt(position) - first) * 100n) / (head - first)) : 100);
      },
    });
    bar.end();
    const lines = [
      `${name}：${report.facts} 条事实，${(report.ms / 1_000).toFixed(1)} 秒；摘要 ${report.equal ? '相同' : '不同'}；${report.swapped ? '已换上' : '未换'}`,
      ...report.differences.map((difference) => `  ${JSON.stringify(difference)}`),
    ];
    out.result(report, lines);
    if (!report.equal && report.version.before === report.version.after) process.exitCode = EXIT.found;
  } catch (reason) {
    bar.end();
    throw refusedToo(reason);
  } finally {
    await ledger.close();
  }
}

/** `rollback VIEW`: the rows before the last swap serve again. */
export async function rollback(name: string, environment: Environment, out: Output): Promise<void> {
  try {
    await rollbackView({ databaseUrl: environment.databaseUrl, prefix: environment.prefix, view: viewNamed(name) });
  } catch (reason) {
    throw refusedToo(reason);
  }
  out.result({ view: name, rolledBack: true }, [`${name}：已退回前一版`]);
}

/** `redrive VIEW STREAM`: tries the waiting facts of a parked stream again. Exit 3 while some still wait. */
export async function redrive(name: string, stream: string, environment: Environment, out: Output): Promise<void> {
  const done = await redriveStream({ databaseUrl: environment.databaseUrl, prefix: environment.prefix, view: viewNamed(name), stream });
  out.result(done, [
    `${name} / ${stream}：补上 ${done.applied} 条，仍待 ${done.waiting} 条${done.reason === undefined ? '' : `（${done.reason}）`}`,
  ]);
  if (done.waiting > 0) process.exitCode = EXIT.found;
}

/** `lag`: how far each view is behind the ledger's last fact. Exit 3 when a stream is parked. */
export async function lag(environment: Environment, out: Output): Promise<void> {
  const ledger = await createLedger({ url: environment.eventStoreUrl, prefix: environment.prefix, contracts: house.contracts });
  try {
    const [head, views] = [await ledger.head(), await viewStandings(environment.databaseUrl, environment.prefix)];
    const behind = (position: string | null): number => (position === null ? 0 : Number((BigInt(head) - BigInt(position)) / 1_000n));
    const lines = views.map(
      (view) =>
        `${view.view.padEnd(28)} ${view.position ?? '—'}  落后 ${behind(view.position)} ms${view.parked.map((one) => `  暂停：${one.stream}（${one.reason}）`).join('')}`,
    );
    out.result({ head, views: views.map((view) => ({ ...view, behindMs: behind(view.position) })) }, [`账本末尾 ${head}`, ...lines]);
    if (views.some((view) => view.parked.length > 0)) process.exitCode = EXIT.found;
  } finally {
    await ledger.close();
  }
}

function viewNamed(name: string): ViewSpec {
  const view = house.views.find((one) => one.name === name);
  if (view) return view;
  const names = house.views.map((one) => one.name).join(' ');
  throw new CommandFailure(EXIT.usage, 'view.unknown', `没有视图 ${name}。现有：${names}`, `There is no view ${name}. There are: ${names}`);
}

function refusedToo(reason: unknown): unknown {
  return reason instanceof RebuildRefused
    ? new CommandFailure(EXIT.failed, 'view.refused', `${reason.message}。请稍后再试。`, `${reason.message}. Try again later.`)
    : reason;
}
