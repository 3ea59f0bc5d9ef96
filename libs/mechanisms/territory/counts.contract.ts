import type { Day } from '#kernel';
import { contract, day, text, whole } from '#contracts';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

const COUNT_MAX = 10_000_000;

export class RecordCounts {
  @whole({ zh: '户数', en: 'Households', max: COUNT_MAX, unit: { zh: '户', en: 'households' } })
  readonly households!: number;
  @whole({ zh: '人口数', en: 'Residents', max: COUNT_MAX, unit: { zh: '人', en: 'residents' } })
  readonly residents!: number;
  @day({ zh: '清点日', en: 'Counted on' })
  readonly countedOn!: Day;
}

export class CountsCorrected {
  @whole({ zh: '户数', en: 'Households', max: COUNT_MAX, unit: { zh: '户', en: 'households' } })
  readonly households!: number;
  @whole({ zh: '人口数', en: 'Residents', max: COUNT_MAX, unit: { zh: '人', en: 'residents' } })
  readonly residents!: number;
  @day({ zh: '清点日', en: 'Counted on' })
  readonly countedOn!: Day;
  /** `stream@revision` of the fact it corrects. */
  @text({ zh: '更正的事实', en: 'What it corrects', max: 64 })
  readonly corrects!: string;
}

export const countsContract = contract({
  category: 'counts',
  label: { zh: '户数与人口', en: 'Counts' },
  clause: '4',
  id: {
    pattern: '^\\d{12}$',
    says: { zh: '应为社区或村的 12 位区划代码', en: 'must be the 12-digit code of a community or village' },
    label: { zh: '单位', en: 'Unit' },
  },
  readers: 'public',
  actions: {
    record: {
      label: { zh: '登记户数与人口', en: 'Record counts' },
      help: {
        zh: '同一清点日再次登记即为更正，原数仍可查',
        en: 'Recording the same day again corrects it; the former numbers stay visible',
      },
      payload: RecordCounts,
      facts: ['CountsRecorded', 'CountsCorrected'],
      who: [{ roles: ['clerk'], power: 'counts.record', levels: ['community'] }],
      clause: '4',
      refusals: ['counts.unknown-unit', 'counts.day-ahead', 'counts.nobody-in-households'],
      effectiveOn: 'countedOn',
    },
  },
  corrections: {
    record: {
      by: ['record'],
      says: { zh: '同一清点日再登记一次即为更正，原数仍可查', en: 'Record the same day again; the former numbers stay visible' },
    },
  },
  facts: {
    CountsRecorded: {
      label: { zh: '户数与人口已登记', en: 'Counts recorded' },
      data: RecordCounts,
      says: {
        zh: '{countedOn} 清点：{households} 户、{residents} 人',
        en: 'Counted on {countedOn}: {households} households, {residents} residents',
      },
      tells: {
        zh: '{countedOn} 清点：{households} 户、{residents} 人',
        en: 'Counted on {countedOn}: {households} households, {residents} residents',
      },
      subjects: (_data, id) => [{ kind: 'unit', id }],
    },
    CountsCorrected: {
      label: { zh: '户数与人口已更正', en: 'Counts corrected' },
      data: CountsCorrected,
      says: {
        zh: '{countedOn} 清点更正为：{households} 户、{residents} 人（更正 {corrects}）',
        en: 'Count of {countedOn} corrected to {households} households, {residents} residents (corrects {corrects})',
      },
      tells: {
        zh: '{countedOn} 的清点更正为 {households} 户、{residents} 人',
        en: 'Count of {countedOn} corrected to {households} households, {residents} residents',
      },
      subjects: (_data, id) => [{ kind: 'unit', id }],
    },
  },
  refusals: {
    'counts.unknown-unit': {
      zh: '清点日 {on} 没有代码为 {code} 的社区或村',
      en: 'There was no community or village {code} on {on}',
      clause: '4',
      next: { zh: '请核对区划代码与清点日', en: 'Check the code and the day of the count' },
    },
    'counts.day-ahead': {
      zh: '清点日晚于填报日',
      en: 'The count lies after the day of the act',
      next: { zh: '请改正清点日', en: 'Correct the day of the count' },
    },
    'counts.nobody-in-households': {
      zh: '没有住户却有人口，或有住户却无人口',
      en: 'Residents without households, or households without residents',
      next: { zh: '请核对两个数', en: 'Check both numbers' },
    },
  },
});
