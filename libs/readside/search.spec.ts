import * as fc from 'fast-check';
import { initialsOf } from './initials';
import { gramsOf, matching } from './search';

const table = { name: 'things', columns: { text: 'text' }, search: ['text'] } as const;

/** What the index holds of a text, and what a word asks of it. */
const held = (text: string): ReadonlySet<number> => new Set(gramsOf(text).text.slice(1, -1).split(',').filter(Boolean).map(Number));
const asked = (word: string): readonly number[] =>
  (matching(table, word, 1, 't', true)?.values ?? []).flatMap((value) => (typeof value === 'string' ? [] : value));

const sign = fc.oneof(fc.constantFrom(...'暨阳街道银行经费支付社区a1-_% '), fc.constantFrom('𠮷', '🀄'), fc.string({ maxLength: 1 }));
const line = fc
  .array(sign, { maxLength: 40 })
  .map((signs) => signs.join('').toLowerCase().replaceAll('\0', ''))
  .filter((text) => !text.includes('\n'));

describe('what the index holds of a text', () => {
  it('is all that any run of it asks for, and any run of its initials: the index hides nothing that LIKE would find', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 3 }),
        fc.nat(2),
        fc.nat(40),
        fc.integer({ min: 1, max: 12 }),
        (lines, which, from, length) => {
          const chosen = lines[which % lines.length] ?? '';
          const grams = held(lines.join('\n'));
          for (const text of [chosen, initialsOf(chosen)]) {
            const word = text.slice(from % (text.length + 1)).slice(0, length);
            if (!/\s/.test(word) && word !== '') expect(asked(word).filter((gram) => !grams.has(gram))).toEqual([]);
          }
        },
      ),
    );
  });

  it.each([
    ['暨阳', '阳暨', false],
    ['暨阳街道', '暨街', false],
    ['暨阳街道', 'jyjd', true],
    ['暨阳街道', 'yj', true],
    ['暨阳街道', 'jj', false],
    ['暨阳', '阳', true],
    ['暨阳', '街', false],
    ['w-3f2a', '3f', true],
    ['w-3f2a', '2f', false],
  ])('of %s lets %s through: %s', (text, word, through) => {
    expect(asked(word)).not.toEqual([]);
    expect(asked(word).every((gram) => held(text).has(gram))).toBe(through);
  });

  it('holds no single ASCII sign: nearly every row has it, and a query of one asks the index nothing', () => {
    expect(held('a')).toEqual(new Set());
    expect(asked('a')).toEqual([]);
    expect(held('ab').size).toBe(1);
  });

  it('is made of numbers that fit an int4', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const gram of held(text.toLowerCase())) expect(gram).toBe(gram | 0);
      }),
    );
  });
});
