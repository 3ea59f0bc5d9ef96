import { factRef } from './fact-ref';

describe('a fact named by its stream and revision', () => {
  it('is read in its parts, with the unit its id names', () => {
    expect(factRef('funds-330681001001.2025.service@3')).toEqual({
      stream: 'funds-330681001001.2025.service',
      category: 'funds',
      id: '330681001001.2025.service',
      revision: 3,
      unit: '330681001001',
    });
    expect(factRef('mandates-330681124001.staff.advise-renewal@0')).toMatchObject({
      category: 'mandates',
      id: '330681124001.staff.advise-renewal',
      unit: '330681124001',
    });
    expect(factRef('counts-330681001@12')).toMatchObject({ category: 'counts', id: '330681001', unit: '330681001', revision: 12 });
  });

  it('names no unit where the id holds none, or a longer number', () => {
    expect(factRef('rounds-2021-2026.1@33')).toMatchObject({ category: 'rounds', id: '2021-2026.1', unit: undefined });
    expect(factRef('territory-330681@538')?.unit).toBeUndefined();
    expect(factRef('cards-9634500000001234@1')?.unit).toBeUndefined();
  });

  it('reads the category behind the prefix of a server that several ledgers share', () => {
    expect(factRef('town1-funds-330681001.2025.work@2')).toMatchObject({ category: 'funds', id: '330681001.2025.work', unit: '330681001' });
  });

  it('is nothing where it is no such name', () => {
    expect([factRef('funds'), factRef('funds-330681001'), factRef('')]).toEqual([undefined, undefined, undefined]);
  });
});
