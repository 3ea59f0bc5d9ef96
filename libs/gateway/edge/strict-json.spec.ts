import fc from 'fast-check';
import { ProblemError } from '../problem';
import { parseStrict } from './strict-json';

const codeOf = (text: string | Buffer): string => {
  try {
    parseStrict(text);
    return 'parsed';
  } catch (error) {
    return error instanceof ProblemError ? error.problem.code : String(error);
  }
};

describe('the JSON parser', () => {
  it('gives back every value that JSON can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) =>
        expect(parseStrict(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value))),
      ),
    );
  });

  it('reads numbers whose spelling differs but whose value does not', () => {
    expect(parseStrict('[1.0, 1e2, -0, 0.50, 10E-1, 9007199254740991, 0.1, 1.7976931348623157e308]')).toEqual([
      1,
      100,
      -0,
      0.5,
      1,
      9007199254740991,
      0.1,
      Number.MAX_VALUE,
    ]);
  });

  it.each(['9007199254740993', '1e400', '-1e400', '0.10000000000000000555', '123456789012345678901', '1e-400'])(
    'refuses %s, which would become another number',
    (number) => {
      expect(codeOf(`{"a":[${number}]}`)).toBe('json.number');
    },
  );

  it('never changes a number it lets through', () => {
    fc.assert(
      fc.property(fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 12 })), ([digits, scale]) => {
        const text = `${digits}e-${scale}`;
        if (codeOf(text) !== 'parsed') return;
        const value = parseStrict(text) as number;
        expect(
          BigInt(Math.round(value * 10 ** scale)) === digits ||
            Math.abs(value * 10 ** scale - Number(digits)) < 1e-6 * Math.abs(Number(digits)),
        ).toBe(true);
      }),
    );
  });

  it.each([
    ['{"a":1,"a":2}', 'json.key'],
    ['{"a":1,"\\u0061":2}', 'json.key'],
    ['{"x":{"__proto__":1}}', 'json.key'],
    ['{"a":{"b":1},"b":{"b":1}}', 'parsed'],
    ['["a","a"]', 'parsed'],
    ['{"a":"\\"b\\":1, \\"b\\":"}', 'parsed'],
    ['{"a" : "x", "b" :"9007199254740993"}', 'parsed'],
    [`${'['.repeat(24)}${']'.repeat(24)}`, 'parsed'],
    [`${'['.repeat(25)}${']'.repeat(25)}`, 'json.too-deep'],
    ['{"a":1', 'json.malformed'],
    ['\ufeff{}', 'json.malformed'],
    ['NaN', 'json.malformed'],
  ])('answers %s with %s', (text, code) => expect(codeOf(text)).toBe(code));

  it('refuses bytes that are no UTF-8', () => {
    expect(codeOf(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toBe('json.malformed');
  });
});
