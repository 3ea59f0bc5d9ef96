import { until } from '#embedded';
import { Town } from './town.fixture';

const CITY = '330681';
const ample = { perSecond: 100_000, burst: 100_000 };
const department = { name: '某某办公室', kind: 'department', unit: CITY };
let town: Town;
let last = '';
let first = '';

interface Fact {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly says: { readonly zh: string };
  readonly actor: { readonly account: string };
  readonly authority: { readonly rests?: string; readonly text: { readonly zh: string } | null };
  readonly changes: readonly { readonly path: string; readonly before?: unknown; readonly after?: unknown }[] | null;
}
const factsOf = (body: Readonly<Record<string, unknown>>): readonly Fact[] => body['items'] as readonly Fact[];

beforeAll(async () => {
  town = await Town.start('smallest', { perAccount: ample, perAddress: ample, logins: ample });
  for (const power of ['organisations.govern', 'policy.set'])
    await town.submit('registrar', `/api/mandates/${CITY}.${power}/grant`, { basis: '测试', from: '2018-09-27' });
  await town.appoint('eye', 'auditor');
  first = String((await town.submit('registrar', '/api/organisations/org-a/register', department)).body['position']);
  await town.submit('registrar', '/api/organisations/org-a/take-duty', { duty: 'funds.secure', clause: '三(二)', from: '2026-01-01' });
  last = String(
    (await town.submit('registrar', '/api/organisations/org-a/end-duty', { duty: 'funds.secure', on: '2026-06-01' })).body['position'],
  );
}, 120_000);
afterAll(() => town.stop(), 60_000);

describe('a history', () => {
  it('of a stream tells every fact, who, by what authority, and what it changed', async () => {
    const { status, body } = await town.call('eye', 'GET', `/api/history/organisations/org-a?after=${last}`);
    expect(status).toBe(200);
    const facts = factsOf(body);
    expect(facts.map((fact) => [fact.revision, fact.type, fact.actor.account])).toEqual([
      [0, 'OrganisationRegistered', 'registrar'],
      [1, 'DutyTaken', 'registrar'],
      [2, 'DutyEnded', 'registrar'],
    ]);
    expect(facts[0]?.says.zh).toContain('某某办公室');
    expect(facts[0]?.authority).toMatchObject({
      rests: `mandates-${CITY}.organisations.govern@0`,
      text: { zh: expect.stringContaining('三(二)') as unknown },
    });
    expect(facts[0]?.changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: 'is', before: 'unknown', after: 'registered', label: { zh: '状态', en: 'State' } }),
      ]),
    );
    expect(facts[1]?.changes?.map((change) => change.path)).toEqual(['duties']);
  });

  it('ends where it was known to, by position and by day', async () => {
    const known = await town.call('eye', 'GET', `/api/history/organisations/org-a?knownAt=${first}&after=${last}`);
    expect(factsOf(known.body)).toHaveLength(1);
    expect(known.body).toMatchObject({ knownAt: first, position: first });
    expect(factsOf((await town.call('eye', 'GET', '/api/history/organisations/org-a?knownAt=2020-01-01')).body)).toHaveLength(0);
  });

  it('is asked by subject and by actor, page by page', async () => {
    const whole = await town.call('eye', 'GET', `/api/history?organisation=org-a&after=${last}`);
    expect(factsOf(whole.body).map((fact) => fact.type)).toEqual(['OrganisationRegistered', 'DutyTaken', 'DutyEnded']);
    const page = await town.call('eye', 'GET', '/api/history?organisation=org-a&limit=2');
    const rest = await town.call('eye', 'GET', `/api/history?organisation=org-a&limit=2&cursor=${String(page.body['next'])}`);
    expect([...factsOf(page.body), ...factsOf(rest.body)].map((fact) => fact.type)).toEqual(factsOf(whole.body).map((fact) => fact.type));
    expect(rest.body['next']).toBeNull();
    expect(
      factsOf((await town.call('eye', 'GET', '/api/history?actor=genesis')).body).every((fact) => fact.actor.account === 'genesis'),
    ).toBe(true);
    for (const query of ['', 'organisation=org-a&unit=330681', 'nothing=1', 'unit=330681&from=x'])
      expect((await town.call('eye', 'GET', `/api/history?${query}`)).status).toBe(400);
  });

  it('shows everybody what they recorded themselves, in whatever role, and nothing of anybody else', async () => {
    const { status, body } = await town.call('registrar', 'GET', `/api/submissions?after=${last}&limit=3`);
    expect([status, factsOf(body).map((fact) => [fact.stream, fact.type])]).toEqual([
      200,
      [
        ['organisations-org-a', 'DutyEnded'],
        ['organisations-org-a', 'DutyTaken'],
        ['organisations-org-a', 'OrganisationRegistered'],
      ],
    ]);
    expect(body['items']).toMatchObject([
      { data: { duty: 'funds.secure', on: '2026-06-01' }, submission: expect.stringMatching(/./) as unknown },
      {},
      {},
    ]);
    const earlier = await town.call('registrar', 'GET', `/api/submissions?limit=3&cursor=${String(body['next'])}`);
    expect(
      factsOf(earlier.body).every((fact) => fact.actor.account === 'registrar' && !factsOf(body).some((one) => one.stream === fact.stream)),
    ).toBe(true);
    expect(factsOf((await town.call('eye', 'GET', `/api/submissions?after=${last}`)).body)).toEqual([]);
    expect((await town.call('registrar', 'GET', '/api/submissions?actor=genesis')).status).toBe(400);
    expect((await town.call(undefined, 'GET', '/api/submissions')).status).toBe(401);
    expect((await town.call('registrar', 'GET', '/api/history?actor=registrar')).body).toMatchObject({ code: 'access.role' });
  });

  it('shows everybody what they were refused, with why and what next, and nothing of what was in it or of anybody else', async () => {
    const kept = { name: '某某办公室', kind: 'king', unit: CITY };
    expect((await town.submit('registrar', '/api/organisations/org-b/register', kept)).status).toBe(422);
    expect((await town.submit('registrar', '/api/organisations/13812345678/register', department)).status).toBe(422);
    const again = { duty: 'funds.secure', on: '2026-06-02' };
    const { status, body: told } = await town.submit('registrar', '/api/organisations/org-a/end-duty', again);
    expect(status).toBe(409);
    expect((await town.submit('eye', '/api/organisations/org-c/register', department)).status).toBe(403);
    // The log is written while the refusal is on its way.
    const read = async (by: string, query = ''): Promise<readonly Readonly<Record<string, unknown>>[]> =>
      (await town.call(by, 'GET', `/api/submissions/refused?${query}`)).body['items'] as readonly Readonly<Record<string, unknown>>[];
    expect(await until(async () => (await read('registrar')).length === 3 && (await read('eye')).length === 1, 5_000)).toBe(true);
    expect(await read('registrar')).toMatchObject([
      {
        category: 'organisations',
        id: 'org-a',
        action: 'end-duty',
        actionLabel: { zh: expect.stringMatching(/\p{Script=Han}/u) as string },
        status: 409,
        code: told['code'],
        text: { zh: expect.stringMatching(/^[^{}]+$/) as string, en: expect.stringMatching(/^[^{}]+$/) as string },
        next: { zh: expect.stringMatching(/\p{Script=Han}/u) as string },
      },
      { id: null, status: 422 },
      { id: 'org-b', status: 422, code: 'payload.invalid' },
    ]);
    expect(JSON.stringify(await read('registrar'))).not.toMatch(/king|13812345678/);
    expect(await read('eye')).toMatchObject([{ id: 'org-c', code: 'access.role' }]);
    const { body } = await town.call('registrar', 'GET', '/api/submissions/refused?limit=2');
    expect(await read('registrar', `limit=2&cursor=${String(body['next'])}`)).toMatchObject([{ id: 'org-b' }]);
    expect((await town.call('registrar', 'GET', '/api/submissions/refused?account=eye')).status).toBe(400);
    expect((await town.call(undefined, 'GET', '/api/submissions/refused')).status).toBe(401);
  });

  it('names the kinds of subject it is asked by, each of which it takes', async () => {
    const { body } = await town.call(undefined, 'GET', '/api/history/subjects');
    const kinds = body['items'] as readonly { readonly kind: string; readonly asked: boolean; readonly label: { readonly zh: string } }[];
    expect(kinds.find(({ kind }) => kind === 'team')?.label.zh).toBe('义工队伍');
    for (const { kind, asked } of kinds.filter((one) => one.kind !== 'q'))
      expect([kind, (await town.call('eye', 'GET', `/api/history?${kind}=x`)).status]).toEqual([kind, asked ? 200 : 400]);
  });

  it('is found by words, by what it is about and by who did it', async () => {
    for (const q of ['某某', 'org-a', 'registrar']) {
      const { body } = await town.call('eye', 'GET', `/api/history/search?q=${encodeURIComponent(q)}&limit=100&after=${last}`);
      expect([q, factsOf(body).some((fact) => fact.stream === 'organisations-org-a')]).toEqual([q, true]);
    }
    expect(factsOf((await town.call('eye', 'GET', `/api/history/search?q=${encodeURIComponent('没有的词')}`)).body)).toEqual([]);
    expect((await town.call('eye', 'GET', '/api/history/search?q=')).status).toBe(400);
  });
});
