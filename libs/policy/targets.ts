import type { Label } from '#kernel';
import { PARAMETERS } from './parameters';

/** The code of a parameter whose value on the day asked is the bound, or a number that nobody decides: 100 % is all of them. */
export type Bound = string | number;

/** One aim of the policy that can be told in a number: what is measured, and what it is measured against. */
export interface PolicyTarget {
  readonly id: string;
  readonly clause: string;
  readonly label: Label;
  readonly unitOfMeasure: string;
  readonly min?: Bound;
  readonly max?: Bound;
  /** Parameters it is reckoned by beside its bounds. */
  readonly applies?: readonly string[];
  /** Which way is better where a list is ranked; higher unless said. */
  readonly better?: 'higher' | 'lower';
}

/** The whole of a share. */
const ALL = 100;

/**
 * Every target of the policy, in the order of its clauses. Those that no mechanism feeds are shown as not recorded yet; what a mechanism
 * measures beyond them it declares itself.
 */
export const TARGETS: readonly PolicyTarget[] = [
  atLeast('accreditation.share'),
  atLeast('accreditation.subdistrict-share'),
  atLeast('harmonious.share'),
  share('mandates.in-force', '1', { zh: '街道、社区职权赋予率', en: 'Powers of subdistricts and communities in force' }),
  atLeast('grid.branches-min'),
  atLeast('community.officers-min'),
  atLeast('community.advisers-min'),
  {
    id: 'community.size',
    clause: '4',
    label: { zh: '社区平均户数', en: 'Households per community' },
    unitOfMeasure: '户',
    min: 'community.households-min',
    max: 'community.households-max',
  },
  {
    ...share('community.size-share', '4', { zh: '规模适宜的社区占比', en: 'Communities of the size aimed at' }),
    applies: ['community.households-min', 'community.households-max'],
  },
  share('counts.recorded', '4', { zh: '本年户数人口清点率', en: 'Households and residents counted this year' }),
  {
    id: 'alliances.count',
    clause: '6',
    label: { zh: '区域党建联盟', en: 'Area alliances' },
    unitOfMeasure: '个',
    min: 'alliances.count-min',
    max: 'alliances.count-max',
  },
  atLeast('committee.meetings-min'),
  atLeast('secretary.training-hours'),
  atLeast('reserve.pool-share'),
  atLeast('community.party-workers-min'),
  atLeast('committee.deputies-min'),
  {
    id: 'staff.norm',
    clause: '12',
    label: { zh: '每社区专职社区工作者', en: 'Community workers per community' },
    unitOfMeasure: '人',
    min: 'staff.norm-min',
    max: 'staff.norm-max',
    applies: ['staff.extra-above-households', 'staff.extra-step-min', 'staff.extra-step-max'],
  },
  atLeast('staff.certified-share'),
  exactly('pay.posts'),
  exactly('pay.grades'),
  atLeast('inspections.coverage'),
  atLeast('centre.subdistrict-area-min'),
  atLeast('centre.area-per-hundred-households'),
  atLeast('centre.area-min'),
  atLeast('centre.new-area-min'),
  { ...atLeast('office.area-max', 'max'), better: 'lower' },
  {
    id: 'matters.solved',
    clause: '16',
    label: { zh: '每社区每年解决关键小事', en: 'Key small matters solved per community and year' },
    unitOfMeasure: '项/年',
    min: 'matters.solved-min',
    max: 'matters.solved-max',
  },
  atLeast('associations.average-min'),
  {
    ...share('funds.service', '19', { zh: '党组织服务群众专项经费到位率', en: 'Service fund received of what is due' }),
    applies: ['funds.service-per-year'],
  },
  {
    ...share('funds.work', '19', { zh: '社区工作经费到位率', en: 'Work fund received of what is due' }),
    applies: ['funds.work-per-thousand-households'],
  },
  atLeast('funds.match-share'),
  {
    ...share('funds.caps', '19', { zh: '超规模社区保障上限核定率', en: 'Large communities with a cap decided' }),
    applies: ['funds.cap-above-households'],
  },
  atLeast('visits.city-secretary-coverage'),
  atLeast('visits.subdistrict-secretary-coverage'),
  atLeast('promotion.experience-years'),
  atLeast('study.meetings-min'),
  share('duties.acted-on', '三(二)', { zh: '部门职责本年履行率', en: 'Duties of departments acted on this year' }),
];

/** @throws Error when the policy has no such target: a wrong declaration is a bug. */
export function targetOf(id: string): PolicyTarget {
  const found = TARGETS.find((target) => target.id === id);
  if (!found) throw new Error(`${id} is no target of the policy`);
  return found;
}

/** A target that is one parameter, and is called what it is called. */
function atLeast(code: string, bound: 'min' | 'max' = 'min'): PolicyTarget {
  const parameter = PARAMETERS.find((one) => one.code === code);
  if (!parameter) throw new Error(`${code} is no parameter`);
  const { clause, label, unitOfMeasure } = parameter;
  return { id: code.replace(/-(min|max)$/, ''), clause, label, unitOfMeasure, [bound]: code };
}

function exactly(code: string): PolicyTarget {
  return { ...atLeast(code), max: code };
}

/** All of them, in percent. */
function share(id: string, clause: string, label: Label): PolicyTarget {
  return { id, clause, label, unitOfMeasure: '%', min: ALL };
}
