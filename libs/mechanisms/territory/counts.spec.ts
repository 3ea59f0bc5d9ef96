import { folded, given } from '#testing';
import { countOn, sizeOf } from './contract';
import { countsDecider as counts, territoryDecider } from './decider';

const id = '330681001001';
const unit = (code: string, level: string, kind: string, parent: string) => ({
  type: 'UnitFounded',
  data: { code, name: '江东社区', level, kind, parent, from: '2019-01-01' },
});
const facts = [unit('330681001', 'subdistrict', 'subdistrict', '330681'), unit(id, 'community', 'community', '330681001')];
const refs = { territory: folded(territoryDecider, { id: '330681', facts }) };
const data = { households: 1800, residents: 4200, countedOn: '2020-12-31' };
const recorded = { type: 'CountsRecorded', data };

describe('record', () => {
  it('records a count', () => given(counts, { id, refs }).when('record', data).then(recorded));
  it('names what it corrects when the same day is recorded again', () =>
    given(counts, { id, refs, facts: [recorded] })
      .when('record', { ...data, households: 1790 })
      .then({ type: 'CountsCorrected', data: { ...data, households: 1790, corrects: `counts-${id}@0` } }));
  it('refuses a unit that was not there on the day', () =>
    given(counts, { id, refs })
      .when('record', { ...data, countedOn: '2018-12-31' })
      .refused('counts.unknown-unit'));
  it('refuses a day after the act', () =>
    given(counts, { id, refs, occurredOn: '2020-12-30' }).when('record', data).refused('counts.day-ahead'));
  it('refuses residents without households', () =>
    given(counts, { id, refs })
      .when('record', { ...data, households: 0 })
      .refused('counts.nobody-in-households'));
  it('is silent when already so', () =>
    given(counts, { id, refs, facts: [recorded] })
      .when('record', data)
      .silent());
});

describe('counts of a day', () => {
  const state = folded(counts, {
    id,
    facts: [recorded, { type: 'CountsRecorded', data: { ...data, households: 1500, countedOn: '2019-12-31' } }],
  });
  it('is the last one up to it', () => {
    expect(countOn(state, '2019-12-30')).toBeUndefined();
    expect(countOn(state, '2020-12-30')?.households).toBe(1500);
    expect(countOn(state, '2020-12-31')?.households).toBe(1800);
  });
  it('lies below, within or above the range, ends included', () => {
    expect([1499, 1500, 3000, 3001].map((households) => sizeOf(households, 1500, 3000))).toEqual(['below', 'within', 'within', 'above']);
    expect(sizeOf(10, undefined, 3000)).toBeUndefined();
  });
});
