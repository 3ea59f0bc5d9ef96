import { openDoor, type Reaction, type SubmissionDoor } from '#gateway';
import type { Checkpoint, RecordedFact } from '#ledger';
import { Town } from '../api/town.fixture';
import { house, wire, type Wired } from '../wiring';
import { DueList } from './due-list';
import { submitDue } from './submitting';

const CITY = '330681';
const ample = { perSecond: 100_000, burst: 100_000 };
const reactions: readonly Reaction[] = house.mechanisms.flatMap((mechanism) => mechanism.reactions);
let town: Town;
let wired: Wired;
let door: SubmissionDoor;
let list: DueList;
const logged: string[] = [];

beforeAll(async () => {
  town = await Town.start('smallest', { perAccount: ample, perAddress: ample, logins: ample });
  wired = await wire(town.environment);
  door = await openDoor(wired.submissionParts(CITY));
  list = await DueList.open(town.environment.databaseUrl, town.environment.prefix, reactions);
}, 120_000);
afterAll(async () => {
  await list.close();
  await door.close();
  await wired.close();
  await town.stop();
}, 60_000);

const submit = (today: string) => submitDue(today, { list, door, categories: house.categories, log: (line) => logged.push(line) });
const grant = (power: string, until: string) =>
  town.submit('registrar', `/api/mandates/${CITY}.${power}/grant`, { basis: '测试', from: '2019-01-01', until });

/** What the follow would bring: everything since the list's checkpoint. */
async function follow(): Promise<void> {
  const from = await list.checkpoint();
  const facts: RecordedFact[] = [];
  for await (const page of wired.ledger.readAll(from?.position, 500)) facts.push(...page);
  const end = facts.at(-1);
  wired.folds.observe(facts);
  if (end) await list.take(facts, { position: end.position, eventId: end.eventId });
}

describe('what is due', () => {
  it('is submitted when its day has come, not before, and rests on the fact that set the date', async () => {
    await grant('counts.record', '2020-12-31');
    await follow();
    expect((await list.due('2020-12-31', 10)).length).toBe(0);
    expect(await submit('2020-12-31')).toBe(0);
    expect(await submit('2021-01-01')).toBe(1);
    const { facts } = await wired.ledger.readStream({ category: 'mandates', id: `${CITY}.counts.record` });
    expect(facts.map((fact) => fact.type)).toEqual(['MandateGranted', 'MandateExpired']);
    expect(facts[1]?.meta).toMatchObject({
      actor: { account: 'reactor' },
      authority: { kind: 'grant', rests: `mandates-${CITY}.counts.record@0` },
      source: { kind: 'reactor' },
    });
  });

  it('is submitted once, though the process died before it could note that', async () => {
    await grant('policy.set', '2020-12-31');
    await follow();
    const [due] = await list.due('2021-01-01', 10);
    await submit('2021-01-01');
    const before = await wired.ledger.readStream({ category: 'mandates', id: `${CITY}.policy.set` });
    await submitAgain(due);
    expect((await wired.ledger.readStream({ category: 'mandates', id: `${CITY}.policy.set` })).revision).toBe(before.revision);
  });

  it('is forgotten when cancelled, and replaced when set anew', async () => {
    await grant('funds.pay', '2020-12-31');
    await follow();
    expect((await list.due('2021-01-01', 10)).map((due) => due.key)).toEqual([`mandates.expire:${CITY}.funds.pay`]);
    await town.submit('registrar', `/api/mandates/${CITY}.funds.pay/amend`, { basis: '测试', from: '2019-01-01', until: '2029-12-31' });
    await follow();
    expect(await list.due('2021-01-01', 10)).toEqual([]);
    expect((await list.due('2030-01-01', 10)).map((due) => due.onDay)).toEqual(['2030-01-01']);
    await town.submit('registrar', `/api/mandates/${CITY}.funds.pay/revoke`, { reason: '测试', on: '2021-06-01' });
    await follow();
    expect(await list.due('2030-01-01', 10)).toEqual([]);
  });

  it('is not tried again after a refusal, which is logged', async () => {
    await grant('funds.match', '2999-12-31');
    await follow();
    expect(await submit('3000-01-01')).toBe(1);
    expect(logged.join('\n')).toMatch(/mandates\.expire:330681\.funds\.match was refused.*mandate\.not-yet-over/);
    expect(await submit('3000-01-01')).toBe(0);
  });

  it('survives facts that are delivered twice', async () => {
    await grant('funds.approve', '2020-12-31');
    const from = await list.checkpoint();
    await follow();
    await redeliver(from);
    expect(await submit('2021-01-01')).toBe(1);
    await redeliver(from);
    await submit('2021-01-01');
    const { facts } = await wired.ledger.readStream({ category: 'mandates', id: `${CITY}.funds.approve` });
    expect(facts.map((fact) => fact.type)).toEqual(['MandateGranted', 'MandateExpired']);
  });
});

async function redeliver(from: Checkpoint | undefined): Promise<void> {
  for await (const page of wired.ledger.readAll(from?.position, 500)) {
    const end = page.at(-1);
    if (end) await list.take(page, { position: end.position, eventId: end.eventId });
  }
}

/** The same due once more, as a process that died in between would. */
async function submitAgain(due: Awaited<ReturnType<DueList['due']>>[number] | undefined): Promise<void> {
  if (!due) throw new Error('nothing was due');
  const once: Pick<DueList, 'due' | 'done' | 'refused'> = {
    due: () => Promise.resolve([due]),
    done: () => Promise.resolve(),
    refused: () => Promise.resolve(),
  };
  expect(await submitDue('2021-01-01', { list: once, door, categories: house.categories, log: () => undefined })).toBe(1);
}
