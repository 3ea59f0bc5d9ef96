import { dayOf } from '#kernel';
import { Town, type Answer } from './town.fixture';

const CITY = '330681';
const ample = { perSecond: 1_000, burst: 1_000 };
let town: Town;
const today = dayOf(new Date().toISOString());

beforeAll(async () => {
  // What anybody may record is counted as it is in earnest.
  town = await Town.start('smallest', { perAccount: ample, perAddress: ample, logins: ample });
  const powers = ['policy.set', 'residents.take-part', 'disclosure.answer', 'notes.send', 'notes.answer'];
  for (const power of powers) await registrar(`mandates/${CITY}.${power}/grant`, { basis: '实施意见', from: '2020-01-01' });
  await registrar('parameters/disclosure.answer-days/set', {
    value: 15,
    unitOfMeasure: '天',
    kinds: [],
    clause: '14',
    from: today,
    decidedBy: '市委',
  });
  await town.appoint('writer', 'secretary');
  await town.appoint('boss', 'leader');
  await town.appoint('eye', 'auditor');
}, 120_000);
afterAll(() => town.stop(), 60_000);

const registrar = async (path: string, body: object): Promise<void> => {
  expect((await town.submit('registrar', `/api/${path}`, body)).body).toMatchObject({ revision: expect.any(Number) });
};
const raise = (id: string, body: object, key: string): Promise<Answer> =>
  town.call(undefined, 'POST', `/api/objections/${id}/raise`, body, { 'idempotency-key': key });
const read = (path: string, after: unknown, account?: string): Promise<Answer> =>
  town.call(account, 'GET', `/api/${path}${path.includes('?') ? '&' : '?'}after=${String(after)}`);
const itemsOf = ({ body }: Answer): readonly Readonly<Record<string, unknown>>[] =>
  body['items'] as readonly Readonly<Record<string, unknown>>[];

const LINE = 'funds:330681.2021.work/p1';
const asked = { unit: CITY, line: LINE, kind: 'objection', text: '这笔钱没有公示凭证' };
const [id, other] = ['r000000001', 'r000000002'];

describe('what a resident says', () => {
  it('needs no login, stands on the board as due, is answered by the secretary and shown under its receipt code', async () => {
    const raised = await raise(id, asked, 'k1');
    expect(raised).toMatchObject({ status: 200, body: { stream: `objections-${id}`, revision: 0 } });
    expect(await raise(id, asked, 'k1')).toMatchObject({ status: 200, body: { revision: 0 } });
    expect(await raise(id, { ...asked, text: '别的' }, 'k1')).toMatchObject({ status: 422, body: { code: 'submission.key-reused' } });

    const open = await read(`objections/${id}`, raised.body['position']);
    expect(open.body).toMatchObject({
      unit: CITY,
      line: LINE,
      kind: 'objection',
      text: asked.text,
      status: 'open',
      raisedOn: today,
      late: false,
    });
    const due = String(open.body['due']);
    expect(Date.parse(due) - Date.parse(today)).toBe(15 * 86_400_000);
    const [shown] = itemsOf(await read(`board/${CITY}`, raised.body['position'])).filter(
      (line) => line['id'] === `objections:objections-${id}`,
    );
    expect(shown).toMatchObject({ topic: 'residents', status: 'open', due, late: false });
    expect(JSON.stringify(shown)).not.toContain(asked.text);

    const [task] = itemsOf(await read('tasks', raised.body['position'], 'writer')).filter((one) => one['mechanism'] === 'objections');
    expect(task).toMatchObject({ due, late: false, action: { category: 'objections', id, name: 'answer' } });

    const answered = await town.submit('writer', `/api/objections/${id}/answer`, { text: '凭证已补公示' });
    expect(answered).toMatchObject({ status: 200 });
    const corrected = await town.submit('writer', `/api/objections/${id}/correct-answer`, {
      text: '凭证已于昨日补公示',
      reason: '写明日期',
    });
    expect((await read(`objections/${id}`, corrected.body['position'])).body).toMatchObject({
      status: 'answered',
      answer: '凭证已于昨日补公示',
      answeredOn: today,
      late: false,
      earlier: [{ text: '凭证已补公示', on: today, corrected: '写明日期' }],
    });
    expect(
      itemsOf(await read(`board/${CITY}`, corrected.body['position'])).find((line) => line['id'] === `objections:objections-${id}`),
    ).toMatchObject({ status: 'corrected', text: expect.stringContaining('凭证已于昨日补公示'), doneOn: today });
    expect(itemsOf(await read(`objections?line=${encodeURIComponent(LINE)}`, 0)).map((one) => [one['id'], one['status']])).toEqual([
      [id, 'answered'],
    ]);
    for (const none of [`unit=330681001`, 'status=open']) expect(itemsOf(await read(`objections?${none}`, 0))).toEqual([]);
    expect(itemsOf(await read('tasks', corrected.body['position'], 'writer')).filter((one) => one['mechanism'] === 'objections')).toEqual(
      [],
    );
  });

  it('holds no person’s number, and is nobody’s in particular though somebody is logged in', async () => {
    expect(await raise(other, { ...asked, text: '请打 13812345678' }, 'k2')).toMatchObject({
      status: 422,
      body: { code: 'objection.shows-a-person', nextZh: '请去掉这些号码' },
    });
    const said = await town.submit('boss', `/api/objections/${other}/raise`, { ...asked, kind: 'question', text: '何时公示?' });
    expect(said).toMatchObject({ status: 200 });
    const { body } = await read(`history/objections/${other}`, said.body['position'], 'eye');
    expect(JSON.stringify(body)).not.toContain('boss');
    expect((body['items'] as readonly object[])[0]).toMatchObject({ actor: { account: 'public' } });
  });

  it('is answered by the secretary alone', async () => {
    expect(await town.submit('boss', `/api/objections/${other}/answer`, { text: '好' })).toMatchObject({
      status: 403,
      body: { code: 'access.role' },
    });
    expect(
      await town.call(undefined, 'POST', `/api/objections/${other}/answer`, { text: '好' }, { 'idempotency-key': 'k3' }),
    ).toMatchObject({ status: 401 });
  });

  it('is short, and comes so often and no oftener', async () => {
    const long = await raise(other, { ...asked, text: '长'.repeat(6_000) }, 'k4');
    expect(long).toMatchObject({ status: 413, body: { code: 'request.too-large' } });
    const answers: Answer[] = [];
    for (let n = 0; n < 6; n += 1) answers.push(await raise(`r00000010${n}`, asked, `m${n}`));
    const refused = answers.at(-1);
    expect(refused).toMatchObject({ status: 429, body: { code: 'request.too-many', nextZh: '请稍后再试' } });
    expect(refused?.headers.get('retry-after')).toBe('60');
    // Reading is counted by itself.
    expect(await read(`objections/${id}`, 0)).toMatchObject({ status: 200 });
  });
});

describe('a note', () => {
  it('arrives in the work of the unit, is answered and closed by the office that sent it; no board shows it', async () => {
    const sent = await town.submit('boss', '/api/notes/n-1/send', {
      unit: CITY,
      text: '请说明进度',
      about: { path: '/cockpit', label: '拨付进度' },
    });
    expect(sent).toMatchObject({ status: 200 });
    const waits = async (account: string, after: unknown): Promise<readonly unknown[]> =>
      itemsOf(await read('tasks', after, account))
        .filter((one) => one['mechanism'] === 'notes')
        .map((one) => (one['action'] as { readonly name: string }).name);
    expect(await waits('writer', sent.body['position'])).toEqual(['answer']);
    expect(itemsOf(await read('notes?status=open', sent.body['position'], 'writer'))).toMatchObject([
      {
        id: 'n-1',
        unit: CITY,
        text: '请说明进度',
        about: { path: '/cockpit', label: '拨付进度' },
        sentOn: today,
        sentBy: { role: 'leader', unit: CITY },
      },
    ]);
    const answered = await town.submit('writer', '/api/notes/n-1/answer', { text: '本周到位' });
    expect([await waits('boss', answered.body['position']), await waits('eye', 0), await waits('writer', 0)]).toEqual([['close'], [], []]);
    expect(await town.submit('eye', '/api/notes/n-1/close', { reason: '已到位' })).toMatchObject({
      status: 403,
      body: { code: 'note.of-another-office' },
    });
    const closed = await town.submit('boss', '/api/notes/n-1/close', { reason: '已到位' });
    expect(itemsOf(await read('notes', closed.body['position'], 'eye'))).toMatchObject([
      { status: 'closed', answer: '本周到位', reason: '已到位', closedOn: today },
    ]);
    expect(await town.call(undefined, 'GET', '/api/notes')).toMatchObject({ status: 401 });
    expect(JSON.stringify((await read(`board/${CITY}`, 0)).body)).not.toContain('请说明进度');
  });
});
