import { treemap } from './tiles';

const weights = [6, 6, 4, 3, 2, 2, 1].map((weight, index) => ({ key: `u${index}`, weight }));

describe('the treemap of units', () => {
  it('gives every unit an area in proportion, and covers the whole without overlap', () => {
    const tiles = treemap(weights, 1.5);
    expect(tiles.map(({ key }) => key).sort()).toEqual(['u0', 'u1', 'u2', 'u3', 'u4', 'u5', 'u6']);
    const area = new Map(tiles.map(({ key, width, height }) => [key, width * height]));
    expect([...area.values()].reduce((sum, one) => sum + one, 0)).toBeCloseTo(10_000, 6);
    expect(area.get('u0')).toBeCloseTo((6 / 24) * 10_000, 6);
    expect(area.get('u6')).toBeCloseTo((1 / 24) * 10_000, 6);
    for (const a of tiles)
      for (const b of tiles) {
        if (a.key === b.key) continue;
        const across = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
        const down = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
        expect(across > 1e-6 && down > 1e-6).toBe(false);
      }
  });

  it('keeps tiles near squares: none is more than three times as long as wide', () => {
    const ratio = 1.5;
    for (const { width, height } of treemap(weights, ratio)) {
      const sides = (width * ratio) / height;
      expect(Math.max(sides, 1 / sides)).toBeLessThan(3);
    }
  });

  it('leaves no unit without a tile, weighed or not', () => {
    const tiles = treemap(
      [
        { key: 'big', weight: 100 },
        { key: 'uncounted', weight: 0 },
      ],
      1,
    );
    const small = tiles.find(({ key }) => key === 'uncounted');
    expect((small?.width ?? 0) * (small?.height ?? 0)).toBeGreaterThan(200);
    expect(
      treemap(
        [
          { key: 'a', weight: 0 },
          { key: 'b', weight: 0 },
        ],
        1,
      ).map(({ width, height }) => width * height),
    ).toEqual([5_000, 5_000]);
    expect(treemap([], 1)).toEqual([]);
  });
});
