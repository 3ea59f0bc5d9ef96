import type { Written } from './beginning';
import { Town } from './town.fixture';

const CITY = '330681';
const ample = { perSecond: 100_000, burst: 100_000 };
let town: Town;
let [street, community, other] = ['', '', ''];

/** A year of its own: the day of the tests. */
const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
const account = (unit: string): string => `${unit}.${year}.work`;
const of = (role: string, nth = 0): Written => {
  const found = town.accounts.filter((one) => one.role === role)[nth];
  if (!found) throw new Error(`no ${role}`);
  return found;
};
const must = async (by: Written, path: string, body: object): Promise<string> => {
  const answer = await town.submit(by.account, `/api/${path}`, body);
  expect([path, answer.status, answer.body['code']]).toEqual([path, 200, undefined]);
  return String(answer.body['position']);
};
const offered = async (by: Written, path: string, after = ''): Promise<readonly unknown[] | string> => {
  const { body } = await town.call(by.account, 'GET', `/api/${path}${after === '' ? '' : `&after=${after}`}`);
  return 'items' in body ? (body['items'] as readonly { readonly value: string }[]).map(({ value }) => value) : String(body['code']);
};

beforeAll(async () => {
  town = await Town.start('whole', { perAccount: ample, perAddress: ample, logins: ample });
  [street, community] = [of('approver').unit, of('clerk').unit];
  const { body } = await town.call(undefined, 'GET', `/api/units?parent=${street}&kind=community`);
  other = (body['items'] as readonly { readonly code: string }[]).find(({ code }) => code !== community)?.code ?? '';
}, 240_000);
afterAll(() => town.stop(), 60_000);

describe('what a form offers of what was recorded before', () => {
  it('is the sending on its way, also to whoever may read no history', async () => {
    await must(of('finance'), `funds/${account(CITY)}/budget`, { amountFen: 900_000_00 });
    const sent = await must(of('finance'), `funds/${account(CITY)}/send`, { to: account(street), sending: 's-1', amountFen: 500_000_00 });
    expect(await offered(of('approver'), `funds/${account(street)}/receive/offers?field=sending`, sent)).toEqual(['s-1']);
    await must(of('approver'), `funds/${account(street)}/receive`, { from: account(CITY), sending: 's-1' });
    for (const [to, sending] of [
      [community, 'a-1'],
      [other, 'b-1'],
    ] as const)
      await must(of('approver'), `funds/${account(street)}/send`, { to: account(to), sending, amountFen: 100_000_00 });
    expect(await town.call(of('approver').account, 'GET', `/api/history/funds/${account(street)}`)).toMatchObject({ status: 403 });
  });

  it('is the payment to approve or to pay, with what became of it, in the tree of the asker alone', async () => {
    await must(of('clerk'), `funds/${account(community)}/receive`, { from: account(street), sending: 'a-1' });
    const request = {
      payment: 'p-1',
      purpose: '党群服务中心维修',
      amountFen: 12_300,
      vouchers: [],
      payee: { organisation: { name: '施工队', account: '甲' } },
    };
    await must(of('clerk'), `funds/${account(community)}/request`, request);
    const approved = await must(of('approver'), `funds/${account(community)}/approve`, { payment: 'p-1' });
    const { body } = await town.call(
      of('finance').account,
      'GET',
      `/api/funds/${account(community)}/pay/offers?field=payment&after=${approved}`,
    );
    expect(body).toMatchObject({
      items: [
        {
          value: 'p-1',
          says: { zh: expect.stringMatching(/123\.00 元.*党群服务中心维修/) as string },
          now: { zh: '已审批', en: 'Payment approved' },
        },
      ],
      next: null,
    });
    expect(await offered(of('approver'), `funds/${account(community)}/approve/offers?field=payment`)).toEqual(['p-1']);
    expect(await offered(of('approver'), `funds/${account(community)}/approve/offers?field=payment&q=维修`)).toEqual(['p-1']);
    expect(await offered(of('approver'), `funds/${account(community)}/approve/offers?field=payment&q=乌有`)).toEqual([]);
    expect(await offered(of('clerk'), `funds/${account(community)}/settle/offers?field=payment`)).toEqual(['p-1']);
    // Another community's clerk would see nothing of it, as this one sees nothing of theirs.
    expect(await offered(of('clerk'), `funds/${account(other)}/receive/offers?field=sending`)).toEqual([]);
    expect(await offered(of('clerk'), `funds/${account(community)}/receive/offers?field=sending`)).toEqual(['a-1']);
  });

  it('is refused to roles the action is not for, and of fields that name nothing recorded', async () => {
    const path = `funds/${account(community)}/approve/offers`;
    for (const role of ['clerk', 'finance', 'auditor', 'leader', 'administrator', 'desk'])
      expect([role, await offered(of(role), `${path}?field=payment`)]).toEqual([role, 'access.role']);
    expect(await offered(of('approver'), `${path}?field=amountFen`)).toBe('request.query');
    expect(await offered(of('approver'), `${path}?field=payment&unit=${community}`)).toBe('request.query');
    expect(await offered(of('approver'), `funds/nonsense/approve/offers?field=payment`)).toBe('thing.unknown');
  });

  it('is an answer for every action that has such a field, also before anything is recorded', async () => {
    const routes = town.door.routes.filter(({ path }) => path.endsWith('/offers'));
    expect(routes.length).toBeGreaterThan(10);
    const ids: Readonly<Record<string, string>> = { funds: account(community), territory: CITY, rounds: '2099-2103.1', cards: 'C-none' };
    for (const { path, who, operation } of routes) {
      const [role] = who as readonly string[];
      const asked = path.replace(':id', ids[path.split('/')[2] ?? ''] ?? 'none').slice(5);
      for (const { name, schema } of operation['parameters'] as readonly {
        readonly name: string;
        readonly schema: { readonly enum?: readonly string[] };
      }[])
        for (const field of name === 'field' ? (schema.enum ?? []) : [])
          expect([path, field, Array.isArray(await offered(of(role ?? ''), `${asked}?field=${field}`))]).toEqual([path, field, true]);
    }
  });
});
