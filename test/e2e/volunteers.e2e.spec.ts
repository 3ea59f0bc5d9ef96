import { holdsPersonalNumber } from '#contracts';
import { all } from '#mechanisms';
import { Clerk, refused, StandaloneRun } from '#testing';

jest.setTimeout(240_000);

const here = '330681001001';
const person = { name: '陈秀英', phone: '13812345678' };
const payee = { name: '王建国', account: '6222021234567890128' };
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

let run: StandaloneRun;
let [desk, secondDesk, clerk, secretary, anyone]: Clerk[] = [];
const of = (role?: string, n = 0): Clerk => Clerk.of(run, role, n);

beforeAll(async () => {
  run = await StandaloneRun.start();
  [desk, secondDesk, clerk, secretary, anyone] = [
    of('desk'),
    of('desk', 1),
    of('clerk'),
    new Clerk(
      run.url,
      run.accounts.find((one) => one.role === 'secretary' && one.unit === here),
    ),
    of(),
  ];
});
afterAll(() => run?.remove());

describe('a volunteer’s card', () => {
  const card = 'cards/96345-000001';

  it('is issued once, in the own unit alone', async () => {
    await desk!.must(`${card}/issue`, { unit: here, person });
    expect(await desk!.must(`${card}/issue`, { unit: here, person })).toMatchObject({ already: true, revision: 0 });
    expect(await refused(desk!.ask(`${card}/issue`, { unit: here, person: { ...person, phone: '13912345678' } }))).toEqual([
      409,
      'card.known',
    ]);
    expect(await refused(desk!.ask('cards/96345-000009/issue', { unit: '330681002001', person }))).toEqual([403, 'access.scope']);
    expect(await refused(desk!.ask('cards/96345-000009/issue', { unit: here, person: { name: '陈秀英', phone: '1' } }))).toEqual([
      422,
      'payload.invalid',
    ]);
    expect(await refused(desk!.ask('cards/13812345678/issue', { unit: here, person }))).toEqual([422, 'id.invalid']);
  });

  it('serves at one place at a time', async () => {
    const service = { service: 's1', host: here, place: '社区大厅', at: hoursAgo(5) };
    await desk!.must(`${card}/check-in`, service);
    expect(await refused(desk!.ask(`${card}/check-in`, { ...service, service: 's2', place: '公园', at: hoursAgo(4) }))).toEqual([
      409,
      'card.overlap',
    ]);
    await desk!.must(`${card}/check-out`, { service: 's1', at: hoursAgo(2) });
    expect(await refused(desk!.ask(`${card}/check-in`, { ...service, service: 's2', at: hoursAgo(3) }))).toEqual([409, 'card.overlap']);
    expect(await refused(desk!.ask(`${card}/check-in`, { ...service, service: 's2', at: hoursAgo(-1) }))).toEqual([
      422,
      'card.at-in-future',
    ]);
  });

  it('is credited by the host alone, no more than there was, once whatever is retried', async () => {
    const hours = { service: 's1', hours: 3 };
    expect(await refused(desk!.ask(`${card}/confirm`, hours))).toEqual([403, 'access.role']);
    expect(await refused(clerk!.ask(`${card}/confirm`, { ...hours, hours: 3.25 }))).toEqual([409, 'card.hours-above-time']);
    expect(await refused(clerk!.ask(`${card}/confirm`, { ...hours, hours: 0.3 }))).toEqual([422, 'payload.invalid']);
    const key = { 'idempotency-key': 'confirm-1' };
    const first = await clerk!.must(`${card}/confirm`, hours, key);
    expect(await clerk!.must(`${card}/confirm`, hours, key)).toMatchObject({ revision: first.revision, position: first.position });
    expect(await refused(clerk!.ask(`${card}/confirm`, { ...hours, hours: 2 }, key))).toEqual([422, 'submission.key-reused']);
    expect((await desk!.read(card, first.position)).body).toMatchObject({
      balance: 3,
      hours: 3,
      name_mask: '陈*英',
      phone_mask: '138****5678',
    });
  });

  it('is never credited by its holder', async () => {
    const own = 'cards/96345-000002';
    await desk!.must(`${own}/issue`, { unit: here, person: { name: '李敏', phone: '13912345678' }, holder: clerk!.account?.account });
    await desk!.must(`${own}/check-in`, { service: 's1', host: here, place: '社区大厅', at: hoursAgo(5) });
    await desk!.must(`${own}/check-out`, { service: 's1', at: hoursAgo(4) });
    expect(await refused(clerk!.ask(`${own}/confirm`, { service: 's1', hours: 1 }))).toEqual([403, 'card.own-service']);
    await secretary!.must(`${own}/confirm`, { service: 's1', hours: 1 });
  });

  it('spends what it has; is adjusted by two persons', async () => {
    expect((await desk!.ask(`${card}/spend`, { item: '洗衣液', credits: 4 })).body).toMatchObject({
      code: 'card.balance-short',
      detailZh: '积分不足：至多可用 3 分',
    });
    await desk!.must(`${card}/spend`, { item: '洗衣液', credits: 2 });
    await desk!.must(`${card}/adjust`, { adjustment: 'a1', credits: 5, reason: '漏记一次' });
    expect(await refused(desk!.ask(`${card}/countersign`, { adjustment: 'a1' }))).toEqual([403, 'card.same-person']);
    const { position } = await secondDesk!.must(`${card}/countersign`, { adjustment: 'a1' });
    expect((await desk!.read(card, position)).body).toMatchObject({ balance: 6 });
  });

  it('is nobody’s business elsewhere: not the public’s, not the administrator’s', async () => {
    expect((await anyone!.read(card)).status).toBe(401);
    expect(await refused(of('administrator').read(card))).toEqual([403, 'access.role']);
    expect((await of('administrator').read('search?q=96345')).status).toBe(403);
  });

  it('is ranked by nickname once opted in, and by nothing once restricted', async () => {
    const { position } = await desk!.must(`${card}/opt-in`, { nickname: '小河' });
    expect((await anyone!.read(`volunteers?unit=${here}`, position)).body).toMatchObject({
      hours: 4,
      services: 2,
      ranking: [{ rank: 1, nickname: '小河', hours: 3 }],
    });
    const subject = (await desk!.read(card)).body['subject'];
    const restricted = await of('registrar').must(`subjects/${String(subject)}/restrict`, { ground: '本人申请' });
    expect((await anyone!.read(`volunteers?unit=${here}`, restricted.position)).body).toMatchObject({ hours: 4, ranking: [] });
  });

  it('is of an erased person after two have decided', async () => {
    const subject = String((await desk!.read(card)).body['subject']);
    await of('registrar').must(`subjects/${subject}/request-erasure`, { ground: '个人信息保护法第四十七条' });
    expect(await refused(of('registrar').ask(`subjects/${subject}/approve-erasure`, {}))).toEqual([403, 'subject.same-person']);
    const { position } = await of('auditor').must(`subjects/${subject}/approve-erasure`, {});
    expect((await of('auditor').read(`subjects/${subject}`, position)).body).toMatchObject({ status: 'erased' });
  });
});

describe('the board', () => {
  it('shows a wish from its posting to its confirmation, live', async () => {
    const heard = listening(`${run.url}/api/stream?unit=${here}`, 'volunteers:wishes-w1');
    expect(await refused(desk!.ask('wishes/w1/post', { text: '请打 13812345678', unit: here }))).toEqual([422, 'wish.shows-a-person']);
    await desk!.must('wishes/w1/post', { text: '想要一副老花镜', unit: here });
    expect(await heard).toMatchObject({ text: '想要一副老花镜', status: 'posted' });
    await desk!.must('wishes/w1/claim', { card: '96345-000002' });
    await desk!.must('wishes/w1/grant', {});
    // The claiming card is the clerk's own.
    expect(await refused(clerk!.ask('wishes/w1/confirm', {}))).toEqual([403, 'wish.own']);
    const { position } = await desk!.must('wishes/w1/confirm', {});
    const board = (await anyone!.read(`board/${here}?topic=residents`, position)).body['items'] as Record<string, unknown>[];
    expect(board.find((line) => line['id'] === 'volunteers:wishes-w1')).toMatchObject({
      status: 'confirmed',
      title: '微心愿',
      stream: 'wishes-w1',
      revision: 3,
    });
  });

  it('says what is due and late before anybody has recorded it', async () => {
    const { items } = (await anyone!.read(`board/${here}?topic=finance&asOf=2021-04-10`)).body as { items: Record<string, unknown>[] };
    expect(items.slice(0, 2)).toMatchObject([
      { id: `funds/due/${here}/2021.1.service`, due: '2021-03-31', late: true, amountFen: 2_500_000 },
      { id: `funds/due/${here}/2021.2.service`, due: '2021-06-30', late: false, amountFen: 2_500_000 },
    ]);
  });

  it('knows no unit that is not there, no topic that is none and no cursor of another', async () => {
    expect(await refused(anyone!.read('board/330681999999'))).toEqual([404, 'thing.unknown']);
    expect((await anyone!.read(`board/${here}?topic=gossip`)).status).toBe(400);
    expect((await anyone!.read(`board/${here}?cursor=eHl6`)).status).toBe(400);
  });

  it('stands on a page that runs no foreign script', async () => {
    const page = await fetch(`${run.url}/`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const html = await page.text();
    expect(html).not.toMatch(/<script(?![^>]*src=)|\son[a-z]+=|style=/);
    for (const [, file] of html.matchAll(/(?:src|href)="([a-z-]+\.(?:js|css|svg))"/g))
      expect((await fetch(`${run.url}/${file}`)).status).toBe(200);
    expect(await (await fetch(`${run.url}/healthz`)).json()).toMatchObject({ city: '330681', synthetic: false });
  });

  it('and every other public answer hold no number and no name of a person', async () => {
    const work = `funds/${here}.2021.work`;
    await of('finance').must('funds/330681.2021.work/budget', { amountFen: 10_000_000 });
    await of('finance').must('funds/330681.2021.work/send', { to: '330681001.2021.work', sending: 's1', amountFen: 1_000_000 });
    await of('approver').must('funds/330681001.2021.work/receive', { from: '330681.2021.work', sending: 's1' });
    await of('approver').must('funds/330681001.2021.work/send', { to: `${here}.2021.work`, sending: 's1', amountFen: 1_000_000 });
    await clerk!.must(`${work}/receive`, { from: '330681001.2021.work', sending: 's1' });
    const asked = {
      payment: 'p1',
      purpose: `维修，电话 ${person.phone}`,
      amountFen: 280_000,
      payee: { person: payee },
      vouchers: ['a'.repeat(64)],
    };
    expect(await refused(clerk!.ask(`${work}/request`, asked))).toEqual([422, 'payload.shows-a-person']);
    const { position } = await clerk!.must(`${work}/request`, { ...asked, purpose: '维修' });
    const registers = all
      .flatMap((one) => one.categories)
      .filter(({ contract }) => contract.readers === 'public')
      .map(({ contract }) => `${contract.category}?limit=500`);
    const questions = [
      'units?limit=500',
      `units/${here}`,
      ...['', '001', '001001'].map((code) => `board/330681${code}?limit=500`),
      'mandates?limit=500',
      'funds',
      `funds?unit=${here}&year=2021`,
      'volunteers',
      `volunteers?unit=${here}`,
      'openapi.json',
    ];
    for (const path of [...registers, ...questions]) {
      const { status, body } = await anyone!.read(path, path === 'openapi.json' ? undefined : position);
      expect([path, status]).toEqual([path, 200]);
      // Positions are microseconds of a clock, not numbers of anybody.
      const text = JSON.stringify(body, (name, value: unknown) => (name === 'position' || name === 'next' ? undefined : value));
      expect([path, strings(JSON.parse(text)).filter(holdsPersonalNumber)]).toEqual([path, []]);
      for (const name of [person.name, person.phone, payee.name, payee.account]) expect([path, text.includes(name)]).toEqual([path, false]);
    }
  });
});

/** The first public line with an id, as it comes. */
async function listening(url: string, id: string): Promise<Record<string, unknown>> {
  const end = new AbortController();
  const response = await fetch(url, { signal: end.signal });
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString('utf8');
      for (const [, data] of text.matchAll(/^data: (.*)$/gm)) {
        const { items = [] } = JSON.parse(data ?? '{}') as { items?: Record<string, unknown>[] };
        const found = items.find((item) => item['id'] === id);
        if (found) return found;
      }
    }
  } finally {
    end.abort();
  }
  throw new Error('the stream ended');
}

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
