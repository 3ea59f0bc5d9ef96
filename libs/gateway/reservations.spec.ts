import type { MemoryFolds } from './memory-folds.fixture';
import { body, codeOf, house, VOUCHER } from './submitting.fixture';

describe('a reservation', () => {
  const reservation = (folds: MemoryFolds): readonly string[] =>
    [...folds.appends.keys()].filter((name) => name.startsWith('reservations-')).flatMap((name) => folds.types(name));

  it('keeps a voucher from a second payment, in another unit too', async () => {
    const { folds, submit } = house();
    await submit();
    const second = { ...body, payment: 'p2' };
    expect(codeOf(await submit({ idempotencyKey: 'k2', body: second }))).toBe('409 payment.voucher-seen');
    expect(
      codeOf(
        await submit({
          id: '330681002',
          idempotencyKey: 'k2',
          body: second,
          caller: { account: 'hu', held: [{ role: 'clerk', unit: '330681002' }] },
        }),
      ),
    ).toBe('409 payment.voucher-seen');
    expect(reservation(folds)).toEqual(['Reserved']);
  });

  it('is found again by the retry of a submission that crashed after taking it', async () => {
    const { folds, submit } = house();
    folds.beforeAppend = () => {
      folds.faults.push('lost', 'unsent', 'unsent', 'unsent', 'unsent');
      return Promise.resolve();
    };
    expect(codeOf(await submit())).toBe('504 ledger.timeout');
    expect(await submit()).toMatchObject({ revision: 0 });
    expect(reservation(folds)).toEqual(['Reserved']);
  });

  it('left by a crash is taken over after ten minutes, not before', async () => {
    const { folds, submit, clock } = house();
    folds.beforeAppend = () => {
      folds.faults.push('lost', 'unsent', 'unsent', 'unsent', 'unsent');
      return Promise.resolve();
    };
    await submit();
    const other = { idempotencyKey: 'k9', body: { ...body, payment: 'p9' } };
    clock.at = '2021-06-15T02:09:59.000Z';
    expect(codeOf(await submit(other))).toBe('409 payment.voucher-seen');
    clock.at = '2021-06-15T02:10:00.000Z';
    expect(await submit(other)).toMatchObject({ revision: 0 });
    expect(codeOf(await submit())).toBe('409 payment.voucher-seen');
  });

  it('is released when the action is refused after all', async () => {
    const { folds, submit } = house();
    const second = 'b'.repeat(64);
    await submit();
    expect(codeOf(await submit({ idempotencyKey: 'k2', body: { ...body, payment: 'p2', vouchers: [second, VOUCHER] } }))).toBe(
      '409 payment.voucher-seen',
    );
    expect([...reservation(folds)].sort()).toEqual(['Released', 'Reserved', 'Reserved']);
    expect(await submit({ idempotencyKey: 'k3', body: { ...body, payment: 'p3', vouchers: [second] } })).toMatchObject({ revision: 1 });
  });
});
