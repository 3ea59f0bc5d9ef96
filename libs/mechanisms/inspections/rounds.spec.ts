import { given, SMALL_CITY } from '#testing';
import { roundsDecider as rounds } from './decider';

const id = '2017-2021.3';
const unit = '330681001';
const term = { is: 'open', name: '第十五届', from: '2017-01-01', until: '2021-12-31' };
const refs = { term, territory: SMALL_CITY };
const inspector = { account: 'wu', role: 'inspector', unit: '330681' };
const plan = { kind: 'regular', units: [unit, '330681002'], from: '2021-03-01', until: '2021-05-31' };
const team = { leader: { account: 'wu', unit: '330681' }, members: [{ account: 'zheng', unit: '330681002001' }] };
const planned = { type: 'RoundPlanned', data: { ...plan, units: [unit] } };
const formed = { type: 'InspectionTeamFormed', data: team };
const entered = { type: 'UnitEntered', data: { unit, on: '2021-03-02' } };
const raise = { finding: 'constructor', unit, class: '财务管理', severity: '一般', text: '报销凭证不全', evidence: ['a'.repeat(64)] };
const raised = { type: 'FindingRaised', data: raise };
const reported = { type: 'UnitReported', data: { unit, on: '2021-04-30' } };
const measure = { finding: 'constructor', measure: 'm-1', text: '补齐凭证', due: '2021-07-31' };
const set = { type: 'MeasureSet', data: measure };
const at = { finding: 'constructor', measure: 'm-1' };
const done = { type: 'MeasureReportedDone', data: { ...at, evidence: [] } };
const accepted = { type: 'MeasureAccepted', data: at };
const rejected = { type: 'MeasureRejected', data: { ...at, reason: '仍缺三张' } };
const closed = { type: 'RoundClosed', data: { on: '2021-06-10' } };

const running = [planned, formed];
const inside = [...running, entered];
const found = [...inside, raised, reported];
const round = (facts: readonly { type: string; data: object }[], more: object = {}) =>
  given(rounds, { id, facts, refs, actor: inspector, ...more });

describe('rounds: plan', () => {
  it('records it', () => round([]).when('plan', plan).then({ type: 'RoundPlanned', data: plan }));
  it('records raised and extended rounds of selected communities', () => {
    const raisedRound = { ...plan, kind: 'raised', units: ['330681001001', '330681001201'] };
    round([]).when('plan', raisedRound).then({ type: 'RoundPlanned', data: raisedRound });
  });
  it('refuses a unit twice', () =>
    round([])
      .when('plan', { ...plan, units: [unit, unit] })
      .refused('round.unit-twice'));
  it('refuses an unknown unit', () =>
    round([])
      .when('plan', { ...plan, units: ['330681777'] })
      .refused('round.unit-unknown'));
  it('refuses a unit dissolved before', () =>
    round([])
      .when('plan', { ...plan, units: ['330681009'] })
      .refused('round.unit-unknown'));
  it('refuses a community in a regular round', () =>
    round([])
      .when('plan', { ...plan, units: ['330681001001'] })
      .refused('round.wrong-level'));
  it('refuses a subdistrict in an extended round', () =>
    round([])
      .when('plan', { ...plan, kind: 'extended' })
      .refused('round.wrong-level'));
  it('refuses an end before the beginning', () =>
    round([])
      .when('plan', { ...plan, until: '2021-02-28' })
      .refused('round.ends-before-it-begins'));
  it('refuses without an open term', () =>
    round([], { refs: { ...refs, term: { is: 'unopened' } } })
      .when('plan', plan)
      .refused('round.term-not-open'));
  it('refuses days outside the term', () =>
    round([])
      .when('plan', { ...plan, until: '2022-01-01' })
      .refused('round.outside-term'));
  it('refuses another plan', () => round([planned]).when('plan', plan).refused('round.already-planned'));
  it('refuses another plan of a closed round', () => round([planned, closed]).when('plan', plan).refused('round.closed'));
  it('is silent when already so', () => round([planned]).when('plan', planned.data).silent());
  it('asks for the term and the territory', () =>
    expect(round([]).needs('plan', plan)).toEqual({
      streams: { term: { category: 'terms', id: '2017-2021' }, territory: { category: 'territory', id: '330681' } },
    }));
});

describe('rounds: form-team', () => {
  it('records it', () => round([planned]).when('form-team', team).then(formed));
  it('refuses before the plan', () => round([]).when('form-team', team).refused('round.not-planned'));
  it('refuses a member of the inspected unit', () =>
    round([planned])
      .when('form-team', { ...team, members: [{ account: 'qian', unit }] })
      .refused('round.own-unit'));
  it('refuses a leader from a community of the inspected unit', () =>
    round([planned])
      .when('form-team', { ...team, leader: { account: 'qian', unit: '330681001001' } })
      .refused('round.own-unit'));
  it('refuses a member who holds an office in the inspected unit, whatever unit is named', () => {
    const wu = { appointments: [{ role: 'clerk', unit: '330681001002', from: '2020-01-01' }] };
    round([planned], { refs: { ...refs, 'member wu': wu } })
      .when('form-team', team)
      .refused('round.own-unit');
    expect(round([planned]).needs('form-team', team).streams).toMatchObject({ 'member wu': { category: 'appointments', id: 'wu' } });
  });
  it('refuses a member of an unknown unit', () =>
    round([planned])
      .when('form-team', { ...team, members: [{ account: 'qian', unit: '330681777' }] })
      .refused('round.unit-unknown'));
  it('refuses a person twice', () =>
    round([planned])
      .when('form-team', { ...team, members: [{ account: 'wu', unit: '330681' }] })
      .refused('round.member-twice'));
  it('refuses after the end', () => round([planned, closed]).when('form-team', team).refused('round.closed'));
  it('is silent when already so', () => round(running).when('form-team', team).silent());
});

describe('rounds: enter', () => {
  it('records it', () => round(running).when('enter', entered.data).then(entered));
  it('refuses before the plan', () => round([]).when('enter', entered.data).refused('round.not-planned'));
  it('refuses without a team', () => round([planned]).when('enter', entered.data).refused('round.no-team'));
  it('refuses a unit not in the round', () =>
    round(running).when('enter', { unit: '330681002', on: '2021-03-02' }).refused('round.unit-not-in-round'));
  it('refuses a second entry', () => round(inside).when('enter', { unit, on: '2021-03-09' }).refused('round.unit-twice'));
  it('refuses a day outside the round', () => round(running).when('enter', { unit, on: '2021-02-28' }).refused('round.outside-round'));
  it('refuses a day outside the term', () => round(running).when('enter', { unit, on: '2016-12-31' }).refused('round.outside-term'));
  it('refuses a day after the term was closed early', () =>
    round(running, { refs: { ...refs, term: { ...term, is: 'closed', closedOn: '2021-03-01' } } })
      .when('enter', entered.data)
      .refused('round.outside-term'));
  it('refuses a day to come', () => round(running).when('enter', { unit, on: '2021-06-16' }).refused('round.not-yet'));
  it('refuses the own unit of the one who enters', () =>
    round(running, { actor: { account: 'sun', unit } })
      .when('enter', entered.data)
      .refused('round.own-unit'));
  it('refuses after the end', () => round([planned, closed]).when('enter', entered.data).refused('round.closed'));
  it('is silent when already so', () => round(inside).when('enter', entered.data).silent());
  it('concerns the unit', () =>
    expect(
      rounds.concerns({ action: { name: 'enter', data: entered.data }, id, state: rounds.initial(id), city: '330681', actor: inspector }),
    ).toBe(unit));
});

describe('rounds: raise', () => {
  it('records it', () => round(inside).when('raise', raise).then(raised));
  it('refuses before the entry', () => round(running).when('raise', raise).refused('round.unit-not-entered'));
  it('refuses a unit not in the round', () =>
    round(inside)
      .when('raise', { ...raise, unit: '330681002' })
      .refused('round.unit-not-in-round'));
  it('refuses the id of another finding', () =>
    round([...inside, raised])
      .when('raise', { ...raise, text: '另一问题' })
      .refused('finding.exists'));
  it('is silent when already so', () =>
    round([...inside, raised])
      .when('raise', raise)
      .silent());
});

describe('rounds: report', () => {
  it('records it', () => round(inside).when('report', reported.data).then(reported));
  it('refuses without entering', () => round(running).when('report', reported.data).refused('round.unit-not-entered'));
  it('refuses a day before the entry', () =>
    round(inside).when('report', { unit, on: '2021-03-01' }).refused('round.reported-before-entered'));
  it('refuses a day to come', () => round(inside).when('report', { unit, on: '2021-06-16' }).refused('round.not-yet'));
  it('refuses another day', () => round(found).when('report', { unit, on: '2021-05-01' }).refused('round.already-reported'));
  it('refuses a unit not in the round', () =>
    round(inside).when('report', { unit: '330681002', on: '2021-05-01' }).refused('round.unit-not-in-round'));
  it('is silent when already so', () => round(found).when('report', reported.data).silent());
});

describe('rounds: rectification', () => {
  const secretary = { actor: { account: 'li', role: 'secretary', unit } };
  const due = [...found, set];
  const unknown = { ...at, finding: 'f-9' };
  it('sets a measure', () => round(found).when('set-measure', measure).then(set));
  it('refuses a measure on an unknown finding', () =>
    round(found)
      .when('set-measure', { ...measure, finding: 'toString' })
      .refused('finding.unknown'));
  it('refuses the id of another measure', () =>
    round(due)
      .when('set-measure', { ...measure, text: '其他' })
      .refused('measure.exists'));
  it('refuses a measure due before it is set', () =>
    round(found)
      .when('set-measure', { ...measure, due: '2021-06-14' })
      .refused('measure.due-before-set'));
  it('refuses measures for the own unit', () => round(found, { actor: { unit } }).when('set-measure', measure).refused('round.own-unit'));
  it('is silent when the measure is set already', () => round(due).when('set-measure', measure).silent());

  it('reports it done', () => round(due, secretary).when('report-done', done.data).then(done));
  it('reports it done again after a rejection', () =>
    round([...due, done, rejected], secretary)
      .when('report-done', done.data)
      .then(done));
  it('refuses anyone but the secretary of the unit', () =>
    round(due, { actor: { role: 'secretary', unit: '330681002' } })
      .when('report-done', done.data)
      .refused('measure.not-the-units-secretary'));
  it('refuses an unknown finding and measure', () => {
    round(due, secretary)
      .when('report-done', { ...unknown, evidence: [] })
      .refused('finding.unknown');
    round(due, secretary)
      .when('report-done', { ...at, measure: 'm-9', evidence: [] })
      .refused('measure.unknown');
  });
  it('refuses what is accepted', () =>
    round([...due, done, accepted], secretary)
      .when('report-done', done.data)
      .refused('measure.already-accepted'));
  it('is silent when reported already', () =>
    round([...due, done], secretary)
      .when('report-done', done.data)
      .silent());

  it('accepts', () =>
    round([...due, done])
      .when('accept', at)
      .then(accepted));
  it('refuses to accept what is not done', () => round(due).when('accept', at).refused('measure.not-done'));
  it('refuses to accept after a rejection', () =>
    round([...due, done, rejected])
      .when('accept', at)
      .refused('measure.not-done'));
  it('refuses to accept at the own unit', () =>
    round([...due, done], { actor: { unit: '330681001001' } })
      .when('accept', at)
      .refused('round.own-unit'));
  it('refuses to accept an unknown measure', () =>
    round(due)
      .when('accept', { ...at, measure: 'm-9' })
      .refused('measure.unknown'));
  it('is silent when accepted already', () =>
    round([...due, done, accepted])
      .when('accept', at)
      .silent());

  it('rejects', () =>
    round([...due, done])
      .when('reject', rejected.data)
      .then(rejected));
  it('refuses to reject what is not done', () => round(due).when('reject', rejected.data).refused('measure.not-done'));
  it('refuses to reject what is accepted', () =>
    round([...due, done, accepted])
      .when('reject', rejected.data)
      .refused('measure.already-accepted'));
  it('refuses to reject on an unknown finding', () =>
    round(due)
      .when('reject', { ...unknown, reason: 'x' })
      .refused('finding.unknown'));
  it('is silent when rejected already', () =>
    round([...due, done, rejected])
      .when('reject', rejected.data)
      .silent());
});

describe('rounds: close', () => {
  it('closes without findings', () =>
    round([...inside, reported])
      .when('close', closed.data)
      .then(closed));
  it('closes when all measures are accepted', () =>
    round([...found, set, done, accepted])
      .when('close', closed.data)
      .then(closed));
  it('refuses a finding without a measure', () => round(found).when('close', closed.data).refused('round.unaccepted-findings'));
  it('refuses a measure not accepted', () =>
    round([...found, set, done])
      .when('close', closed.data)
      .refused('round.unaccepted-findings'));
  it('refuses before the plan', () => round([]).when('close', closed.data).refused('round.not-planned'));
  it('refuses a day before it began', () => round(running).when('close', { on: '2021-02-28' }).refused('round.closed-before-it-began'));
  it('refuses a day to come', () => round(running).when('close', { on: '2021-06-16' }).refused('round.not-yet'));
  it('refuses another day', () => round([planned, closed]).when('close', { on: '2021-06-11' }).refused('round.closed'));
  it('is silent when already so', () => round([planned, closed]).when('close', closed.data).silent());
});
