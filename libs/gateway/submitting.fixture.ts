import { categoriesOf } from './categories';
import { SubmissionHandler, type SubmissionParts } from './handler';
import { MemoryFolds } from './memory-folds.fixture';
import { payments } from './payments.fixture';
import type { AuthorityAsked, Held } from './ports';
import { isProblem } from './problem';
import { reservations } from './reservations';
import { Submission, type Outcome, type SubmissionRequest } from './submission';

export const VOUCHER = 'a'.repeat(64);
export const clerk: Held = { role: 'clerk', unit: '330681001' };
export const body = { payment: 'p1', amountFen: 100, vouchers: [VOUCHER], payee: { name: '张小明', account: '6222020000001234' } };

export function house(change: Partial<SubmissionParts> = {}) {
  const categories = [payments, reservations];
  const folds = new MemoryFolds(categories);
  const clock = { at: '2021-06-15T02:00:00.000Z', now: () => clock.at };
  const asked: AuthorityAsked[] = [];
  const parts: SubmissionParts = {
    categories: categoriesOf(categories),
    clock,
    folds,
    secret: Buffer.from('secret of this spec'),
    city: '330681',
    units: {
      holds: (root, unit) => Promise.resolve(unit.startsWith(root)),
      level: () => Promise.resolve('subdistrict'),
      below: (root) => Promise.resolve([root]),
    },
    authorities: {
      find: (a) => {
        asked.push(a);
        return Promise.resolve({ kind: 'mandate', power: a.power, rests: `mandates-${a.held?.unit}.${a.power}@0`, clause: '19' });
      },
    },
    parameters: { history: () => Promise.resolve({ values: [], read: undefined }) },
    ...change,
  };
  const handler = new SubmissionHandler(parts);
  const submit = (more: Partial<SubmissionRequest> = {}): Promise<Outcome> =>
    handler.execute(
      new Submission({
        category: 'payments',
        id: '330681001',
        action: 'request',
        body,
        idempotencyKey: 'k1',
        caller: { account: 'li', held: [clerk] },
        source: { kind: 'api' },
        trace: 't',
        ...more,
      }),
    );
  return { folds, submit, clock, asked };
}

export const codeOf = (outcome: Outcome): string => (isProblem(outcome) ? `${outcome.status} ${outcome.code}` : JSON.stringify(outcome));
