import * as fc from 'fast-check';
import { erasureLines, parseErasureLines } from './erasure-list';

const erasure = fc.record({
  subject: fc
    .array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'), { minLength: 26, maxLength: 26 })
    .map((letters) => `p-${letters.join('')}`),
  upTo: fc.date({ min: new Date('2018-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
});

test('a list reads as it was written', () => {
  fc.assert(fc.property(fc.array(erasure), (list) => expect(parseErasureLines(erasureLines(list))).toEqual(list)));
});

test('a list that was cut off anywhere is refused, unless at the end of a line', () => {
  fc.assert(
    fc.property(fc.array(erasure, { minLength: 1, maxLength: 4 }), fc.nat(), (list, at) => {
      const whole = erasureLines(list);
      const cut = whole.slice(0, at % whole.length);
      fc.pre(cut !== '' && !cut.endsWith('\n'));
      expect(() => parseErasureLines(cut)).toThrow('is cut off');
    }),
  );
});

test.each([
  ['no JSON', 'x\n'],
  ['a name', '{"subject":"张三","upTo":"2026-01-01T00:00:00Z"}\n'],
  ['no instant', `{"subject":"p-${'a'.repeat(26)}","upTo":"soon"}\n`],
])('%s is refused', (_what, text) => {
  expect(() => parseErasureLines(text)).toThrow('line 1 is no erasure');
});
