import * as fc from 'fast-check';
import { arrayLiteral, binaryArray } from './binary-arrays';

/** Dimensions, nulls, oid, length, lower bound; then the elements. */
const HEADER = 20;

test('a text is its length and its UTF-8 bytes, short or long, ASCII or not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 200 }), fc.constant('暨阳街道')), { minLength: 1 }),
      (texts) => {
        const expected = texts.map((text) => {
          const bytes = Buffer.from(text, 'utf8');
          return Buffer.concat([Buffer.from([0, 0, bytes.length >> 8, bytes.length & 255]), bytes]);
        });
        expect(binaryArray('text', texts).subarray(HEADER)).toEqual(Buffer.concat(expected));
      },
    ),
  );
});

test.each([
  '0',
  '-1',
  '4294967295',
  '4294967296',
  '-4294967297',
  '1795456919466044',
  '9007199254740993',
  '-9223372036854775808',
  '9223372036854775807',
])('the bigint %s in eight bytes', (value) => {
  expect(binaryArray('int8', [value]).readBigInt64BE(HEADER + 4)).toBe(BigInt(value));
});

test('arrays do not share their bytes, and grow beyond what is kept for them', () => {
  const first = binaryArray('text', ['a']);
  const large = binaryArray('text', ['b'.repeat(3_000_000), 'c']);
  expect(first.subarray(HEADER)).toEqual(Buffer.from([0, 0, 0, 1, 97]));
  expect(large.length).toBe(HEADER + 4 + 3_000_000 + 5);
  expect(large.subarray(-5)).toEqual(Buffer.from([0, 0, 0, 1, 99]));
});

test.each([
  [[], '{}'],
  [['a', '暨阳'], '{"a","暨阳"}'],
  [['a"b', '\\'], '{"a\\"b","\\\\"}'],
  [['"'], '{"\\""}'],
])('%j as PostgreSQL spells it', (texts, spelled) => {
  expect(arrayLiteral(texts)).toBe(spelled);
});
