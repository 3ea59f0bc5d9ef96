import {
  canonical,
  own,
  refuse,
  within,
  type Asked,
  type Day,
  type Decider,
  type Decision,
  type Fact,
  type Given,
  type Needs,
  type Refusal,
} from '#kernel';
import { rolesOn, type AppointmentsState } from '../appointments/contract';
import { isWithin, unitOn, type UnitTree } from '../territory/contract';
import type {
  AcceptMeasure,
  AtUnit,
  CloseRound,
  FormTeam,
  PlanRound,
  RaiseFinding,
  RejectMeasure,
  ReportDone,
  SetMeasure,
  TeamMember,
} from './payloads.contract';
import { isAccepted, termOf, type FindingState, type MeasureState, type RoundState } from './rounds.contract';
import { inTerm, type TermState } from './terms.contract';

export type RoundAction =
  | Asked<'plan', PlanRound>
  | Asked<'form-team', FormTeam>
  | Asked<'enter', AtUnit>
  | Asked<'raise', RaiseFinding>
  | Asked<'report', AtUnit>
  | Asked<'set-measure', SetMeasure>
  | Asked<'report-done', ReportDone>
  | Asked<'accept', AcceptMeasure>
  | Asked<'reject', RejectMeasure>
  | Asked<'close', CloseRound>;
export type RoundFact =
  | Fact<'RoundPlanned', PlanRound>
  | Fact<'InspectionTeamFormed', FormTeam>
  | Fact<'UnitEntered', AtUnit>
  | Fact<'FindingRaised', RaiseFinding>
  | Fact<'UnitReported', AtUnit>
  | Fact<'MeasureSet', SetMeasure>
  | Fact<'MeasureReportedDone', ReportDone>
  | Fact<'MeasureAccepted', AcceptMeasure>
  | Fact<'MeasureRejected', RejectMeasure>
  | Fact<'RoundClosed', CloseRound>;

export const roundsDecider: Decider<RoundState, RoundAction, RoundFact> = {
  initial: () => ({ is: 'unplanned', team: [], visits: {}, findings: {} }),
  evolve(round, fact) {
    switch (fact.type) {
      case 'RoundPlanned':
        return { ...round, is: 'planned', plan: fact.data };
      case 'InspectionTeamFormed':
        return { ...round, team: [fact.data.leader, ...fact.data.members] };
      case 'UnitEntered':
        return { ...round, visits: { ...round.visits, [fact.data.unit]: { enteredOn: fact.data.on } } };
      case 'UnitReported':
        return reported(round, fact.data);
      case 'FindingRaised':
        return {
          ...round,
          findings: { ...round.findings, [fact.data.finding]: { unit: fact.data.unit, said: said(fact.data), measures: {} } },
        };
      case 'MeasureSet':
        return measured(round, fact.data, { text: fact.data.text, due: fact.data.due, is: 'set' });
      case 'MeasureReportedDone':
        return measured(round, fact.data, { is: 'done' });
      case 'MeasureAccepted':
        return measured(round, fact.data, { is: 'accepted' });
      case 'MeasureRejected':
        return measured(round, fact.data, { is: 'rejected' });
      case 'RoundClosed':
        return { ...round, is: 'closed', closedOn: fact.data.on };
    }
  },
  needs({ action, id, city }): Needs {
    const members =
      action.name === 'form-team'
        ? peopleOf(action.data).map((person) => [ofMember(person), { category: 'appointments', id: person.account }])
        : [];
    return {
      streams: {
        term: { category: 'terms', id: termOf(id) },
        territory: { category: 'territory', id: city },
        ...Object.fromEntries(members),
      },
    };
  },
  concerns: ({ action, state }) =>
    'unit' in action.data ? action.data.unit : 'finding' in action.data ? own(state.findings, action.data.finding)?.unit : undefined,
  decide(action, round, given) {
    if (action.name === 'plan') return plan(action.data, round, given);
    if (!round.plan) return refuse('round.not-planned');
    if (action.name === 'close') return close(action.data, round, round.plan, given);
    if (round.is === 'closed') return refuse('round.closed');
    switch (action.name) {
      case 'form-team':
        return formTeam(action.data, round, round.plan, given);
      case 'enter':
        return enter(action.data, round, round.plan, given);
      case 'raise':
        return raise(action.data, round, round.plan, given);
      case 'report':
        return report(action.data, round, round.plan, given);
      case 'set-measure':
        return setMeasure(action.data, round, given);
      case 'report-done':
        return reportDone(action.data, round, given);
      case 'accept':
        return judge(action, round, given);
      case 'reject':
        return judge(action, round, given);
    }
  },
};

function plan(data: PlanRound, round: RoundState, given: Given): Decision<RoundFact> {
  if (round.plan)
    return canonical(round.plan) === canonical(data) ? [] : refuse(round.is === 'closed' ? 'round.closed' : 'round.already-planned');
  if (data.until < data.from) return refuse('round.ends-before-it-begins', { field: 'until' });
  const term = given.refs['term'] as TermState;
  if (term.is !== 'open') return refuse('round.term-not-open', { values: { term: termOf(given.id) } });
  if (!inTerm(term, data.from) || !inTerm(term, data.until)) return refuse('round.outside-term', { field: 'from' });
  const twice = data.units.find((unit, i) => data.units.indexOf(unit) < i);
  if (twice !== undefined) return refuse('round.unit-twice', { field: 'units', values: { unit: twice } });
  return unfit(data, given.refs['territory'] as UnitTree) ?? [{ type: 'RoundPlanned', data }];
}

/** The first unit that is not alive or not of the level that this kind of round inspects. */
function unfit(data: PlanRound, tree: UnitTree): Refusal | undefined {
  const level = data.kind === 'regular' ? 'subdistrict' : 'community';
  for (const unit of data.units) {
    const found = unitOn(tree, unit, data.from);
    if (!found) return refuse('round.unit-unknown', { field: 'units', values: { unit } });
    if (found.level !== level) return refuse('round.wrong-level', { field: 'units', values: { unit } });
  }
  return undefined;
}

function formTeam(data: FormTeam, round: RoundState, planned: PlanRound, given: Given): Decision<RoundFact> {
  const people = peopleOf(data);
  const twice = people.find((person, i) => people.findIndex((other) => other.account === person.account) < i);
  if (twice) return refuse('round.member-twice', { field: 'members', values: { account: twice.account } });
  const tree = given.refs['territory'] as UnitTree;
  for (const person of people) {
    if (!unitOn(tree, person.unit, given.occurredOn))
      return refuse('round.unit-unknown', { field: 'members', values: { unit: person.unit } });
    const inspected = planned.units.find((unit) =>
      unitsOf(person, planned.from, given).some((own) => isWithin(tree, own, unit, planned.from)),
    );
    if (inspected !== undefined) return refuse('round.own-unit', { field: 'members', values: { unit: inspected } });
  }
  return canonical(people) === canonical(round.team) ? [] : [{ type: 'InspectionTeamFormed', data }];
}

function peopleOf(data: FormTeam): readonly TeamMember[] {
  return [data.leader, ...data.members];
}

/** The name of the ref to a member's appointments. */
function ofMember(person: TeamMember): string {
  return `member ${person.account}`;
}

/** The unit a member names, and every unit the member holds an office in, whatever is named. */
function unitsOf(person: TeamMember, on: Day, { refs }: Given): readonly string[] {
  const appointed = refs[ofMember(person)] as AppointmentsState | undefined;
  return [person.unit, ...(appointed ? rolesOn(appointed, on).map((held) => held.unit) : [])];
}

function enter(data: AtUnit, round: RoundState, planned: PlanRound, given: Given): Decision<RoundFact> {
  const wrong = atUnit(data.unit, planned, given);
  if (wrong) return wrong;
  if (round.team.length === 0) return refuse('round.no-team');
  const visit = own(round.visits, data.unit);
  if (visit) return visit.enteredOn === data.on ? [] : refuse('round.unit-twice', { values: { unit: data.unit } });
  if (data.on > given.today) return refuse('round.not-yet', { field: 'on', values: { on: data.on } });
  if (!inTerm(given.refs['term'] as TermState, data.on)) return refuse('round.outside-term', { field: 'on' });
  return within(data.on, planned.from, planned.until) ? [{ type: 'UnitEntered', data }] : refuse('round.outside-round', { field: 'on' });
}

function raise(data: RaiseFinding, round: RoundState, planned: PlanRound, given: Given): Decision<RoundFact> {
  const wrong = atUnit(data.unit, planned, given);
  if (wrong) return wrong;
  if (!own(round.visits, data.unit)) return refuse('round.unit-not-entered', { values: { unit: data.unit } });
  const known = own(round.findings, data.finding);
  if (known)
    return known.unit === data.unit && known.said === said(data) ? [] : refuse('finding.exists', { values: { finding: data.finding } });
  return [{ type: 'FindingRaised', data }];
}

function report(data: AtUnit, round: RoundState, planned: PlanRound, given: Given): Decision<RoundFact> {
  const wrong = atUnit(data.unit, planned, given);
  if (wrong) return wrong;
  const visit = own(round.visits, data.unit);
  if (!visit) return refuse('round.unit-not-entered', { values: { unit: data.unit } });
  if (visit.reportedOn !== undefined)
    return visit.reportedOn === data.on ? [] : refuse('round.already-reported', { values: { unit: data.unit } });
  if (data.on < visit.enteredOn) return refuse('round.reported-before-entered', { field: 'on' });
  return data.on > given.today ? refuse('round.not-yet', { field: 'on', values: { on: data.on } }) : [{ type: 'UnitReported', data }];
}

function setMeasure(data: SetMeasure, round: RoundState, given: Given): Decision<RoundFact> {
  const finding = own(round.findings, data.finding);
  if (!finding) return refuse('finding.unknown', { field: 'finding', values: { finding: data.finding } });
  if (ofOwnUnit(finding.unit, given)) return refuse('round.own-unit', { values: { unit: finding.unit } });
  const known = own(finding.measures, data.measure);
  if (known)
    return known.text === data.text && known.due === data.due ? [] : refuse('measure.exists', { values: { measure: data.measure } });
  return data.due < given.occurredOn ? refuse('measure.due-before-set', { field: 'due' }) : [{ type: 'MeasureSet', data }];
}

function reportDone(data: ReportDone, round: RoundState, { actor }: Given): Decision<RoundFact> {
  const found = measureOf(data, round);
  if ('refused' in found) return found;
  const { finding, measure } = found;
  if (actor.unit !== finding.unit) return refuse('measure.not-the-units-secretary', { values: { unit: finding.unit } });
  if (measure.is === 'accepted') return refuse('measure.already-accepted');
  return measure.is === 'done' ? [] : [{ type: 'MeasureReportedDone', data }];
}

function judge(
  action: Asked<'accept', AcceptMeasure> | Asked<'reject', RejectMeasure>,
  round: RoundState,
  given: Given,
): Decision<RoundFact> {
  const found = measureOf(action.data, round);
  if ('refused' in found) return found;
  const { finding, measure } = found;
  if (ofOwnUnit(finding.unit, given)) return refuse('round.own-unit', { values: { unit: finding.unit } });
  if (action.name === 'accept') {
    if (measure.is === 'accepted') return [];
    return measure.is === 'done' ? [{ type: 'MeasureAccepted', data: action.data }] : refuse('measure.not-done');
  }
  if (measure.is === 'rejected') return [];
  if (measure.is === 'accepted') return refuse('measure.already-accepted');
  return measure.is === 'done' ? [{ type: 'MeasureRejected', data: action.data }] : refuse('measure.not-done');
}

function close(data: CloseRound, round: RoundState, planned: PlanRound, { today }: Given): Decision<RoundFact> {
  if (round.is === 'closed') return round.closedOn === data.on ? [] : refuse('round.closed');
  if (data.on < planned.from) return refuse('round.closed-before-it-began', { field: 'on' });
  if (data.on > today) return refuse('round.not-yet', { field: 'on', values: { on: data.on } });
  const open = Object.values(round.findings).filter((finding) => !isAccepted(finding)).length;
  return open > 0 ? refuse('round.unaccepted-findings', { values: { count: open } }) : [{ type: 'RoundClosed', data }];
}

function atUnit(unit: string, planned: PlanRound, given: Given): Refusal | undefined {
  if (!planned.units.includes(unit)) return refuse('round.unit-not-in-round', { field: 'unit', values: { unit } });
  return ofOwnUnit(unit, given) ? refuse('round.own-unit', { values: { unit } }) : undefined;
}

/** Whether the acting person belongs to the inspected unit or to one below it. */
function ofOwnUnit(unit: string, { actor, occurredOn, refs }: Given): boolean {
  return isWithin(refs['territory'] as UnitTree, actor.unit, unit, occurredOn);
}

function measureOf(
  data: { readonly finding: string; readonly measure: string },
  round: RoundState,
): { readonly finding: FindingState; readonly measure: MeasureState } | Refusal {
  const finding = own(round.findings, data.finding);
  if (!finding) return refuse('finding.unknown', { field: 'finding', values: { finding: data.finding } });
  const measure = own(finding.measures, data.measure);
  return measure ? { finding, measure } : refuse('measure.unknown', { field: 'measure', values: { measure: data.measure } });
}

function reported(round: RoundState, { unit, on }: AtUnit): RoundState {
  const visit = own(round.visits, unit);
  return visit ? { ...round, visits: { ...round.visits, [unit]: { ...visit, reportedOn: on } } } : round;
}

function measured(
  round: RoundState,
  at: { readonly finding: string; readonly measure: string },
  change: Partial<MeasureState> & Pick<MeasureState, 'is'>,
): RoundState {
  const finding = own(round.findings, at.finding);
  if (!finding) return round;
  const before = own(finding.measures, at.measure) ?? { text: '', due: '9999-12-31', is: 'set' as const };
  const measures = { ...finding.measures, [at.measure]: { ...before, ...change } };
  return { ...round, findings: { ...round.findings, [at.finding]: { ...finding, measures } } };
}

function said(data: RaiseFinding): string {
  return canonical([data.class, data.severity, data.text, data.evidence]);
}
