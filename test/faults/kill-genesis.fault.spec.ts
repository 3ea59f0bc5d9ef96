import { until } from '#embedded';
import { Clerk, StandaloneRun } from '#testing';
import { recordedFacts } from './recorded-facts';

jest.setTimeout(600_000);

let ledger: StandaloneRun;

beforeAll(async () => {
  ledger = await StandaloneRun.create();
});

afterAll(() => ledger.remove());

const shares = (): number[] => [...ledger.output.matchAll(/ (\d+)% \d+\/\d+/g)].map(([, percent]) => Number(percent));

test('genesis killed in the middle, then everything: the next start takes it up, and nothing is there twice', async () => {
  ledger.begin();
  expect(await until(() => shares().some((percent) => percent >= 20), 180_000)).toBe(true);
  await ledger.kill('genesis');
  expect(await until(() => ledger.output.includes('genesis 已退出') && shares().some((percent) => percent >= 50), 180_000)).toBe(true);
  await ledger.killSupervisor();
  await ledger.start();

  const facts = await recordedFacts(ledger);
  const count = (type: string): number => facts.filter((fact) => fact.type === type).length;
  expect({ units: count('UnitFounded'), opened: count('Opened'), closed: count('Closed') }).toEqual({ units: 539, opened: 1, closed: 1 });
  const submissions = facts.map(({ stream, meta, type, data }) => JSON.stringify([stream, meta.submission, type, data]));
  expect(new Set(submissions).size).toBe(submissions.length);
  const said = facts.map(({ stream, type, data }) => JSON.stringify([stream, type, data]));
  expect(new Set(said).size).toBe(said.length);

  const signIn = await Promise.all(
    ledger.accounts.map(async (one) => {
      const { status } = await new Clerk(ledger.url, one).signIn();
      return { account: one.account, status };
    }),
  );
  expect(signIn.filter(({ status }) => status !== 200)).toEqual([]);
});
