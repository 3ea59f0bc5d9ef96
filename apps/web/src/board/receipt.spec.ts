import { newReceipt, receiptOf, RECEIPT } from './receipt';

test('a new code is one, and no two are the same', () => {
  const codes = Array.from({ length: 500 }, newReceipt);
  expect(codes.every((code) => RECEIPT.test(code))).toBe(true);
  expect(new Set(codes).size).toBe(500);
});

test('what was copied by hand is read as it was meant', () => {
  expect(receiptOf(' R7K2-M9X0-Ol ')).toBe('r7k2m9x001');
  expect(receiptOf('r7k2 m9x0 ol')).toBe('r7k2m9x001');
  expect(receiptOf('R7K2M9X00I')).toBe('r7k2m9x001');
  expect(receiptOf('7k2m9x001')).toBeUndefined();
});
