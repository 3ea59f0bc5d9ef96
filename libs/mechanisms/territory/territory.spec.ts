import { folded, given, type GivenFact } from '#testing';
import { pathOf, unitOn } from './contract';
import { territoryDecider as territory } from './decider';
import { base, city, founded, grid, id, jiangdong } from './territory.fixture';

const when = (facts: readonly GivenFact[], occurredOn?: string) => given(territory, { id, facts, ...(occurredOn ? { occurredOn } : {}) });

describe('found-unit', () => {
  const data = { code: '330681001005', name: '浣纱社区', level: 'community', kind: 'community', parent: '330681001' };
  it('records it from the day of the act', () =>
    when(base, '2021-06-01')
      .when('found-unit', data)
      .then({ type: 'UnitFounded', data: { ...data, from: '2021-06-01' } }));
  it('records it from the day given', () =>
    when(base)
      .when('found-unit', { ...data, from: '2021-07-01' })
      .then({ type: 'UnitFounded', data: { ...data, from: '2021-07-01' } }));
  it('records the city, which has no parent', () => when([]).when('found-unit', city.data).then({ type: 'UnitFounded', data: city.data }));
  it('refuses a code that exists', () =>
    when(base)
      .when('found-unit', { ...data, code: '330681001001' })
      .refused('unit.code-exists'));
  it('refuses a code that was abolished', () =>
    when([...base, { type: 'UnitDissolved', data: { code: '330681001001', reason: 'x' }, on: '2020-01-01' }])
      .when('found-unit', { ...data, code: '330681001001' })
      .refused('unit.code-exists'));
  it('refuses a kind of another level', () =>
    when(base)
      .when('found-unit', { ...data, kind: 'town' })
      .refused('unit.level-kind'));
  it.each([
    ['330681001005', 'village'],
    ['330681001205', 'community'],
    ['330681002005', 'community'],
    ['330681001000', 'community'],
  ])('refuses the code %s for a %s of 330681001', (code, kind) =>
    when(base)
      .when('found-unit', { ...data, code, kind })
      .refused('unit.code-form'),
  );
  it.each([
    ['330681103', 'subdistrict'],
    ['330681003', 'town'],
    ['330681150', 'township'],
    ['330681001009', 'subdistrict'],
  ])('refuses the code %s for a %s of the city', (code, kind) =>
    when(base).when('found-unit', { code, name: 'x', level: 'subdistrict', kind, parent: '330681' }).refused('unit.code-form'),
  );
  it('refuses a parent that does not live', () => when([city]).when('found-unit', data).refused('unit.parent-not-alive'));
  it('refuses a parent that ends later', () =>
    when([...base, { type: 'UnitDissolved', data: { code: '330681002', reason: 'x' }, on: '2021-01-01' }])
      .when('found-unit', { ...data, code: '330681002001', parent: '330681002', from: '2020-01-01' })
      .refused('unit.parent-not-alive'));
  it('refuses a parent of the wrong level', () =>
    when(base)
      .when('found-unit', { ...data, code: '330681001', parent: '330681001', level: 'subdistrict', kind: 'subdistrict' })
      .refused('unit.code-exists'));
  it('refuses a community right below the city', () =>
    when(base)
      .when('found-unit', { ...data, parent: '330681' })
      .refused('unit.parent-level'));
  it('refuses a second city', () =>
    when(base).when('found-unit', { code: '330682', name: 'x', level: 'city', kind: 'city' }).refused('unit.another-city'));
  it('refuses what has no parent', () =>
    when(base)
      .when('found-unit', { ...data, parent: undefined })
      .refused('unit.another-city'));
  it('is silent when already so', () => when(base).when('found-unit', jiangdong.data).silent());
});

describe('rename-unit', () => {
  const data = { code: '330681001001', name: '江东新社区' };
  it('records it', () => when(base).when('rename-unit', data).then({ type: 'UnitRenamed', data }));
  it('refuses a unit that is not there', () =>
    when(base)
      .when('rename-unit', { ...data, code: '330681001099' })
      .refused('unit.not-alive'));
  it('is silent when already so', () =>
    when(base)
      .when('rename-unit', { ...data, name: '江东社区' })
      .silent());
});

describe('move-unit', () => {
  const data = { code: '330681001001', parent: '330681002' };
  it('records it', () => when(base).when('move-unit', data).then({ type: 'UnitMoved', data }));
  it('refuses a unit that is not there', () =>
    when(base)
      .when('move-unit', { ...data, code: '330681001099' })
      .refused('unit.not-alive'));
  it('refuses a parent that is not there', () =>
    when(base)
      .when('move-unit', { ...data, parent: '330681003' })
      .refused('unit.parent-not-alive'));
  it('refuses a parent of its own level', () =>
    when(base)
      .when('move-unit', { ...data, parent: '330681001004' })
      .refused('unit.parent-level'));
  it('is silent when already so', () =>
    when(base)
      .when('move-unit', { ...data, parent: '330681001' })
      .silent());
});

describe('merge-units', () => {
  const data = { codes: ['330681001004'], into: '330681001001' };
  const merged = { type: 'UnitsMerged', data, on: '2021-01-01' };
  it('records it', () => when(base).when('merge-units', data).then({ type: 'UnitsMerged', data }));
  it('refuses a merge that orphans grids', () =>
    when([...base, grid])
      .when('merge-units', { codes: ['330681001001'], into: '330681001004' })
      .refused('unit.orphans'));
  it('allows it once the grids have another community', () =>
    when([...base, grid, { type: 'UnitMoved', data: { code: '330681001001-1', parent: '330681001004' }, on: '2021-01-01' }])
      .when('merge-units', { codes: ['330681001001'], into: '330681001004' })
      .then({ type: 'UnitsMerged', data: { codes: ['330681001001'], into: '330681001004' } }));
  it('refuses a unit merged into itself', () =>
    when(base)
      .when('merge-units', { ...data, codes: ['330681001001'] })
      .refused('unit.merged-into-itself'));
  it('refuses units that are not there', () =>
    when(base)
      .when('merge-units', { ...data, codes: ['330681001099'] })
      .refused('unit.not-alive'));
  it('refuses a target that is not there', () =>
    when(base)
      .when('merge-units', { ...data, into: '330681001099' })
      .refused('unit.not-alive'));
  it('refuses units of different levels', () =>
    when(base)
      .when('merge-units', { ...data, into: '330681002' })
      .refused('unit.levels-differ'));
  it('refuses the city', () =>
    when(base)
      .when('merge-units', { codes: ['330681'], into: '330681001' })
      .refused('unit.city-stays'));
  it('is silent when already so', () =>
    when([...base, merged])
      .when('merge-units', data)
      .silent());
});

describe('split-unit', () => {
  const part = (code: string, children: readonly string[] = []) => ({ code, name: `社区${code.slice(-2)}`, children });
  const data = { code: '330681001001', parts: [part('330681001091', ['330681001001-1']), part('330681001092')] };
  const recorded = { type: 'UnitSplit', data: { ...data, level: 'community', kind: 'community', parent: '330681001' } };
  it('records it with what the parts are', () =>
    when([...base, grid])
      .when('split-unit', data)
      .then(recorded));
  it('refuses a unit that is not there', () =>
    when(base)
      .when('split-unit', { ...data, code: '330681001099' })
      .refused('unit.not-alive'));
  it('refuses the city', () =>
    when(base)
      .when('split-unit', { ...data, code: '330681' })
      .refused('unit.city-stays'));
  it('refuses a code that exists', () =>
    when([...base, grid])
      .when('split-unit', { ...data, parts: [part('330681001004'), part('330681001092')] })
      .refused('unit.code-exists'));
  it('refuses one code for two parts', () =>
    when([...base, grid])
      .when('split-unit', { ...data, parts: [part('330681001091'), part('330681001091')] })
      .refused('unit.code-exists'));
  it('refuses a code of another form', () =>
    when([...base, grid])
      .when('split-unit', { ...data, parts: [part('330681001291'), part('330681001092')] })
      .refused('unit.code-form'));
  it('refuses to orphan grids', () =>
    when([...base, grid])
      .when('split-unit', { ...data, parts: [part('330681001091'), part('330681001092')] })
      .refused('unit.orphans'));
  it('refuses a grid given to two parts', () =>
    when([...base, grid])
      .when('split-unit', { ...data, parts: [part('330681001091', ['330681001001-1']), part('330681001092', ['330681001001-1'])] })
      .refused('unit.not-its-child'));
  it('is silent when already so', () =>
    when([...base, grid, { ...recorded, on: '2021-01-01' }])
      .when('split-unit', data)
      .silent());
  it('gives the grids to the parts and ends the whole', () => {
    const tree = folded(territory, { id, facts: [...base, grid, { ...recorded, on: '2021-01-01' }] });
    expect(unitOn(tree, '330681001001', '2020-12-31')).toMatchObject({ until: '2020-12-31' });
    expect(unitOn(tree, '330681001001', '2021-01-01')).toBeUndefined();
    expect(pathOf(tree, '330681001001-1', '2021-01-01')).toEqual(['330681001001-1', '330681001091', '330681001', '330681']);
    expect(pathOf(tree, '330681001001-1', '2020-12-31')).toEqual(['330681001001-1', '330681001001', '330681001', '330681']);
  });
});

describe('dissolve-unit', () => {
  const data = { code: '330681001004', reason: '撤并' };
  it('records it', () => when(base).when('dissolve-unit', data).then({ type: 'UnitDissolved', data }));
  it('refuses a unit that is not there', () =>
    when(base)
      .when('dissolve-unit', { ...data, code: '330681001099' })
      .refused('unit.not-alive'));
  it('refuses to orphan its units', () =>
    when(base)
      .when('dissolve-unit', { ...data, code: '330681001' })
      .refused('unit.orphans'));
  it('refuses to orphan a unit that is yet to come', () =>
    when([...base, founded('330681001004-1', '网格', 'grid', 'grid', '330681001004', '2022-01-01')])
      .when('dissolve-unit', data)
      .refused('unit.orphans'));
  it('refuses the city', () =>
    when(base)
      .when('dissolve-unit', { ...data, code: '330681' })
      .refused('unit.city-stays'));
  it('is silent when already so', () =>
    when([...base, { type: 'UnitDissolved', data }])
      .when('dissolve-unit', data)
      .silent());
});

describe('propose-resize and decide-resize', () => {
  const proposal = { proposal: 'r1', code: '330681001001', plan: '与金鸡山社区合并', reason: '户数不足' };
  const decision = { proposal: 'r1', accepted: true, effectOn: '2021-07-01', reason: '同意' };
  const proposed = { type: 'ResizeProposed', data: proposal, on: '2021-05-01' };
  it('records a proposal', () => when(base).when('propose-resize', proposal).then({ type: 'ResizeProposed', data: proposal }));
  it('refuses a unit that is not there', () =>
    when(base)
      .when('propose-resize', { ...proposal, code: '330681001099' })
      .refused('unit.not-alive'));
  it('refuses a unit that is no community', () =>
    when(base)
      .when('propose-resize', { ...proposal, code: '330681001' })
      .refused('unit.not-a-community'));
  it('refuses other content under a known id', () =>
    when([...base, proposed])
      .when('propose-resize', { ...proposal, plan: '另一方案' })
      .refused('resize.proposal-exists'));
  it('is silent when proposed already', () =>
    when([...base, proposed])
      .when('propose-resize', proposal)
      .silent());
  it('records a decision', () =>
    when([...base, proposed])
      .when('decide-resize', decision)
      .then({ type: 'ResizeDecided', data: decision }));
  it('records a rejection, which takes effect on no day', () =>
    when([...base, proposed])
      .when('decide-resize', { proposal: 'r1', accepted: false, reason: '暂缓' })
      .then({ type: 'ResizeDecided', data: { proposal: 'r1', accepted: false, reason: '暂缓' } }));
  it('refuses what was not proposed', () => when(base).when('decide-resize', decision).refused('resize.not-proposed'));
  it('refuses an effect before the decision', () =>
    when([...base, proposed], '2021-06-10')
      .when('decide-resize', { ...decision, effectOn: '2021-06-09' })
      .refused('resize.effect-before-decision'));
  it('refuses an acceptance without its day', () =>
    when([...base, proposed])
      .when('decide-resize', { proposal: 'r1', accepted: true, reason: 'x' })
      .refused('resize.effect-missing'));
  it('refuses a decision before the proposal', () =>
    when([...base, proposed], '2021-04-30')
      .when('decide-resize', decision)
      .refused('resize.decided-before-proposed'));
  it('refuses another decision', () =>
    when([...base, proposed, { type: 'ResizeDecided', data: decision }])
      .when('decide-resize', { ...decision, accepted: false })
      .refused('resize.already-decided'));
  it('is silent when decided so', () =>
    when([...base, proposed, { type: 'ResizeDecided', data: decision }])
      .when('decide-resize', decision)
      .silent());
});
