import { firstPositions } from './finite-read';

const view = (first: bigint, last: bigint) => ({ first, last });
const ALL = 9223372036854775807n;

describe('what a reader is told before the first event', () => {
  it.each([
    ['a whole stream from its start', view(0n, 9n), 0n, ALL, []],
    ['a page of 32 wholly below what truncation left', view(40n, 50n), 0n, ALL, [40n]],
    ['a page that reaches into what is left', view(20n, 50n), 0n, ALL, []],
    ['a short page below it', view(20n, 50n), 0n, 5n, [20n]],
    ['far beyond the end', view(0n, 9n), 100n, ALL, [10n]],
    ['just beyond the end', view(0n, 9n), 10n, ALL, []],
    ['a stream truncated as a whole, from its start', view(10n, 9n), 0n, ALL, [10n]],
    ['a stream truncated beyond its end, from its start', view(50n, 9n), 0n, ALL, [50n, 10n]],
  ])('%s', (_name, of, start, count, told) => {
    expect(firstPositions(of, start, count)).toEqual(told);
  });
});
