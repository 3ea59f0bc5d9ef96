import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CLAUSE_ORDER,
  CLAUSES,
  dutiesFor,
  DUTIES,
  indicator,
  isClause,
  PARAMETERS,
  policyDocument,
  POWERS,
  powerOf,
  shareOf,
  statusOf,
  targetOf,
  TARGETS,
  type PolicyTarget,
} from '.';

const DOCUMENT = join(__dirname, '../../docs/POLICY.md');

describe('docs/POLICY.md', () => {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(DOCUMENT, policyDocument());
  it('is what the tables say', () => expect(readFileSync(DOCUMENT, 'utf8')).toBe(policyDocument()));
});

describe('the tables', () => {
  it('name clauses of the document alone', () => {
    expect([...POWERS, ...PARAMETERS].filter((one) => !isClause(one.clause))).toEqual([]);
    expect([...CLAUSE_ORDER].sort()).toEqual(Object.keys(CLAUSES).sort());
    expect(['22', 'constructor', ''].map(isClause)).toEqual([false, false, false]);
  });
  it('say every power, duty and parameter once', () => {
    for (const names of [
      POWERS.map((one) => one.power),
      DUTIES.map((one) => one.duty),
      DUTIES.map((one) => one.organisation),
      PARAMETERS.map((one) => one.code),
    ])
      expect(new Set(names).size).toBe(names.length);
  });
  it('hold the seven powers of clause 1 and the nine departments of 三(二)', () => {
    expect(POWERS.filter((one) => one.clause === '1' && one.heldBy !== 'city').map((one) => one.power)).toEqual([
      'planning.take-part',
      'management.integrated',
      'decisions.propose',
      'agencies.assess',
      'agencies.consent',
      'team.recommend',
      'staff.advise-renewal',
    ]);
    expect(DUTIES).toHaveLength(9);
  });
  it('let duties carry known powers', () => {
    expect(DUTIES.flatMap((one) => one.powers).filter((power) => !powerOf(power))).toEqual([]);
    expect(dutiesFor('funds.pay')).toEqual(['funds.secure']);
    expect(dutiesFor('funds.approve')).toEqual([]);
  });
  it('date every value, oldest first, in whole numbers', () => {
    for (const { values } of PARAMETERS) {
      expect(values.map((value) => value.from)).toEqual(values.map((value) => value.from).sort());
      expect(values.every((value) => Number.isSafeInteger(value.value) && value.value >= 0)).toBe(true);
    }
  });
  it('know the numbers of the text', () => {
    const numbers = (clause: string): readonly number[] =>
      PARAMETERS.filter((one) => one.clause === clause && one.values.every((value) => value.decidedBy !== '账本初始设定')).flatMap((one) =>
        one.values.map((value) => value.value),
      );
    expect(numbers('一')).toEqual([70, 85, 100, 50, 10]);
    expect(numbers('4')).toEqual([1500, 1000, 3000, 3000]);
    expect(numbers('11')).toEqual([56, 120, 1, 1]);
    expect(numbers('12')).toEqual([8, 10, 2000, 300, 400, 50]);
    expect(numbers('15')).toEqual([500, 35, 350, 900, 15]);
    expect(numbers('19')).toEqual([10_000_000, 10_000_000, 100, 3000]);
  });
});

describe('the targets', () => {
  const bounds = (target: PolicyTarget): readonly string[] =>
    [target.min, target.max, ...(target.applies ?? [])].filter((bound): bound is string => typeof bound === 'string');
  it('name every number of the policy, and no number that is none', () => {
    const house = PARAMETERS.filter((one) => one.values.every((value) => value.decidedBy === '账本初始设定')).map((one) => one.code);
    const numbers = PARAMETERS.map((one) => one.code).filter((code) => !house.includes(code));
    expect([...new Set(TARGETS.flatMap(bounds))].sort()).toEqual([...numbers].sort());
  });
  it('are each said once, of a clause, and found by their id', () => {
    expect(new Set(TARGETS.map((target) => target.id)).size).toBe(TARGETS.length);
    expect(TARGETS.filter((target) => !isClause(target.clause))).toEqual([]);
    expect(TARGETS.map((target) => CLAUSE_ORDER.indexOf(target.clause))).toEqual(
      TARGETS.map((target) => CLAUSE_ORDER.indexOf(target.clause)).sort((a, b) => a - b),
    );
    expect(targetOf('office.area')).toMatchObject({ max: 'office.area-max', better: 'lower' });
    expect(() => targetOf('nothing.at-all')).toThrow('no target');
  });
});

describe('an indicator', () => {
  const measured = {
    id: 'secretary.training-hours',
    clause: '11',
    label: { zh: '培训', en: 'Training' },
    unitOfMeasure: '学时',
    evidence: ['trainings-1@0'],
  };
  const series = (...values: readonly (number | null)[]) => values.map((value, at) => ({ on: `2021-1${at}-30`, value }));
  it('carries value, target, status and trend', () =>
    expect(indicator({ ...measured, target: { min: 56 }, series: series(50, 60.00001) })).toEqual({
      ...measured,
      value: 60,
      target: { min: 56 },
      status: 'met',
      trend: 10,
      series: series(50, 60),
    }));
  it('says no data where there is nothing to count', () =>
    expect(indicator({ ...measured, target: { min: 56 }, series: series(50, shareOf(0, 0)) })).toMatchObject({
      value: null,
      status: 'no-data',
      trend: null,
    }));
  it('does not round a value up to its target', () =>
    expect(indicator({ ...measured, target: { min: 100 }, series: series(99.999999) })).toMatchObject({
      value: 100,
      status: 'short',
      trend: null,
    }));
  it.each([
    [55, { min: 56 }, 'short'],
    [56, { min: 56 }, 'met'],
    [11, { min: 8, max: 10 }, 'over'],
    [11, {}, 'no-target'],
    [11, null, 'no-target'],
  ])('%i against %j is %s', (value, target, status) => expect(statusOf(value, target)).toBe(status));
  it('bounds its evidence', () =>
    expect(
      indicator({ ...measured, target: null, series: series(1), evidence: Array.from({ length: 500 }, (_, i) => `x@${i}`) }).evidence,
    ).toHaveLength(100));
});
