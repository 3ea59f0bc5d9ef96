/** A rectangle in percent of the whole, and whose it is. */
export interface Tile {
  readonly key: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
export interface Weighed {
  readonly key: string;
  readonly weight: number;
}

/**
 * Lays things out as a treemap: areas in proportion to weight, tiles as square as they go (Bruls, Huizing, van Wijk 2000).
 * `ratio` = width of the whole over its height. A weight of nothing is given a twentieth of the mean, so that every unit can be seen and opened.
 */
export function treemap(things: readonly Weighed[], ratio: number): readonly Tile[] {
  const sum = things.reduce((total, { weight }) => total + Math.max(0, weight), 0);
  const least = sum > 0 ? sum / things.length / 20 : 1;
  const weighed = things.map(({ key, weight }) => ({ key, weight: Math.max(weight, least) })).sort((a, b) => b.weight - a.weight);
  const whole = weighed.reduce((total, { weight }) => total + weight, 0);
  const width = 100 * Math.sqrt(ratio);
  const height = 100 / Math.sqrt(ratio);
  const areas = weighed.map(({ key, weight }) => ({ key, area: (weight / whole) * width * height }));
  return rows(areas, { left: 0, top: 0, width, height }).map((tile) => ({
    key: tile.key,
    left: (tile.left / width) * 100,
    top: (tile.top / height) * 100,
    width: (tile.width / width) * 100,
    height: (tile.height / height) * 100,
  }));
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
interface Area {
  readonly key: string;
  readonly area: number;
}

/** Fills the shorter side with as many tiles as make the row squarer, then goes on in what is left. */
function rows(areas: readonly Area[], box: Box): readonly Tile[] {
  const tiles: Tile[] = [];
  let left = areas;
  let free = box;
  while (left.length > 0) {
    const side = Math.min(free.width, free.height);
    let count = 1;
    while (count < left.length && worst(left.slice(0, count + 1), side) <= worst(left.slice(0, count), side)) count += 1;
    const row = left.slice(0, count);
    tiles.push(...laid(row, free));
    free = rest(row, free);
    left = left.slice(count);
  }
  return tiles;
}

/** The least square tile's sides, one over the other. */
function worst(row: readonly Area[], side: number): number {
  const sum = row.reduce((total, { area }) => total + area, 0);
  const depth = sum / side;
  return Math.max(...row.map(({ area }) => Math.max(area / depth / depth, (depth * depth) / area)));
}

function laid(row: readonly Area[], { left, top, width, height }: Box): readonly Tile[] {
  const sum = row.reduce((total, { area }) => total + area, 0);
  const upright = width >= height;
  const depth = sum / (upright ? height : width);
  let at = 0;
  return row.map(({ key, area }) => {
    const along = area / depth;
    const tile = upright
      ? { key, left, top: top + at, width: depth, height: along }
      : { key, left: left + at, top, width: along, height: depth };
    at += along;
    return tile;
  });
}

function rest(row: readonly Area[], { left, top, width, height }: Box): Box {
  const sum = row.reduce((total, { area }) => total + area, 0);
  if (width >= height) return { left: left + sum / height, top, width: width - sum / height, height };
  return { left, top: top + sum / width, width, height: height - sum / width };
}
