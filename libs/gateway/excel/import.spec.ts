import type { CommandBus } from '@nestjs/cqrs';
import { categoriesOf } from '../categories';
import { SubmissionHandler, type SubmissionParts } from '../handler';
import { MemoryFolds } from '../memory-folds.fixture';
import { payments } from '../payments.fixture';
import { reservations } from '../reservations';
import { Submission } from '../submission';
import { copyFor, isCopyOf, record, rehearse, type ImportParts, type Sender } from './import';
import type { Sheet, SheetRow } from './sheet';

const secret = Buffer.from('secret of this spec');
const sender: Sender = { caller: { account: 'li', held: [{ role: 'clerk', unit: '330681001' }] }, trace: 't' };
const copy = copyFor(secret, 'li', 'payments', 'request', '00000000-0000-4000-8000-000000000001');

function house() {
  const categories = [payments, reservations];
  const folds = new MemoryFolds(categories);
  const submissions: SubmissionParts = {
    categories: categoriesOf(categories),
    clock: { now: () => '2021-06-15T02:00:00.000Z' },
    folds,
    secret,
    city: '330681',
    units: {
      holds: (root, unit) => Promise.resolve(unit.startsWith(root)),
      level: () => Promise.resolve('subdistrict'),
      below: (root) => Promise.resolve([root]),
    },
    authorities: { find: (asked) => Promise.resolve({ kind: 'mandate', power: asked.power, rests: 'mandates-x@0', clause: '19' }) },
    parameters: { history: () => Promise.resolve({ values: [], read: undefined }) },
  };
  const handler = new SubmissionHandler(submissions);
  const parts: ImportParts = { submissions, bus: () => handler as unknown as CommandBus };
  return { folds, parts };
}

const row = (n: number, more: Partial<SheetRow> = {}): SheetRow => ({
  line: n + 3,
  row: String(n),
  id: '330681001',
  occurredOn: undefined,
  data: { payment: `p${n}`, amountFen: 100 * n, vouchers: [`${n}`.repeat(64)] },
  errors: [],
  ...more,
});
const sheet = (...rows: readonly SheetRow[]): Sheet => ({ copy, category: 'payments', action: 'request', rows });
const types = (folds: MemoryFolds): readonly string[] => folds.types('payments-330681001');

describe('a sheet', () => {
  it('belongs to the account and action it was downloaded for', () => {
    expect(isCopyOf(secret, 'li', sheet())).toBe(true);
    expect(isCopyOf(secret, 'wang', sheet())).toBe(false);
    expect(isCopyOf(secret, 'li', { ...sheet(), action: 'approve' })).toBe(false);
    expect(isCopyOf(secret, 'li', { ...sheet(), copy: 'nonsense' })).toBe(false);
  });

  it('is rehearsed row by row, each seeing the ones before, and records nothing', async () => {
    const { folds, parts } = house();
    const report = await rehearse(
      sheet(
        row(1),
        row(2, { data: { payment: 'p1', amountFen: 5, vouchers: [] } }),
        row(3, { data: { payment: 'p3', amountFen: 0.5, vouchers: [] } }),
      ),
      sender,
      parts,
    );
    expect(report.faults.map((fault) => [fault.line, fault.errors.map((error) => `${error.field} ${error.code}`)])).toEqual([
      [5, ['payment payment.exists']],
      [6, ['amountFen whole']],
    ]);
    expect(types(folds)).toEqual([]);
  });

  it('records nothing while any row is wrong', async () => {
    const { folds, parts } = house();
    expect((await record(sheet(row(1), row(2, { id: 'x' })), sender, parts)).recorded).toEqual([]);
    expect(types(folds)).toEqual([]);
  });

  it('is recorded in order, and sent again records nothing twice, also when a row was added or mended', async () => {
    const { folds, parts } = house();
    const first = await record(sheet(row(1), row(2)), sender, parts);
    expect(first.recorded.map((recorded) => recorded.revision)).toEqual([0, 1]);
    const again = await record(sheet(row(1), row(2), row(3)), sender, parts);
    expect(again.recorded.map((recorded) => recorded.revision)).toEqual([0, 1, 2]);
    expect(types(folds)).toEqual(['PaymentRequested', 'PaymentRequested', 'PaymentRequested']);
  });

  it('stops at a late refusal, says what is recorded, and goes on there when it is sent again', async () => {
    const { folds, parts } = house();
    const other = {
      category: 'payments',
      id: '330681001',
      action: 'request',
      body: { payment: 'p2', amountFen: 7, vouchers: [] },
      idempotencyKey: 'other',
      caller: sender.caller,
      source: { kind: 'web' as const },
      trace: 'u',
    };
    const bus = parts.bus();
    const meanwhile = {
      execute: async (submission: Submission) => {
        const outcome = await bus.execute(submission);
        if (submission.request.idempotencyKey !== 'other') await bus.execute(new Submission(other));
        return outcome;
      },
    };
    const stopped = await record(sheet(row(1), row(2), row(3)), sender, { ...parts, bus: () => meanwhile as unknown as CommandBus });
    expect(stopped.recorded.map((recorded) => recorded.row)).toEqual(['1']);
    expect(stopped.stopped).toMatchObject({ row: '2', problem: { code: 'payment.exists' } });
    const mended = row(2, { data: { payment: 'p2b', amountFen: 200, vouchers: [] } });
    expect((await record(sheet(row(1), mended, row(3)), sender, parts)).recorded.map((recorded) => recorded.row)).toEqual(['1', '2', '3']);
    expect(types(folds).length).toBe(4);
  });
});
