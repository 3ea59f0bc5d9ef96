import { createLedger, type RecordedFact } from '#ledger';
import { until } from '#embedded';
import { house } from '../../apps/wiring';
import { StandaloneProcess } from './standalone-process';

jest.setTimeout(600_000);

let ledger: StandaloneProcess;

beforeAll(async () => {
  ledger = await StandaloneProcess.create();
});

afterAll(() => ledger.remove());

const shares = (): number[] => [...ledger.output.matchAll(/ (\d+)% \d+\/\d+/g)].map(([, percent]) => Number(percent));

test('genesis killed in the middle, then everything: the next start takes it up, and nothing is there twice', async () => {
  ledger.begin();
  expect(await until(() => shares().some((percent) => percent >= 20), 180_000)).toBe(true);
  process.kill(ledger.pidOf('genesis'), 'SIGKILL');
  expect(await until(() => ledger.output.includes('genesis 已退出') && shares().some((percent) => percent >= 50), 180_000)).toBe(true);
  await ledger.killSupervisor();
  await ledger.start();

  const env = ledger.environment();
  const reader = await createLedger({ url: env['EVENTSTORE_URL'] ?? '', prefix: '', contracts: house.contracts });
  const facts: RecordedFact[] = [];
  for await (const page of reader.readAll(undefined, 1_000)) facts.push(...page);
  await reader.close();

  const count = (type: string): number => facts.filter((fact) => fact.type === type).length;
  expect({ units: count('UnitFounded'), opened: count('Opened'), closed: count('Closed') }).toEqual({ units: 539, opened: 1, closed: 1 });
  const submissions = facts.map(({ stream, meta, type, data }) => JSON.stringify([stream, meta.submission, type, data]));
  expect(new Set(submissions).size).toBe(submissions.length);
  const said = facts.map(({ stream, type, data }) => JSON.stringify([stream, type, data]));
  expect(new Set(said).size).toBe(said.length);

  const signIn = await Promise.all(
    ledger.accounts().map(async ({ account, password }) => {
      const answer = await fetch(`${ledger.address}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account, password }),
      });
      return { account, status: answer.status };
    }),
  );
  expect(signIn.filter(({ status }) => status !== 200)).toEqual([]);
});
