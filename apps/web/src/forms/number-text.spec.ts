import { fenOf, inYuan, quartersOf, wholeOf, yuanText } from './number-text';

describe('numbers as they are written', () => {
  it('reads yuan as exact fen, whatever the separators, signs and widths', () => {
    expect(['1234.5', '1,234.50', '¥1 234.50', '￥1，234．5元', '１２３４．５', '0.07', '-3.20', '1.2万', '3亿', '12.'].map(fenOf)).toEqual(
      [123450, 123450, 123450, 123450, 123450, 7, -320, 1_200_000, 30_000_000_000, 1200],
    );
    // 0.29 × 100 and 1.005 × 100 are not whole in floating point.
    expect([fenOf('0.29'), fenOf('90071992547409.91')]).toEqual([29, Number.MAX_SAFE_INTEGER]);
  });

  it('says why it cannot', () => {
    expect(['', '.', '12,5元元', '1.2.3', '一百', '1e3', '0x10'].map(fenOf)).toEqual(Array(7).fill('not-a-number'));
    expect([fenOf('1.005'), fenOf('1.23456789万'), wholeOf('3.5'), quartersOf('1.3')]).toEqual([
      'too-fine',
      'too-fine',
      'too-fine',
      'too-fine',
    ]);
    expect([fenOf('90071992547409.92'), wholeOf('9'.repeat(40))]).toEqual(['too-large', 'too-large']);
  });

  it('tells amounts of a refusal in yuan', () => {
    expect([inYuan('票据合计超出支付金额 2591200 分'), inYuan('余额 5 分，30 分钟后再试'), inYuan('over by 123450 fen')]).toEqual([
      '票据合计超出支付金额 25,912.00 元',
      '余额 0.05 元，30 分钟后再试',
      'over by 1,234.50 yuan',
    ]);
  });

  it('writes fen back as they are entered', () => {
    for (const fen of [0, 5, 123450, 120000, -320, Number.MAX_SAFE_INTEGER]) expect(fenOf(yuanText(fen))).toBe(fen);
    expect([yuanText(123450), yuanText(120000), yuanText(-5)]).toEqual(['1234.50', '1200', '-0.05']);
    expect([quartersOf('1.75'), quartersOf('2'), wholeOf('1,492')]).toEqual([1.75, 2, 1492]);
  });
});
