import { restOf } from './following';

test.each([
  ['no pace: never', {}, 3, 0],
  ['evenly: what is left of the pace', { pace_ms: 20 }, 3, 17],
  ['evenly, after a slow batch: not at all', { pace_ms: 20 }, 30, 0],
  ['by work, after a quick batch: as long as it took', { pace_ms: 20, pace: 'by-work' } as const, 3, 3],
  ['by work, after one that took most of the pace: what is left of it', { pace_ms: 20, pace: 'by-work' } as const, 15, 5],
  ['by work, after a slow one: not at all', { pace_ms: 20, pace: 'by-work' } as const, 30, 0],
])('a follower rests, %s', (_name, options, took_ms, rest_ms) => {
  expect(restOf(options, took_ms)).toBe(rest_ms);
});
