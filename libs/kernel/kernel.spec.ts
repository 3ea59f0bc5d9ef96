import * as fc from 'fast-check';
import {
  addDays,
  canonical,
  dayOf,
  daysBetween,
  FEN_MAX,
  fenOf,
  isDay,
  isFen,
  isInstant,
  noonOf,
  own,
  parameterOn,
  quarterOf,
  within,
  yearOf,
  yuanOf,
} from '.';

const day = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9998-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('days', () => {
  it.each(['2020-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is a day', (text) => expect(isDay(text)).toBe(true));
  it.each([
    '2021-02-29',
    '1900-02-29',
    '2021-04-31',
    '2021-13-01',
    '2021-00-01',
    '2021-01-00',
    '0000-01-01',
    '2021-1-1',
    ' 2021-01-01',
    '2021-01-01T',
    '',
    20210101,
    null,
  ])('%s is none', (text) => expect(isDay(text)).toBe(false));
  it('falls on the Shanghai day of an instant', () => {
    expect(dayOf('2021-06-14T15:59:59.999Z')).toBe('2021-06-14');
    expect(dayOf('2021-06-14T16:00:00.000Z')).toBe('2021-06-15');
    expect(dayOf('2021-06-15T00:30:00+09:00')).toBe('2021-06-14');
  });
  it('adds and counts days the same way', () =>
    fc.assert(
      fc.property(day, fc.integer({ min: -300, max: 300 }), (from, count) => {
        const to = addDays(from, count);
        if (!isDay(to)) return;
        expect(daysBetween(from, to)).toBe(count);
        expect(to < from).toBe(count < 0);
        expect(dayOf(noonOf(from))).toBe(from);
      }),
    ));
  it('knows year and quarter', () => {
    expect(['2021-01-31', '2021-03-31', '2021-04-01', '2021-12-31'].map(quarterOf)).toEqual([1, 1, 2, 4]);
    expect(yearOf('0001-01-01')).toBe(1);
  });
  it('counts both ends of a period, and an absent end as open', () => {
    expect(within('2021-01-01', '2021-01-01', '2021-01-01')).toBe(true);
    expect(within('2021-01-02', '2021-01-01', '2021-01-01')).toBe(false);
    expect(within('2021-01-02', undefined, undefined)).toBe(true);
  });
});

describe('instants', () => {
  it.each(['2021-06-15T10:00:00Z', '2021-06-15T10:00:00.5Z', '2021-06-15T10:00:00.123+08:00', '2021-06-15T10:00:00+23:59'])(
    '%s is an instant',
    (text) => {
      expect(isInstant(text)).toBe(true);
      expect(Number.isFinite(Date.parse(text))).toBe(true);
    },
  );
  it.each([
    '2021-06-15T24:00:00Z',
    '2021-06-15T10:00:60Z',
    '2021-06-15T10:00:00',
    '2021-06-15T10:00:00z',
    '2021-06-15 10:00:00Z',
    '2021-02-29T10:00:00Z',
    '2021-06-15T10:00:00+24:00',
    '2021-06-15T10:00Z',
  ])('%s is none', (text) => expect(isInstant(text)).toBe(false));
});

describe('money', () => {
  it('is whole fen, safe and not negative', () => {
    expect([0, 1, FEN_MAX].map(isFen)).toEqual([true, true, true]);
    expect([-1, 0.5, FEN_MAX + 1, NaN, Infinity, '1', null].map(isFen)).toEqual([false, false, false, false, false, false, false]);
  });
  it('is written in yuan and read back, exactly', () =>
    fc.assert(fc.property(fc.maxSafeNat(), (fen) => expect(fenOf(yuanOf(fen))).toBe(fen))));
  it.each([
    ['12345.67', 1234567],
    ['12,345.6', 1234560],
    ['0.01', 1],
    [' 7 ', 700],
    ['90071992547409.91', FEN_MAX],
  ])('reads %s as %i fen', (text, fen) => expect(fenOf(text)).toBe(fen));
  it.each(['1.234', '-1', '1e3', '', '.5', '1,23', '90071992547409.92', '一百', '12 345'])('does not read %s', (text) =>
    expect(fenOf(text)).toBeUndefined(),
  );
  it('writes a negative difference', () => expect([yuanOf(-5), yuanOf(-1234567)]).toEqual(['-0.05', '-12345.67']));
});

describe('canonical JSON', () => {
  it('does not depend on the order of members', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const turned = JSON.parse(JSON.stringify(value), (_key, member: unknown) =>
          typeof member === 'object' && member !== null && !Array.isArray(member)
            ? Object.fromEntries(Object.entries(member).reverse())
            : member,
        ) as unknown;
        expect(canonical(turned)).toBe(canonical(value));
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    ));
  it('leaves absent members out and sorts by code unit', () =>
    expect(canonical({ b: 1, a: undefined, '\u{1F600}': 2, '\uff41': 3, A: [null, { z: '"' }] })).toBe(
      '{"A":[null,{"z":"\\""}],"b":1,"😀":2,"ａ":3}',
    ));
});

describe('a parameter', () => {
  const history = [
    { from: '2018-01-01', value: 1, kinds: ['community'], clause: '4' },
    { from: '2019-01-01', value: 2, kinds: [], clause: '4' },
    { from: '2020-01-01', value: 3, kinds: ['village'], clause: '4' },
  ];
  it('is the last one that governs the kind on the day', () => {
    expect(parameterOn(history, '2017-12-31', 'community')).toBeUndefined();
    expect(parameterOn(history, '2018-06-01', 'village')).toBeUndefined();
    expect(parameterOn(history, '2020-06-01', 'community')).toBe(2);
    expect(parameterOn(history, '2020-06-01', 'village')).toBe(3);
    expect(parameterOn(undefined, '2020-06-01')).toBeUndefined();
  });
});

it('finds own members alone', () => {
  expect(own({ a: 1 }, 'a')).toBe(1);
  expect(own<number>({ a: 1 }, 'constructor')).toBeUndefined();
});
