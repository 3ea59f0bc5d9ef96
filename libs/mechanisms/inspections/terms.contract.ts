import { contract, day, text } from '#contracts';
import type { Day } from '#kernel';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

export class OpenTerm {
  @text({ zh: '届名', en: 'Name of the term', max: 100 })
  readonly name!: string;
  @day({ zh: '起始日', en: 'From' })
  readonly from!: Day;
  @day({ zh: '届满日', en: 'Until' })
  readonly until!: Day;
}

export class CloseTerm {
  @day({ zh: '结束日', en: 'Closed on' })
  readonly on!: Day;
}

/** A term of office. `until` is its planned last day, `closedOn` the real one. */
export interface TermState {
  readonly is: 'unopened' | 'open' | 'closed';
  readonly name?: string;
  readonly from?: Day;
  readonly until?: Day;
  readonly closedOn?: Day;
}

/** The last day of a term, as known; undefined when it was never opened. */
export function endOf(term: TermState): Day | undefined {
  return term.closedOn !== undefined && (term.until === undefined || term.closedOn < term.until) ? term.closedOn : term.until;
}

/** Whether a day lies in the term. */
export function inTerm(term: TermState, on: Day): boolean {
  const end = endOf(term);
  return term.from !== undefined && end !== undefined && term.from <= on && on <= end;
}

const who = [{ roles: ['inspector'], power: 'inspections.plan' }] as const;
const subjects = (_data: object, id: string) => [{ kind: 'term', id }];

export const TERM_ID = '[0-9A-Za-z]{1,12}(-[0-9A-Za-z]{1,12})?';

export const termsContract = contract({
  category: 'terms',
  label: { zh: '届期', en: 'Terms of office' },
  clause: '14',
  id: {
    pattern: `^${TERM_ID}$`,
    says: { zh: '应为届期代号，如 2016-2021', en: 'must be the code of a term, such as 2016-2021' },
    label: { zh: '届期', en: 'Term' },
  },
  readers: 'public',
  state: {
    is: {
      zh: '状态',
      en: 'State',
      values: { unopened: { zh: '未开始', en: 'not open' }, open: { zh: '进行中', en: 'open' }, closed: { zh: '已结束', en: 'closed' } },
    },
    closedOn: { zh: '结束日', en: 'Closed on' },
  },
  actions: {
    open: {
      label: { zh: '开始届期', en: 'Open a term' },
      payload: OpenTerm,
      facts: ['TermOpened'],
      who,
      clause: '14',
      refusals: ['term.exists', 'term.ends-before-it-begins'],
      effectiveOn: 'from',
    },
    close: {
      label: { zh: '结束届期', en: 'Close the term' },
      payload: CloseTerm,
      facts: ['TermClosed'],
      who,
      clause: '14',
      refusals: ['term.not-open', 'term.closed-before-it-began', 'term.not-yet'],
      effectiveOn: 'on',
    },
  },
  corrections: {
    open: {
      by: ['close', 'open'],
      says: { zh: '起止日不能更改：请结束后以新代号另开一届', en: 'Its days stand: close it and open another under a new code' },
    },
    close: {
      by: ['open'],
      says: { zh: '结束的届期不再开启：请以新代号另开一届', en: 'A closed term stays closed: open another under a new code' },
    },
  },
  facts: {
    TermOpened: {
      label: { zh: '届期已开始', en: 'Term opened' },
      data: OpenTerm,
      subjects,
      says: { zh: '{name}：{from} 至 {until}', en: '{name}: {from} to {until}' },
    },
    TermClosed: {
      label: { zh: '届期已结束', en: 'Term closed' },
      data: CloseTerm,
      subjects,
      says: { zh: '于 {on} 结束', en: 'Closed on {on}' },
    },
  },
  refusals: {
    'term.exists': {
      zh: '第14条：该届期已经开始，起止日不同',
      en: 'Clause 14: this term was opened with other days',
      clause: '14',
      next: { zh: '请查看该届期，或另用一个代号', en: 'Look at this term, or use another code' },
    },
    'term.ends-before-it-begins': {
      zh: '届满日早于起始日',
      en: 'The term ends before it begins',
      next: { zh: '请改正日期', en: 'Correct the days' },
    },
    'term.not-open': {
      zh: '该届期没有进行中',
      en: 'This term is not open',
      clause: '14',
      next: { zh: '请先开始届期，或核对结束日', en: 'Open the term first, or check the day it was closed on' },
    },
    'term.closed-before-it-began': {
      zh: '结束日早于届期起始日',
      en: 'The term would close before it began',
      next: { zh: '请改正日期', en: 'Correct the day' },
    },
    'term.not-yet': {
      zh: '日期 {on} 尚未到来',
      en: '{on} has not come yet',
      next: { zh: '请在当日或之后登记', en: 'Record it on that day or later' },
    },
  },
});
