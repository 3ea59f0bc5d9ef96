import { contract } from '#contracts';
import type { Day, JsonObject } from '#kernel';
import {
  AcceptMeasure,
  AtUnit,
  CloseRound,
  FormTeam,
  PlanRound,
  RaiseFinding,
  RejectMeasure,
  ReportDone,
  SetMeasure,
  type TeamMember,
} from './payloads.contract';
import { roundRefusals } from './refusals.contract';
import { TERM_ID } from './terms.contract';

// Stored names: the category and the fact types are a format. They never change.

export interface MeasureState {
  readonly text: string;
  readonly due: Day;
  readonly is: 'set' | 'done' | 'accepted' | 'rejected';
}

export interface FindingState {
  readonly unit: string;
  /** Class, severity, text and evidence in one canonical text, to tell the same finding from another. */
  readonly said: string;
  readonly measures: Readonly<Record<string, MeasureState>>;
}

/** One inspection round of a term. */
export interface RoundState {
  readonly is: 'unplanned' | 'planned' | 'closed';
  readonly plan?: PlanRound;
  /** The leader first. */
  readonly team: readonly TeamMember[];
  readonly visits: Readonly<Record<string, { readonly enteredOn: Day; readonly reportedOn?: Day }>>;
  readonly findings: Readonly<Record<string, FindingState>>;
  readonly closedOn?: Day;
}

/** The term of a round's id (`{term}.{n}`). */
export function termOf(roundId: string): string {
  return roundId.slice(0, roundId.lastIndexOf('.'));
}

/** A finding is accepted when it has at least one measure and all are accepted. */
export function isAccepted(finding: FindingState): boolean {
  const measures = Object.values(finding.measures);
  return measures.length > 0 && measures.every((measure) => measure.is === 'accepted');
}

const inspector = [{ roles: ['inspector'], power: 'inspections.run' }] as const;
const secretary = [{ roles: ['secretary'], power: 'inspections.rectify' }] as const;
const clause = '14';
const subjects = (_data: JsonObject, id: string) => [
  { kind: 'round', id },
  { kind: 'term', id: termOf(id) },
];
const withUnits = (data: JsonObject, id: string) => [
  ...subjects(data, id),
  ...(data['units'] as readonly string[]).map((unit) => ({ kind: 'unit', id: unit })),
];

const running = ['round.not-planned', 'round.closed'] as const;
const atUnit = [...running, 'round.unit-not-in-round', 'round.own-unit'] as const;
const onMeasure = [...running, 'finding.unknown', 'measure.unknown', 'round.own-unit'] as const;

export const roundsContract = contract({
  category: 'rounds',
  label: { zh: '巡察轮次', en: 'Inspection rounds' },
  clause,
  id: {
    pattern: `^${TERM_ID}\\.\\d{1,3}$`,
    says: { zh: '应为「届期.轮次」，如 2016-2021.3', en: 'must be term.number, such as 2016-2021.3' },
    label: { zh: '轮次', en: 'Round' },
  },
  readers: ['inspector', 'auditor', 'leader', 'secretary'],
  state: {
    is: {
      zh: '状态',
      en: 'State',
      values: {
        unplanned: { zh: '未部署', en: 'not planned' },
        planned: { zh: '进行中', en: 'under way' },
        closed: { zh: '已结束', en: 'closed' },
        set: { zh: '整改中', en: 'to be done' },
        done: { zh: '已报完成', en: 'reported done' },
        accepted: { zh: '已通过', en: 'accepted' },
        rejected: { zh: '已退回', en: 'rejected' },
      },
    },
    plan: { zh: '部署', en: 'Plan' },
    team: { zh: '巡察组', en: 'Team' },
    visits: { zh: '进驻单位', en: 'Visits' },
    enteredOn: { zh: '进驻日', en: 'Entered on' },
    reportedOn: { zh: '报告日', en: 'Reported on' },
    findings: { zh: '问题', en: 'Findings' },
    measures: { zh: '整改措施', en: 'Measures' },
    closedOn: { zh: '结束日', en: 'Closed on' },
    said: { zh: '内容', en: 'As said', unsaid: true },
  },
  actions: {
    plan: {
      label: { zh: '安排一轮巡察', en: 'Plan a round' },
      payload: PlanRound,
      facts: ['RoundPlanned'],
      who: inspector,
      clause,
      refusals: [
        'round.already-planned',
        'round.closed',
        'round.ends-before-it-begins',
        'round.term-not-open',
        'round.outside-term',
        'round.unit-twice',
        'round.unit-unknown',
        'round.wrong-level',
      ],
      effectiveOn: 'from',
    },
    'form-team': {
      label: { zh: '组建巡察组', en: 'Form the team' },
      payload: FormTeam,
      facts: ['InspectionTeamFormed'],
      who: inspector,
      clause,
      refusals: [...running, 'round.own-unit', 'round.member-twice', 'round.unit-unknown'],
    },
    enter: {
      label: { zh: '进驻', en: 'Enter a unit' },
      payload: AtUnit,
      facts: ['UnitEntered'],
      who: inspector,
      clause,
      refusals: [...atUnit, 'round.no-team', 'round.unit-twice', 'round.outside-round', 'round.outside-term', 'round.not-yet'],
      effectiveOn: 'on',
    },
    raise: {
      label: { zh: '提出问题', en: 'Raise a finding' },
      payload: RaiseFinding,
      facts: ['FindingRaised'],
      who: inspector,
      clause,
      refusals: [...atUnit, 'round.unit-not-entered', 'finding.exists'],
    },
    report: {
      label: { zh: '提交巡察报告', en: 'Report' },
      payload: AtUnit,
      facts: ['UnitReported'],
      who: inspector,
      clause,
      refusals: [...atUnit, 'round.unit-not-entered', 'round.reported-before-entered', 'round.already-reported', 'round.not-yet'],
      effectiveOn: 'on',
    },
    'set-measure': {
      label: { zh: '确定整改措施', en: 'Set a measure' },
      payload: SetMeasure,
      facts: ['MeasureSet'],
      who: inspector,
      clause,
      refusals: [...running, 'finding.unknown', 'measure.exists', 'measure.due-before-set', 'round.own-unit'],
    },
    'report-done': {
      label: { zh: '报告整改完成', en: 'Report a measure done' },
      payload: ReportDone,
      facts: ['MeasureReportedDone'],
      who: secretary,
      clause,
      refusals: [...running, 'finding.unknown', 'measure.unknown', 'measure.not-the-units-secretary', 'measure.already-accepted'],
    },
    accept: {
      label: { zh: '验收整改', en: 'Accept a measure' },
      payload: AcceptMeasure,
      facts: ['MeasureAccepted'],
      who: inspector,
      clause,
      refusals: [...onMeasure, 'measure.not-done'],
    },
    reject: {
      label: { zh: '退回整改', en: 'Reject a measure' },
      payload: RejectMeasure,
      facts: ['MeasureRejected'],
      who: inspector,
      clause,
      refusals: [...onMeasure, 'measure.not-done', 'measure.already-accepted'],
    },
    close: {
      label: { zh: '结束本轮', en: 'Close the round' },
      payload: CloseRound,
      facts: ['RoundClosed'],
      who: inspector,
      clause,
      refusals: ['round.not-planned', 'round.closed', 'round.unaccepted-findings', 'round.closed-before-it-began', 'round.not-yet'],
      effectiveOn: 'on',
    },
  },
  corrections: {
    plan: {
      by: ['close', 'plan'],
      says: { zh: '安排不能更改：请结束本轮，另排一轮', en: 'A plan stands: close the round and plan another' },
    },
    'form-team': { by: ['form-team'], says: { zh: '再组建一次，以最后一次为准', en: 'Form it again: the last one counts' } },
    enter: { by: ['raise'], says: { zh: '进驻日不能更改：请在问题中写明情况', en: 'The day stands: say so in a finding' } },
    raise: {
      by: ['set-measure', 'accept'],
      says: { zh: '问题不能撤回：请以整改措施写明情况后验收', en: 'A finding stands: explain it by a measure and accept that' },
    },
    report: { by: ['raise'], says: { zh: '报告日不能更改：请在问题中写明情况', en: 'The day stands: say so in a finding' } },
    'set-measure': {
      by: ['set-measure'],
      says: { zh: '请另定一项措施，原措施如实验收', en: 'Set another measure; accept the former as it was done' },
    },
    'report-done': { by: ['reject'], says: { zh: '请巡察组退回，再重新报告', en: 'Ask the inspectors to reject it, then report again' } },
    accept: { by: ['raise'], says: { zh: '验收不能撤回：请另提问题', en: 'Acceptance stands: raise another finding' } },
    reject: { by: ['report-done'], says: { zh: '整改单位再报完成后，请予验收', en: 'Have it reported done again, then accept it' } },
    close: { by: ['plan'], says: { zh: '结束的轮次不再开启：请另排一轮', en: 'A closed round stays closed: plan another' } },
  },
  facts: {
    RoundPlanned: {
      label: { zh: '巡察已安排', en: 'Round planned' },
      data: PlanRound,
      subjects: withUnits,
      says: { zh: '{from} 至 {until} 巡察 {units}', en: 'Inspect {units} from {from} to {until}' },
      tells: { zh: '计划于 {from} 至 {until} 开展巡察', en: 'Inspection planned from {from} to {until}' },
    },
    InspectionTeamFormed: {
      label: { zh: '巡察组已组建', en: 'Team formed' },
      data: FormTeam,
      subjects,
      says: { zh: '组长 {leader}，组员 {members}', en: 'Leader {leader}, members {members}' },
    },
    UnitEntered: {
      label: { zh: '已进驻', en: 'Unit entered' },
      data: AtUnit,
      subjects,
      says: { zh: '{on} 进驻 {unit}', en: '{unit} entered on {on}' },
      tells: { zh: '{on} 巡察组进驻', en: 'The team began on {on}' },
    },
    FindingRaised: {
      label: { zh: '问题已提出', en: 'Finding raised' },
      data: RaiseFinding,
      subjects,
      says: { zh: '{unit} 问题 {finding}（{class}，{severity}）：{text}', en: 'Finding {finding} at {unit} ({class}, {severity}): {text}' },
    },
    UnitReported: {
      label: { zh: '报告已提交', en: 'Unit reported' },
      data: AtUnit,
      subjects,
      says: { zh: '{on} 提交对 {unit} 的巡察报告', en: 'Report on {unit} of {on}' },
      tells: { zh: '{on} 巡察组提交报告', en: 'The team reported on {on}' },
    },
    MeasureSet: {
      label: { zh: '整改措施已确定', en: 'Measure set' },
      data: SetMeasure,
      subjects,
      says: { zh: '问题 {finding} 的措施 {measure}，期限 {due}：{text}', en: 'Measure {measure} of finding {finding}, due {due}: {text}' },
      tells: { zh: '确定整改措施，期限 {due}', en: 'A measure was set, due on {due}' },
    },
    MeasureReportedDone: {
      label: { zh: '整改已报完成', en: 'Measure reported done' },
      data: ReportDone,
      subjects,
      says: { zh: '问题 {finding} 的措施 {measure} 报告完成', en: 'Measure {measure} of finding {finding} reported done' },
      tells: { zh: '整改措施报告完成', en: 'The measure was reported done' },
    },
    MeasureAccepted: {
      label: { zh: '整改已验收', en: 'Measure accepted' },
      data: AcceptMeasure,
      subjects,
      says: { zh: '问题 {finding} 的措施 {measure} 通过验收', en: 'Measure {measure} of finding {finding} accepted' },
      tells: { zh: '整改措施通过验收', en: 'The measure was accepted' },
    },
    MeasureRejected: {
      label: { zh: '整改已退回', en: 'Measure rejected' },
      data: RejectMeasure,
      subjects,
      says: { zh: '问题 {finding} 的措施 {measure} 退回：{reason}', en: 'Measure {measure} of finding {finding} rejected: {reason}' },
      tells: { zh: '整改措施未通过验收，继续整改', en: 'The measure was not accepted: to be done again' },
    },
    RoundClosed: {
      label: { zh: '本轮已结束', en: 'Round closed' },
      data: CloseRound,
      subjects,
      says: { zh: '于 {on} 结束', en: 'Closed on {on}' },
    },
  },
  refusals: roundRefusals,
});
