import { folded } from '#testing';
import { readDivisions } from '../genesis';
import { childrenOn, isWithin, unitOn, unitsAliveOn } from './contract';
import { territoryDecider as territory } from './decider';
import { base, founded, grid, id } from './territory.fixture';

const village = founded('330681001218', '袁家村', 'community', 'village', '330681001');

describe('the tree on a day', () => {
  const facts = [
    ...base,
    village,
    grid,
    { type: 'UnitMoved', data: { code: '330681001001', parent: '330681002' }, on: '2020-01-01' },
    { type: 'UnitRenamed', data: { code: '330681001001', name: '江东新社区' }, on: '2019-01-01' },
  ];
  const tree = folded(territory, { id, facts });
  it('keeps names and parents of every day, though they were recorded out of order', () => {
    expect(unitOn(tree, '330681001001', '2018-12-31')).toMatchObject({ name: '江东社区', parent: '330681001' });
    expect(unitOn(tree, '330681001001', '2019-06-01')).toMatchObject({ name: '江东新社区', parent: '330681001' });
    expect(unitOn(tree, '330681001001', '2020-01-01')).toMatchObject({ name: '江东新社区', parent: '330681002' });
  });
  it('knows who lies within whom', () => {
    expect(isWithin(tree, '330681001001-1', '330681001', '2019-12-31')).toBe(true);
    expect(isWithin(tree, '330681001001-1', '330681001', '2020-01-01')).toBe(false);
    expect(isWithin(tree, '330681001001-1', '330681', '2020-01-01')).toBe(true);
    expect(isWithin(tree, '330681001', '330681001', '2020-01-01')).toBe(true);
  });
  it('knows the children of a day', () => {
    expect(childrenOn(tree, '330681001', '2019-12-31')).toEqual(['330681001001', '330681001004', '330681001218']);
    expect(childrenOn(tree, '330681001', '2020-01-01')).toEqual(['330681001004', '330681001218']);
  });
  it('counts the units of a level', () =>
    expect(unitsAliveOn(tree, '2021-01-01', 'community').map((unit) => unit.code)).toEqual([
      '330681001001',
      '330681001004',
      '330681001218',
    ]));
  it('folds the whole city with ten grids per community, quickly', () => {
    const units = readDivisions().map(({ code, name, level, kind, parent }) => founded(code, name, level, kind, parent));
    const communities = readDivisions().filter((unit) => unit.level === 'community');
    const grids = communities.flatMap(({ code }) =>
      Array.from({ length: 10 }, (_, i) => founded(`${code}-${i + 1}`, `第${i + 1}网格`, 'grid', 'grid', code)),
    );
    const began = performance.now();
    const whole = folded(territory, { id, facts: [...units, ...grids] });
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(unitsAliveOn(whole, '2021-01-01')).toHaveLength(539 + 5150);
  });
});
