import 'reflect-metadata';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { GenesisRefused, openDoor, runGenesis, type LedgerState } from '#gateway';
import { openAccess, generatedPassword } from '#access';
import { CITY, firstAccounts, genesisSteps, POLICY_DAY, type FirstAccount, type GenesisStep } from '#mechanisms';
import { noonOf } from '#kernel';
import { EnvironmentFault, readEnvironment, type Environment } from '../environment';
import { endOnRequest, tellFatal, tellProgress } from '../supervised';
import { systemClock, wire, type Wired } from '../wiring';
import { DEMO_FIRST_DAY } from './demo-days';

/** An account as the first person to log in finds it in `first-accounts.json`. */
interface Written extends FirstAccount {
  readonly password: string;
}

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
    await makeAccounts(environment, wired);
    if (ledger.is !== 'closed') await begin(environment, wired);
  } finally {
    await wired.close();
  }
}

async function begin(environment: Environment, wired: Wired): Promise<void> {
  const firstDay = environment.synthetic ? DEMO_FIRST_DAY : POLICY_DAY;
  const smallest = process.env['LEDGER_GENESIS'] === 'smallest';
  const submissions: readonly GenesisStep[] = [...genesisSteps({ firstDay, smallest })];
  const parts = wired.submissionParts(CITY);
  const door = await openDoor(parts);
  try {
    const progress = (done: number, total: number): void => tellProgress({ label: '开立账本 / opening the ledger', done, total });
    const plan = { city: CITY, synthetic: environment.synthetic, submissions, ...(environment.synthetic ? { recordedAt: noonOf(firstDay) } : {}) };
    await runGenesis(plan, { categories: parts.categories, folds: wired.folds, submit: (request) => door.submit(request), progress });
  } finally {
    await door.close();
  }
}

/** The file is whole on disk before the first hash is made: a kill in between leaves no account whose password nobody knows. */
async function makeAccounts(environment: Environment, wired: Wired): Promise<void> {
  const path = join(environment.dataFolder, 'first-accounts.json');
  const smallest = process.env['LEDGER_GENESIS'] === 'smallest';
  if (!existsSync(path)) writeWhole(path, JSON.stringify(firstAccounts({ smallest }).map((account) => ({ ...account, password: generatedPassword() })), null, 2));
  const written = JSON.parse(readFileSync(path, 'utf8')) as readonly Written[];
  const { appointments } = wired.submissionParts(CITY).standing;
  const access = await openAccess({ databaseUrl: environment.databaseUrl, prefix: environment.prefix, tokenKey: environment.tokenKey, appointments, now: systemClock.now });
  try {
    await Promise.all(written.map(({ account, password }) => access.accounts.ensure(account, password)));
  } finally {
    await access.close();
  }
}

function writeWhole(path: string, text: string): void {
  const file = openSync(`${path}.part`, 'w', 0o600);
  writeSync(file, `${text}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.part`, path);
}

function fatalKind(ledger: LedgerState): void {
  const [zh, en] = ledger.synthetic ? ['演示数据', 'demonstration data'] : ['真实数据', 'real data'];
  tellFatal(`这个账本是${zh}账本,不能换一种用途打开。请另选数据文件夹。`, `This ledger holds ${en} and cannot be opened for another purpose. Choose another data folder.`);
  process.exitCode = 1;
}

main().then(
  () => process.exit(process.exitCode ?? 0),
  (reason: unknown) => {
    if (reason instanceof EnvironmentFault) process.stderr.write(`${reason.message}\n`);
    else if (reason instanceof GenesisRefused) tellFatal(`账本的开立被拒绝:${reason.problem.text.zh}`, `The beginning was refused: ${reason.message}`);
    else process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
    process.exit(1);
  },
);
