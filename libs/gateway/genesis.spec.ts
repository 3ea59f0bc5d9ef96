import { categoriesOf } from './categories';
import { beginnings, GENESIS, GenesisRefused, runGenesis, type GenesisPlan, type LedgerState } from './genesis';
import { SubmissionHandler, type SubmissionParts } from './handler';
import { MemoryFolds } from './memory-folds.fixture';
import { payments } from './payments.fixture';
import { reservations } from './reservations';
import { Submission, type SubmissionRequest } from './submission';

const request = (n: number) => ({
  phase: 'requests',
  clause: '19',
  category: 'payments',
  id: `33068100${n % 3}`,
  action: 'request',
  data: { payment: `p${n}`, amountFen: n + 1, vouchers: [] },
});
const plan: GenesisPlan = { city: '330681', synthetic: false, submissions: Array.from({ length: 12 }, (_, n) => request(n)) };

function house() {
  const categories = [payments, reservations, beginnings];
  const folds = new MemoryFolds(categories);
  const parts: SubmissionParts = {
    categories: categoriesOf(categories),
    clock: { now: () => '2018-09-27T04:00:00.000Z' },
    folds,
    secret: Buffer.from('secret of this spec'),
    city: '330681',
    units: { holds: () => Promise.resolve(false), level: () => Promise.resolve(undefined), below: () => Promise.resolve([]) },
    authorities: { find: () => Promise.resolve(undefined) },
    parameters: { history: () => Promise.resolve({ values: [], read: undefined }) },
  };
  const handler = new SubmissionHandler(parts);
  const submit = (asked: SubmissionRequest) => handler.execute(new Submission(asked));
  return { folds, submit, categories: parts.categories };
}

const recorded = (folds: MemoryFolds): number =>
  ['330681000', '330681001', '330681002'].reduce((sum, id) => sum + folds.types(`payments-${id}`).length, 0);

describe('the genesis', () => {
  it('records everything through the door, resting on the clause, and closes', async () => {
    const { folds, ...parts } = house();
    expect(await runGenesis(plan, { folds, ...parts })).toBe(true);
    expect(recorded(folds)).toBe(12);
    expect(folds.types('ledger-genesis')).toEqual(['Opened', 'Closed']);
    expect(folds.appends.get('payments-330681001')?.[0]?.request.meta).toMatchObject({
      actor: { account: 'genesis' },
      authority: { kind: 'clause', clause: '19' },
      source: { kind: 'genesis' },
    });
  });

  it('killed anywhere, goes on where it was and records nothing twice', async () => {
    for (let dies = 0; dies <= 13; dies += 1) {
      const { folds, submit, categories } = house();
      let left = dies;
      const dying = (asked: SubmissionRequest) => (left-- > 0 ? submit(asked) : Promise.reject(new Error('killed')));
      await expect(runGenesis(plan, { folds, submit: dying, categories })).rejects.toThrow('killed');
      expect(await runGenesis(plan, { folds, submit, categories })).toBe(true);
      expect(recorded(folds)).toBe(12);
      expect(folds.types('ledger-genesis')).toEqual(['Opened', 'Closed']);
    }
  });

  it('once closed, never again: neither by itself nor by any single submission', async () => {
    const { folds, submit, categories } = house();
    await runGenesis(plan, { folds, submit, categories });
    expect(await runGenesis({ ...plan, submissions: [request(99)] }, { folds, submit, categories })).toBe(false);
    const late = await submit({
      ...request(99),
      body: request(99).data,
      idempotencyKey: 'k',
      caller: { account: 'genesis', held: [], authority: { kind: 'clause', power: 'x', clause: '19' } },
      source: { kind: 'genesis' },
      trace: 't',
    });
    expect(late).toMatchObject({ status: 403, code: 'genesis.closed' });
    expect(recorded(folds)).toBe(12);
  });

  it('stops at a refusal and says which', async () => {
    const { folds, submit, categories } = house();
    const twice = { ...plan, submissions: [request(1), { ...request(1), data: { ...request(1).data, amountFen: 5 } }] };
    await expect(runGenesis(twice, { folds, submit, categories })).rejects.toThrow(GenesisRefused);
    expect(((await folds.reload(GENESIS)).state as LedgerState).is).toBe('open');
  });

  it('does not turn one city, or a demonstration, into another', async () => {
    const { folds, submit, categories } = house();
    const half = { ...plan, submissions: [{ ...request(1), action: 'nothing' }] };
    await expect(runGenesis(half, { folds, submit, categories })).rejects.toThrow('route.unknown');
    await expect(runGenesis({ ...plan, synthetic: true }, { folds, submit, categories })).rejects.toThrow('genesis.another');
    await expect(runGenesis({ ...plan, city: '330682' }, { folds, submit, categories })).rejects.toThrow('genesis.another');
  });

  it('lets nobody give the instant of recording but in a ledger of demonstration data', async () => {
    const { folds, submit, categories } = house();
    const demo: SubmissionRequest = {
      category: 'payments',
      id: '330681001',
      action: 'request',
      body: request(1).data,
      idempotencyKey: 'k',
      caller: { account: 'li', held: [{ role: 'clerk', unit: '330681' }] },
      source: { kind: 'demo' },
      trace: 't',
      recordedAt: '2017-01-01T00:00:00.000Z',
    };
    await runGenesis(plan, { folds, submit, categories });
    expect(await submit(demo)).toMatchObject({ status: 403, code: 'demo.not-synthetic' });
    expect(await submit({ ...demo, source: { kind: 'api' } })).toMatchObject({ status: 403, code: 'demo.not-synthetic' });
  });
});
