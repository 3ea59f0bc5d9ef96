import 'reflect-metadata';
import { GenesisRefused, type LedgerState } from '#gateway';
import { EnvironmentFault, readEnvironment } from '../environment';
import { endOnRequest, tellFatal, tellProgress } from '../supervised';
import { wire } from '../wiring';
import { begin, makeAccounts, type Extent } from './beginning';

/**
 * Records the beginning of the ledger and makes the first accounts, then ends. Killed at any moment it goes on where it was; on a ledger
 * that has begun it only sees that the accounts are there.
 */
async function main(): Promise<void> {
  const environment = readEnvironment();
  const wired = await wire(environment);
  endOnRequest(() => wired.close());
  try {
    const ledger = await wired.begun();
    if (ledger.is !== 'void' && ledger.synthetic !== environment.synthetic) return fatalKind(ledger);
    const extent: Extent = process.env['LEDGER_GENESIS'] === 'smallest' ? 'smallest' : 'whole';
    await makeAccounts(environment, wired, extent);
    if (ledger.is !== 'closed')
      await begin(environment, wired, extent, (done, total) => tellProgress({ label: '开立账本 / opening the ledger', done, total }));
  } finally {
    await wired.close();
  }
}

function fatalKind(ledger: LedgerState): void {
  const [zh, en] = ledger.synthetic ? ['演示数据', 'demonstration data'] : ['真实数据', 'real data'];
  tellFatal(
    `这个账本是${zh}账本，不能换一种用途打开。请另选数据文件夹。`,
    `This ledger holds ${en} and cannot be opened for another purpose. Choose another data folder.`,
  );
  process.exitCode = 1;
}

main().then(
  () => process.exit(process.exitCode ?? 0),
  (reason: unknown) => {
    if (reason instanceof EnvironmentFault) process.stderr.write(`${reason.message}\n`);
    else if (reason instanceof GenesisRefused)
      tellFatal(`账本的开立被拒绝：${reason.problem.text.zh}`, `The beginning was refused: ${reason.message}`);
    else process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
    process.exit(1);
  },
);
