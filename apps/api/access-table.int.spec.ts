import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf } from '#contracts';
import type { RouteSpec } from '#gateway';
import type { JsonObject } from '#kernel';
import { house } from '../wiring';
import type { Written } from './beginning';
import { sampleId, samplePayload } from './samples.fixture';
import { Town } from './town.fixture';

const CITY = '330681';
const GOLDEN = join(process.cwd(), 'apps/api/access-table.golden.txt');
const ROLES = 'administrator approver auditor clerk desk finance inspector leader registrar secretary'.split(' ');
const ample = { perSecond: 100_000, burst: 100_000 };
let town: Town;

beforeAll(async () => {
  town = await Town.start('whole', { perAccount: ample, perAddress: ample, logins: ample });
  for (const { account } of town.accounts) await town.token(account);
}, 240_000);
afterAll(() => town.stop(), 60_000);

const lineOf = (route: RouteSpec): string =>
  `${route.method} ${route.path} · ${typeof route.who === 'string' ? route.who : [...route.who].sort().join(' ')} · ${route.scope}`;
const open = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

describe('the access table', () => {
  it('is the one that was agreed; UPDATE_GOLDENS=1 writes it anew', () => {
    const table = `${town.door.routes.map(lineOf).sort().join('\n')}\n`;
    if (process.env['UPDATE_GOLDENS'] === '1' || !existsSync(GOLDEN)) writeFileSync(GOLDEN, table);
    expect(table).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  it('has the same routes as the OpenAPI document', async () => {
    const { body } = await town.call(undefined, 'GET', '/api/openapi.json');
    const documented = Object.entries(body['paths'] as Readonly<Record<string, object>>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(town.door.routes.map((route) => `${route.method} ${open(route.path)}`).sort());
  });

  it('lets nobody in without a login but where it says so', async () => {
    for (const route of town.door.routes.filter((one) => one.path !== '/api/stream')) {
      const { status, body } = await town.call(undefined, route.method, filled(route, CITY), route.method === 'POST' ? {} : undefined);
      expect([lineOf(route), status === 401 && body['code'] === 'access.login']).toEqual([lineOf(route), route.who !== 'public']);
      expect([lineOf(route), body['code']]).not.toEqual([lineOf(route), 'route.unknown']);
    }
  }, 60_000);

  it('holds for every reading and every role', async () => {
    const roles = new Map<string, Written>(town.accounts.map((account) => [account.role, account]));
    // What is anybody's asks for no role: it is anybody's when it is the administrator's, who sees no business data, and a clerk's, who sees one unit.
    const anybody = ['administrator', 'clerk'].flatMap((role) => roles.get(role) ?? []);
    for (const route of town.door.routes.filter((one) => one.method === 'GET' && one.path !== '/api/stream')) {
      const askers = typeof route.who === 'string' ? anybody : [...roles.values()];
      const answers = await Promise.all(askers.map((account) => town.call(account.account, route.method, filled(route, account.unit))));
      const able = askers.filter((_, i) => answers[i]?.body['code'] !== 'access.role').map(({ role }) => role);
      const may = askers.filter(({ role }) => typeof route.who === 'string' || route.who.includes(role)).map(({ role }) => role);
      expect([lineOf(route), able]).toEqual([lineOf(route), may]);
    }
    expect([...roles.keys()].sort()).toEqual(ROLES);
  }, 120_000);

  it('holds for every action and every role, in the own unit and in a foreign one', async () => {
    let negative = 0;
    for (const { contract } of house.ruled) {
      for (const name of Object.keys(contract.actions).filter((action) => (contract.actions[action]?.who.length ?? 0) > 0)) {
        for (const account of town.accounts) {
          for (const unit of [ownUnit(account, contract.category), foreignUnit(account, contract.category)]) {
            const expected = expectation(account, contract.category, name, unit);
            const { body } = await town.submit(
              account.account,
              `/api/${contract.category}/${sampleId(contract.category, unit, name)}/${name}`,
              payloadOf(contract.category, name, unit),
            );
            const code = String(body['code'] ?? '');
            const got =
              code === 'access.role' || code === 'access.scope'
                ? code
                : code.startsWith('access.') || code === 'authority.none' || code === 'payload.invalid' || code === 'id.invalid'
                  ? `unexpected ${code} ${JSON.stringify(body['errors'] ?? '')}`
                  : 'passed';
            if (expected !== 'passed') negative += 1;
            expect([contract.category, name, account.account, unit, got]).toEqual([
              contract.category,
              name,
              account.account,
              unit,
              expected,
            ]);
          }
        }
      }
    }
    process.stdout.write(`access: ${negative} refusals asked for and given\n`);
  }, 240_000);
});

describe('a register', () => {
  it('shows those below the city their own tree alone', async () => {
    const card = (unit: string, n: number) => ({ unit, person: { name: '张小明', phone: `1380000123${n}` } });
    await town.appoint('desk-far', 'desk', { unit: '330681002001' });
    const far = await town.submit('desk-far', '/api/cards/far-1/issue', card('330681002001', 1));
    const near = await town.submit('desk-1', '/api/cards/near-1/issue', card('330681001001', 2));
    expect([far.status, near.status]).toEqual([200, 200]);
    const after = `after=${String(near.body['position'])}`;
    expect(await town.call('clerk', 'GET', `/api/cards/far-1?${after}`)).toMatchObject({ status: 403, body: { code: 'access.scope' } });
    expect(await town.call('clerk', 'GET', '/api/cards/near-1')).toMatchObject({ status: 200, body: { unit: '330681001001' } });
    const keys = async (account: string): Promise<readonly unknown[]> =>
      ((await town.call(account, 'GET', '/api/cards?limit=500')).body['items'] as readonly { readonly key: string }[]).map(
        (row) => row.key,
      );
    expect(await keys('clerk')).toEqual(expect.arrayContaining(['near-1']));
    expect(await keys('clerk')).not.toContain('far-1');
    expect(await keys('leader')).toEqual(expect.arrayContaining(['near-1', 'far-1']));
    for (const account of ['clerk', 'leader'])
      expect(JSON.stringify((await town.call(account, 'GET', '/api/cards?limit=500')).body)).not.toMatch(/张小明|1380000123/);
  }, 60_000);
});

/** What the written rules say, by the codes of the real divisions alone: a unit lies in another when its code begins with it. */
function expectation(account: Written, category: string, name: string, unit: string): 'passed' | 'access.role' | 'access.scope' {
  const ruled = house.categories.get(category);
  const who = (ruled?.contract.actions[name]?.who ?? []).filter((permission) => permission.roles.includes(account.role));
  if (!ruled || who.length === 0) return 'access.role';
  const actor = { account: account.account, role: account.role, unit: account.unit };
  const id = sampleId(category, unit, name);
  const concerned =
    ruled.decider.concerns({
      action: { name, data: payloadOf(category, name, unit) },
      id,
      state: ruled.decider.initial(id),
      city: CITY,
      actor,
    }) ?? CITY;
  const level = concerned.length === 6 ? 'city' : concerned.length === 9 ? 'subdistrict' : 'community';
  const reaches = account.unit === CITY || concerned.startsWith(account.unit);
  return reaches && who.some((permission) => permission.levels === undefined || permission.levels.includes(level))
    ? 'passed'
    : 'access.scope';
}

/** Counts and the like belong to communities: a street's own is one of its communities. */
function ownUnit(account: Written, category: string): string {
  return category === 'counts' && account.unit.length < 12 ? '330681001001' : account.unit;
}

function foreignUnit(account: Written, category: string): string {
  return account.unit.length === 12 || category === 'counts' ? '330681002001' : '330681002';
}

function payloadOf(category: string, name: string, unit: string): JsonObject {
  const payload = house.categories.get(category)?.contract.actions[name]?.payload;
  return payload ? samplePayload(fieldsOf(payload), unit) : {};
}

function filled(route: RouteSpec, unit: string): string {
  const [, , category = ''] = route.path.split('/');
  return route.path.replace(/:(\w+)/g, (_whole, name: string) =>
    name === 'unit' || name === 'code' ? unit : name === 'id' ? sampleId(category, unit) : name === 'category' ? 'organisations' : 'x',
  );
}
