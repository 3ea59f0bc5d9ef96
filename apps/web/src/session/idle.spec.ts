import { said, standingOf } from './idle';

const MINUTE = 60_000;

describe('a session nobody uses', () => {
  it('stands, is warned of two minutes before its end, and ends', () => {
    expect(standingOf(0, 30 * MINUTE)).toEqual({ is: 'used' });
    expect(standingOf(28 * MINUTE - 1, 30 * MINUTE)).toEqual({ is: 'used' });
    expect(standingOf(28 * MINUTE, 30 * MINUTE)).toEqual({ is: 'warned', left_s: 120 });
    expect(standingOf(30 * MINUTE - 1, 30 * MINUTE)).toEqual({ is: 'warned', left_s: 1 });
    expect(standingOf(30 * MINUTE, 30 * MINUTE)).toEqual({ is: 'over' });
  });

  it('is over at once for a machine that slept', () => {
    expect(standingOf(9 * 60 * MINUTE, 30 * MINUTE)).toEqual({ is: 'over' });
  });

  it('is warned of at least twenty seconds before, however short it may stand', () => {
    for (let minutes = 5; minutes <= 720; minutes += 1)
      expect(standingOf(minutes * MINUTE - 20_000, minutes * MINUTE)).toEqual({ is: 'warned', left_s: 20 });
  });

  it('does not count aloud second by second', () => {
    const heard = Array.from({ length: 120 }, (_, i) => said(120 - i));
    expect([...new Set(heard)]).toEqual([120, 60, 30, 20, 10]);
  });
});
