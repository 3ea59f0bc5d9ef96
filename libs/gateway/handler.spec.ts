import type { AppendRequest } from '#ledger';
import type { MemoryFolds } from './memory-folds.fixture';
import type { Held } from './ports';
import type { Answered, SubmissionRequest } from './submission';
import { body, clerk, codeOf, house } from './submitting.fixture';

describe('a submission', () => {
  it('is recorded with who, authority, subjects, and references in place of personal values', async () => {
    const { folds, submit } = house();
    expect(await submit()).toEqual({ stream: 'payments-330681001', revision: 0, position: '2' });
    const request = folds.appends.get('payments-330681001')?.[0]?.request as AppendRequest;
    expect(request.at).toBe(-1);
    expect(request.personal).toEqual(['张小明', '6222020000001234']);
    expect(JSON.stringify(request.facts)).not.toMatch(/张小明|6222020000001234/);
    const payee = request.facts[0]?.data['payee'] as Record<string, { subject: string; mask: string }>;
    expect(payee['name']).toEqual({ subject: payee['account']?.subject, purpose: 'payment', mask: '张*明', veil: 0 });
    expect(payee['account']?.subject).toMatch(/^p-[a-z2-7]{26}$/);
    expect(request.facts[0]?.subjects).toEqual(['unit:330681001', 'payment:p1']);
    expect(request.meta).toMatchObject({
      actor: { account: 'li', role: 'clerk', unit: '330681001' },
      authority: { power: 'funds.request' },
      occurredOn: '2021-06-15',
      unit: '330681001',
    });
  });

  it('gives the first answer again to a retry, on another day too', async () => {
    const { folds, submit, clock } = house();
    const first = await submit();
    clock.at = '2021-07-01T02:00:00.000Z';
    expect(await submit()).toEqual(first);
    expect(folds.types('payments-330681001')).toEqual(['PaymentRequested']);
  });

  it.each([
    [{ body: { payment: '13812345678', amountFen: 100, vouchers: [] } }, 'payment'],
    [{ body: { payment: 'p-13812345678', amountFen: 100, vouchers: [] } }, 'payment'],
  ])('with a number of a person where nothing is sealed is refused, and names the field: %j', async (more, field) => {
    const { submit, folds } = house();
    const outcome = await submit(more);
    expect(outcome).toMatchObject({ status: 422, code: 'payload.shows-a-person', errors: [{ field, code: 'shows-a-person' }] });
    expect(folds.appends.size).toBe(0);
  });

  it('refuses the same key with another body', async () => {
    const { submit } = house();
    await submit();
    expect(codeOf(await submit({ body: { ...body, amountFen: 200 } }))).toBe('422 submission.key-reused');
  });

  it('is already so the second time under another key', async () => {
    const { submit } = house();
    await submit();
    const approver: Held = { role: 'approver', unit: '330681001' };
    const approve = { action: 'approve', body: { payment: 'p1' }, caller: { account: 'wu', held: [approver] } };
    const first = (await submit(approve)) as Answered;
    expect(await submit({ ...approve, idempotencyKey: 'k2' })).toEqual({ ...first, already: true });
  });

  it('looks and decides again when another clerk came first', async () => {
    const { folds, submit } = house();
    folds.beforeAppend = async () => void (await submitOther(folds));
    expect(await submit({ body: { ...body, vouchers: [] } })).toMatchObject({ revision: 1 });
    expect(folds.types('payments-330681001')).toEqual(['PaymentRequested', 'PaymentRequested']);
  });

  it('records two clerks at once, each once', async () => {
    const { folds, submit } = house();
    const bodies = Array.from({ length: 20 }, (_, i) => ({ payment: `q${i}`, amountFen: 1, vouchers: [] }));
    const outcomes = await Promise.all(bodies.map((one, i) => submit({ body: one, idempotencyKey: `k${i}` })));
    expect(outcomes.map((outcome) => (outcome as Answered).revision).sort((a, b) => a - b)).toEqual(bodies.map((_, i) => i));
    expect(folds.types('payments-330681001')).toHaveLength(20);
  });

  it('finds its own fact after an answer that was lost', async () => {
    const { folds, submit } = house();
    folds.faults.push('lost');
    expect(await submit({ body: { ...body, vouchers: [] } })).toMatchObject({ revision: 0 });
    expect(folds.types('payments-330681001')).toEqual(['PaymentRequested']);
  });

  it('gives up after five timeouts and says that it is not known', async () => {
    const { folds, submit } = house();
    folds.faults.push('unsent', 'unsent', 'unsent', 'unsent', 'unsent');
    expect(codeOf(await submit({ body: { ...body, vouchers: [] } }))).toBe('504 ledger.timeout');
    expect(await submit({ body: { ...body, vouchers: [] } })).toMatchObject({ revision: 0 });
  });

  it('stops at a stale If-Match and leaves the ledger as it was', async () => {
    const { folds, submit } = house();
    expect(codeOf(await submit({ ifMatch: 3 }))).toBe('412 submission.stale');
    expect(folds.appends.size).toBe(0);
    expect(await submit({ ifMatch: -1 })).toMatchObject({ revision: 0 });
  });
});

describe('a stream presumed absent', () => {
  const name = 'payments-330681001';
  const plain = { ...body, vouchers: [] };

  it('is begun without being read', async () => {
    const { folds, submit } = house();
    folds.presumed.add(name);
    expect(await submit({ body: plain })).toMatchObject({ revision: 0 });
    expect(folds.reads).toEqual([]);
  });

  it('that is there after all is read, looked at and decided on again', async () => {
    const { folds, submit } = house();
    await submitOther(folds);
    folds.presumed.add(name);
    expect(await submit({ body: plain })).toMatchObject({ revision: 1 });
    expect(folds.types(name)).toHaveLength(2);
  });

  it('gives the first answer to a retry, and refuses the same key with another body, as if it had been read', async () => {
    const { folds, submit } = house();
    const first = await submit({ body: plain });
    folds.presumed.add(name);
    expect(await submit({ body: plain })).toEqual(first);
    folds.presumed.add(name);
    expect(codeOf(await submit({ body: { ...plain, amountFen: 200 } }))).toBe('422 submission.key-reused');
    expect(folds.types(name)).toHaveLength(1);
  });

  it('is never refused by, nor answered with "already so"', async () => {
    const { folds, submit } = house();
    await submit({ body: plain });
    const approve = {
      action: 'approve',
      body: { payment: 'p1' },
      idempotencyKey: 'k2',
      caller: { account: 'wang', held: [{ role: 'approver', unit: '330681' }] },
    } as const;
    folds.presumed.add(name);
    expect(await submit(approve)).toMatchObject({ revision: 1 });
    expect(codeOf(await submit({ ...approve, idempotencyKey: 'k3', body: { payment: 'p9' } }))).toMatch(/^4/);
  });

  it('whose reservation is there already is refused like any other', async () => {
    const { folds, submit } = house();
    await submit();
    for (const stream of folds.appends.keys()) folds.presumed.add(stream);
    expect(codeOf(await submit({ idempotencyKey: 'k2', body: { ...body, payment: 'p2' } }))).toBe('409 payment.voucher-seen');
  });
});

async function submitOther(folds: MemoryFolds): Promise<void> {
  const { submit } = house({ folds });
  await submit({ body: { payment: 'p0', amountFen: 5, vouchers: [] }, idempotencyKey: 'other', caller: { account: 'hu', held: [clerk] } });
}

describe('a submission is refused', () => {
  const refusals: readonly (readonly [string, Partial<SubmissionRequest>])[] = [
    ['404 route.unknown', { category: 'nothing' }],
    ['404 route.unknown', { action: 'nothing' }],
    ['404 route.unknown', { action: 'constructor' }],
    ['400 submission.key-missing', { idempotencyKey: '' }],
    ['400 submission.key-missing', { idempotencyKey: '密' }],
    ['422 id.invalid', { id: '33068100' }],
    ['422 payload.invalid', { body: [] }],
    ['422 payload.invalid', { body: { ...body, amountFen: 0.5 } }],
    ['422 payload.invalid', { body: { ...body, more: 1 } }],
    ['422 payload.invalid', { body: { ...body, occurredOn: '2021-02-30' } }],
    ['422 submission.occurred-in-future', { body: { ...body, occurredOn: '2021-06-16' } }],
    ['403 access.role', { caller: { account: 'li', held: [{ role: 'auditor', unit: '330681' }] } }],
    ['403 access.role', { caller: { account: 'li', held: [clerk], acting: { role: 'leader', unit: '330681' } } }],
    ['403 access.scope', { caller: { account: 'li', held: [{ role: 'clerk', unit: '330681002' }] } }],
    ['403 access.role', { caller: { account: 'public', held: [] } }],
  ];
  it.each(refusals)('with %s', async (code, change) => {
    const { folds, submit } = house();
    expect(codeOf(await submit(change))).toBe(code);
    expect(folds.appends.size).toBe(0);
  });

  it('without authority on the day of the act', async () => {
    const { submit } = house({ authorities: { find: () => Promise.resolve(undefined) } });
    expect(codeOf(await submit())).toBe('403 authority.none');
  });

  it('when the act lies too far back', async () => {
    const values = [{ from: '2018-01-01', value: 30, kinds: [], clause: '19' }];
    const { submit } = house({ parameters: { history: () => Promise.resolve({ values, read: 'parameters-entry.late-days@0' }) } });
    expect(codeOf(await submit({ body: { ...body, occurredOn: '2021-05-15' } }))).toBe('422 submission.occurred-too-early');
    expect(await submit({ body: { ...body, occurredOn: '2021-05-16' } })).toMatchObject({ revision: 0 });
  });

  it('by the decider, in its own words, naming the field', async () => {
    const { submit } = house();
    await submit();
    const outcome = await submit({ idempotencyKey: 'k2', body: { ...body, vouchers: [] } });
    expect(outcome).toMatchObject({ status: 409, code: 'payment.exists', text: { zh: '付款 p1 已存在' }, errors: [{ field: 'payment' }] });
  });
});
