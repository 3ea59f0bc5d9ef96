import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openAccess, generatedPassword } from '#access';
import { openDoor, runGenesis } from '#gateway';
import { noonOf } from '#kernel';
import { CITY, firstAccounts, genesisSteps, POLICY_DAY, type FirstAccount, type GenesisStep } from '#mechanisms';
import type { Environment } from '../environment';
import { house, systemClock, type Wired } from '../wiring';
import { DEMO_FIRST_DAY } from '../wiring/demo-days';
import { FreshFolds } from './fresh-folds';

/** An account as the first person to log in finds it in `first-accounts.json`. */
export interface Written extends FirstAccount {
  readonly password: string;
}

/** `smallest`: one unit, one registrar, the powers to grant and to appoint. */
export type Extent = 'whole' | 'smallest';

/** Records the beginning through the door of every submission; what is recorded already is found again. */
export async function begin(
  environment: Environment,
  wired: Wired,
  extent: Extent,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const firstDay = environment.synthetic ? DEMO_FIRST_DAY : POLICY_DAY;
  const submissions: readonly GenesisStep[] = [...genesisSteps({ firstDay, smallest: extent === 'smallest' })];
  const folds = await FreshFolds.over(wired.ledger, wired.folds, house.categories);
  const parts = wired.submissionParts(CITY, folds);
  const door = await openDoor(parts);
  try {
    const plan = {
      city: CITY,
      synthetic: environment.synthetic,
      submissions,
      ...(environment.synthetic ? { recordedAt: noonOf(firstDay) } : {}),
    };
    await runGenesis(plan, { categories: parts.categories, folds, submit: (request) => door.submit(request), progress });
  } finally {
    await door.close();
  }
}

/** The file is whole on disk before the first hash is made: a kill in between leaves no account whose password nobody knows. */
export async function makeAccounts(environment: Environment, wired: Wired, extent: Extent): Promise<void> {
  const path = join(environment.dataFolder, 'first-accounts.json');
  if (!existsSync(path))
    writeWhole(
      path,
      JSON.stringify(
        firstAccounts({ smallest: extent === 'smallest' }).map((account) => ({ ...account, password: generatedPassword() })),
        null,
        2,
      ),
    );
  const written = JSON.parse(readFileSync(path, 'utf8')) as readonly Written[];
  const { appointments } = wired.submissionParts(CITY).standing;
  const access = await openAccess({
    databaseUrl: environment.databaseUrl,
    prefix: environment.prefix,
    tokenKey: environment.tokenKey,
    appointments,
    now: systemClock.now,
  });
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
