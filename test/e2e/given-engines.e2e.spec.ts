import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StandaloneRun, startEngines, type Engines } from '#testing';

jest.setTimeout(300_000);

let engines: Engines;
let ledger: StandaloneRun;

beforeAll(async () => {
  engines = await startEngines();
  ledger = await StandaloneRun.create({
    env: {
      EVENTSTORE_URL: engines.eventStoreUrl,
      DATABASE_URL: engines.databaseUrl,
      KEYS_DATABASE_URL: engines.keysDatabaseUrl,
      LEDGER_PREFIX: engines.prefix,
    },
  });
});

afterAll(async () => {
  await ledger.remove();
  await engines.stop();
});

test('with all three addresses given, npm start uses those engines under the prefix and starts none of its own', async () => {
  await ledger.start();
  expect(existsSync(join(ledger.dataFolder, 'postgres'))).toBe(false);
  expect(existsSync(join(ledger.dataFolder, 'eventstore'))).toBe(false);
  const answer = await fetch(`${ledger.url}/api/units?kind=community&limit=500`);
  expect(((await answer.json()) as { items: unknown[] }).items).toHaveLength(118);
  expect(await ledger.stop()).toBe(0);
});
