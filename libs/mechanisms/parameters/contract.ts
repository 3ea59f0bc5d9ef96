import type { Day, ParameterValue } from '#kernel';
import { contract, day, listOfChoices, text, whole } from '#contracts';
import { KIND_CHOICES, type Kind } from '../territory/contract';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

export class SetParameter {
  @whole({ zh: '数值', en: 'Value', max: Number.MAX_SAFE_INTEGER })
  readonly value!: number;
  @text({ zh: '计量单位', en: 'Unit of measure', max: 40 })
  readonly unitOfMeasure!: string;
  @listOfChoices({
    zh: '适用的单位类别',
    en: 'Kinds of unit it governs',
    of: KIND_CHOICES,
    max: 7,
    unique: true,
    help: { zh: '空 = 全部', en: 'None = all' },
  })
  readonly kinds!: readonly Kind[];
  @text({ zh: '条款', en: 'Clause', max: 120 })
  readonly clause!: string;
  @day({ zh: '起始日', en: 'From' })
  readonly from!: Day;
  @text({ zh: '决定机关或文件', en: 'Decided by', max: 200 })
  readonly decidedBy!: string;
}

export interface DatedValue extends ParameterValue {
  readonly unitOfMeasure: string;
  readonly decidedBy: string;
}

/** Every value a parameter ever had, by the day from which it governs; of one day the one recorded last comes last. */
export interface ParameterState {
  readonly values: readonly DatedValue[];
}

/** Oldest first, as `parameterOn` of the kernel reads it. */
export function historyOf(state: ParameterState): readonly ParameterValue[] {
  return state.values;
}

export const parametersContract = contract({
  category: 'parameters',
  label: { zh: '政策参数', en: 'Parameters' },
  clause: '三(一)',
  id: {
    pattern: '^[a-z]+(-[a-z]+)*\\.[a-z0-9]+(-[a-z0-9]+)*$',
    says: { zh: '应为「领域.参数」，如 secretary.training-hours', en: 'must be field.parameter, such as secretary.training-hours' },
    label: { zh: '参数', en: 'Parameter' },
  },
  readers: 'public',
  state: {
    values: { zh: '历次取值', en: 'Values' },
  },
  actions: {
    set: {
      label: { zh: '设定参数', en: 'Set' },
      help: {
        zh: '新值自起始日起适用，原值仍适用于此前的日期',
        en: 'The new value governs from its day on; the old one still governs the old dates',
      },
      payload: SetParameter,
      facts: ['ParameterSet'],
      who: [{ roles: ['registrar'], power: 'policy.set' }],
      clause: '三(一)',
      refusals: ['parameter.reaches-back'],
      effectiveOn: 'from',
    },
  },
  corrections: {
    set: { by: ['set'], says: { zh: '再设定一次：同一起始日以最后一次为准', en: 'Set it again: of one day the last one counts' } },
  },
  facts: {
    ParameterSet: {
      label: { zh: '参数已设定', en: 'Parameter set' },
      data: SetParameter,
      says: {
        zh: '自 {from} 起为 {value} {unitOfMeasure}（条款 {clause}，{decidedBy}）',
        en: '{value} {unitOfMeasure} from {from} (clause {clause}, {decidedBy})',
      },
      subjects: (_data, id) => [{ kind: 'parameter', id }],
    },
  },
  refusals: {
    'parameter.reaches-back': {
      zh: '新值不能改变决定日之前的日期：起始日 {from} 早于决定日 {on}',
      en: 'A new value does not change dates before its decision: {from} lies before {on}',
      next: { zh: '请把起始日定在决定日或以后', en: 'Let it govern from the day of the decision or later' },
    },
  },
});
