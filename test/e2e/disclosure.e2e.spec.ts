import { Clerk, refused, StandaloneRun } from '#testing';

jest.setTimeout(240_000);

const here = '330681001001';
const day = (offset: number): string => new Date(Date.now() + 8 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10);

let run: StandaloneRun;
let [secretary, street, clerk, registrar, auditor, anyone]: Clerk[] = [];
const of = (account: string): Clerk =>
  new Clerk(
    run.url,
    run.accounts.find((one) => one.account === account),
  );

beforeAll(async () => {
  run = await StandaloneRun.start();
  [secretary, street, clerk, registrar, auditor] = ['secretary', 'street-secretary', 'clerk', 'registrar', 'auditor'].map(of);
  anyone = Clerk.of(run);
});
afterAll(() => run?.remove());

type Item = Readonly<Record<string, unknown>>;
const items = async (who: Clerk, path: string, after?: string): Promise<readonly Item[]> =>
  (await who.read(path, after)).body['items'] as readonly Item[];
const board = (topic: string, after?: string): Promise<readonly Item[]> => items(anyone!, `board/${here}?topic=${topic}`, after);
const lineOf = async (id: string, topic: string, after: string): Promise<Item | undefined> =>
  (await board(topic, after)).find((line) => line['id'] === `disclosure:disclosures-${id}`);
const told = async (id: string, after: string): Promise<readonly string[]> => {
  const { body } = await anyone!.read(`board/${here}/${encodeURIComponent(`disclosure:disclosures-${id}`)}/story`, after);
  return (body['steps'] as readonly { readonly text: { readonly zh: string } }[]).map(({ text }) => text.zh);
};

const party = { unit: here, affair: 'party', title: '第四季度党务公开', text: '支部党员大会两次，党费已按月收缴' };

test('party affairs are published by the secretary alone, once, and stand on the board', async () => {
  expect(await refused(clerk!.ask('disclosures/d1/publish', party))).toEqual([403, 'access.role']);
  expect(await refused(secretary!.ask('disclosures/d1/publish', { ...party, unit: '330681002001' }))).toEqual([403, 'access.scope']);
  expect(await refused(secretary!.ask('disclosures/d1/publish', { ...party, text: '请打 13812345678' }))).toEqual([
    422,
    'disclosure.shows-a-person',
  ]);
  expect(await refused(secretary!.ask('disclosures/d1/publish', { ...party, occurredOn: day(-1) }))).toEqual([
    422,
    'disclosure.not-that-day',
  ]);
  expect(await refused(secretary!.ask('disclosures/d1/publish', { ...party, affair: 'inspection' }))).toEqual([422, 'payload.invalid']);
  const { position } = await secretary!.must('disclosures/d1/publish', party);
  expect(await lineOf('d1', 'party', position)).toMatchObject({
    topic: 'party',
    title: party.title,
    text: party.text,
    status: 'published',
    publishedOn: day(0),
  });
  expect(await secretary!.must('disclosures/d1/publish', party)).toMatchObject({ already: true });
  expect(await refused(secretary!.ask('disclosures/d1/publish', { ...party, text: '改过的' }))).toEqual([409, 'disclosure.published']);
  expect((await anyone!.read('disclosures/d1', position)).body).toMatchObject({
    unit: here,
    affair: 'party',
    status: 'published',
    published_on: day(0),
  });
  const found = await items(anyone!, `board/${here}?q=${encodeURIComponent('党费')}&within=city`);
  expect(found.map(({ id }) => id)).toEqual(['disclosure:disclosures-d1']);
});

test('a resident asks about it, the answer stands under it; a correction leaves what was there before to be read', async () => {
  const line = 'disclosure:disclosures-d1';
  const asked = await anyone!.must('objections/r0000000aa/raise', { unit: here, line, kind: 'objection', text: '大会应为三次' });
  expect(await lineOf('d1', 'party', asked.position)).toMatchObject({ objections: { open: 1, answered: 0 } });
  const correction = { text: '支部党员大会三次，党费已按月收缴', reason: '居民指出漏计一次' };
  expect(await refused(secretary!.ask('disclosures/d1/correct', { text: correction.text }))).toEqual([422, 'payload.invalid']);
  await secretary!.must('disclosures/d1/correct', correction);
  const { position } = await secretary!.must('objections/r0000000aa/answer', { text: '已更正，谢谢指出' });
  const shown = await lineOf('d1', 'party', position);
  expect(shown).toMatchObject({ status: 'corrected', objections: { open: 0, answered: 1 } });
  expect(shown?.['text']).toContain(correction.text);
  expect(shown?.['text']).toContain(correction.reason);
  expect(await told('d1', position)).toEqual([
    `公开「${party.title}」：${party.text}`,
    `更正为：${correction.text}（理由：${correction.reason}）`,
  ]);
});

test('what is scheduled is due, waits for the secretary with the form filled in, and is met by publishing', async () => {
  const plan = { unit: here, affair: 'finance', title: '第四季度财务公开', due: day(5) };
  expect(await refused(secretary!.ask('disclosures/d2/schedule', { ...plan, due: day(-1) }))).toEqual([422, 'disclosure.due-past']);
  const { position } = await secretary!.must('disclosures/d2/schedule', plan);
  expect(await lineOf('d2', 'finance', position)).toMatchObject({ status: 'scheduled', due: day(5), late: false });
  const [task] = (await items(secretary!, 'tasks', position)).filter(({ mechanism }) => mechanism === 'disclosure');
  const { unit, affair, title } = plan;
  expect(task).toMatchObject({
    due: day(5),
    action: { category: 'disclosures', id: 'd2', name: 'publish', prefill: { unit, affair, title } },
  });
  expect(await refused(secretary!.ask('disclosures/d2/publish', { ...party, title }))).toEqual([422, 'disclosure.not-as-scheduled']);
  const done = await secretary!.must('disclosures/d2/publish', { unit, affair, title, text: '逐笔收支见本栏' });
  expect(await lineOf('d2', 'finance', done.position)).toMatchObject({ status: 'published', due: day(5), late: false, doneOn: day(0) });
  expect((await items(secretary!, 'tasks', done.position)).filter(({ mechanism }) => mechanism === 'disclosure')).toEqual([]);
});

test('a withdrawal needs its reason and shows it; the whole of it is in the history', async () => {
  expect(await refused(secretary!.ask('disclosures/d2/withdraw', {}))).toEqual([422, 'payload.invalid']);
  const { position } = await secretary!.must('disclosures/d2/withdraw', { reason: '期间填写有误' });
  const shown = await lineOf('d2', 'finance', position);
  expect(shown).toMatchObject({ status: 'withdrawn', text: `${day(0)} 撤回，理由：期间填写有误` });
  expect(shown?.['due']).toBeUndefined();
  expect((await told('d2', position)).at(-1)).toBe('撤回，理由：期间填写有误');
  expect(await refused(secretary!.ask('disclosures/d2/publish', { ...party, affair: 'finance' }))).toEqual([409, 'disclosure.withdrawn']);
  const facts = await items(auditor!, 'history/disclosures/d2', position);
  expect(facts.map(({ type }) => type).sort()).toEqual(['DisclosurePublished', 'DisclosureScheduled', 'DisclosureWithdrawn']);
});

test('nothing is published for a unit that was dissolved', async () => {
  const gone = (await items(anyone!, 'units?parent=330681001&level=community'))
    .map(({ code }) => String(code))
    .find((code) => code !== here);
  await street!.must('disclosures/d3/publish', { ...party, unit: gone });
  await registrar!.must('territory/330681/dissolve-unit', { code: gone, reason: '并入相邻社区' });
  // It lies in nobody's scope any more: that is said before the rule itself is asked.
  expect(await refused(street!.ask('disclosures/d4/publish', { ...party, unit: gone }))).toEqual([403, 'access.scope']);
});
