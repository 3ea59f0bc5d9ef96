import { holdsPersonalNumber, withoutPersonalNumbers } from './personal-numbers';

describe('numbers of persons in a text', () => {
  it.each([
    '请联系 13812345678',
    '电话:138 1234 5678',
    '138-1234-5678',
    '身份证11010519491231002X',
    '身份证 11010519491231002x。',
    '卡号 6222021234567890128',
    '4111 1111 1111 1111',
  ])('finds %s', (text) => {
    expect(holdsPersonalNumber(text)).toBe(true);
    expect(holdsPersonalNumber(withoutPersonalNumbers(text))).toBe(false);
  });

  it.each([
    '330681001001',
    '110105194912310021',
    '金额 123456789012 元',
    'a13812345678',
    '1700000000000000',
    '96345-000123',
    '2021-06-15 至 2021-12-31',
    '23812345678',
    '0575-87012345',
  ])('lets %s be', (text) => {
    expect(holdsPersonalNumber(text)).toBe(false);
    expect(withoutPersonalNumbers(text)).toBe(text);
  });

  it('keeps the rest of the text', () => expect(withoutPersonalNumbers('找 13812345678 换灯泡')).toBe('找 ****78 换灯泡'));
});
