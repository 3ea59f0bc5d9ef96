import type { RefusalSpec } from '#contracts';

const clause = '14';
const look = { zh: '请先查看该轮巡察的记录', en: 'Look at the record of this round first' };
const mendDays = { zh: '请改正日期', en: 'Correct the days' };
const otherPerson = { zh: '请换由其他人员办理', en: 'Let another person do it' };
const otherId = { zh: '请另用一个编号', en: 'Use another id' };

/** What a round may be refused, with the clause it upholds and what to do next. */
export const roundRefusals = {
  'round.already-planned': {
    zh: '这一轮已另有安排',
    en: 'This round was planned otherwise',
    next: { zh: '请用下一个轮次号', en: 'Use the next number' },
  },
  'round.not-planned': {
    zh: '这一轮还没有安排',
    en: 'This round is not planned',
    next: { zh: '请先安排这一轮', en: 'Plan the round first' },
  },
  'round.closed': {
    zh: '这一轮已经结束',
    en: 'This round is closed',
    next: { zh: '请在新的一轮中登记', en: 'Record it in a new round' },
  },
  'round.ends-before-it-begins': { zh: '截止日早于起始日', en: 'The round ends before it begins', next: mendDays },
  'round.term-not-open': {
    zh: '第14条：届期 {term} 没有进行中',
    en: 'Clause 14: term {term} is not open',
    clause,
    next: { zh: '请先开始该届期', en: 'Open the term first' },
  },
  'round.outside-term': {
    zh: '第14条：巡察须在届期内进行',
    en: 'Clause 14: inspections take place within the term',
    clause,
    next: { zh: '请选届期内的日期', en: 'Choose days within the term' },
  },
  'round.unit-twice': {
    zh: '第14条：同一轮中不得两次巡察同一单位（{unit}）',
    en: 'Clause 14: a unit is inspected once in a round ({unit})',
    clause,
    next: { zh: '请去掉重复的单位，或放到下一轮', en: 'Take the unit out, or inspect it again in another round' },
  },
  'round.unit-unknown': {
    zh: '单位 {unit} 当日不存在',
    en: 'There is no unit {unit} on that day',
    next: { zh: '请核对区划代码', en: 'Check the code of the unit' },
  },
  'round.wrong-level': {
    zh: '第14条：常规巡察针对街道（镇乡），提级、延伸巡察针对社区（村）；{unit} 不符',
    en: 'Clause 14: regular rounds inspect subdistricts, raised and extended ones communities; {unit} does not fit',
    clause,
    next: { zh: '请改选单位或巡察方式', en: 'Choose other units or another kind' },
  },
  'round.own-unit': {
    zh: '第14条：不得巡察本人所在单位（{unit}）',
    en: 'Clause 14: nobody inspects their own unit ({unit})',
    clause,
    next: otherPerson,
  },
  'round.member-twice': {
    zh: '{account} 在组内出现两次',
    en: '{account} is in the team twice',
    next: { zh: '请去掉重复的人员', en: 'Take the repeated person out' },
  },
  'round.no-team': { zh: '尚未组建巡察组', en: 'No team was formed', next: { zh: '请先组建巡察组', en: 'Form the team first' } },
  'round.unit-not-in-round': { zh: '{unit} 不在这一轮之内', en: '{unit} is not in this round', next: look },
  'round.unit-not-entered': {
    zh: '尚未进驻 {unit}',
    en: '{unit} was not entered',
    next: { zh: '请先登记进驻', en: 'Record the entry first' },
  },
  'round.outside-round': { zh: '进驻日不在本轮起止日内', en: 'The day lies outside the round', next: mendDays },
  'round.not-yet': {
    zh: '日期 {on} 尚未到来',
    en: '{on} has not come yet',
    next: { zh: '请在当日或之后登记', en: 'Record it on that day or later' },
  },
  'round.reported-before-entered': { zh: '报告日早于进驻日', en: 'The report lies before the entry', next: mendDays },
  'round.already-reported': { zh: '{unit} 已于另一日提交报告', en: '{unit} was reported on another day', next: look },
  'round.closed-before-it-began': { zh: '结束日早于本轮起始日', en: 'The round would close before it began', next: mendDays },
  'round.unaccepted-findings': {
    zh: '第14条：尚有 {count} 个问题未通过整改验收，不得结束本轮',
    en: 'Clause 14: {count} findings are not accepted yet; the round cannot close',
    clause,
    next: { zh: '请先完成并验收全部整改措施', en: 'Have all measures done and accepted first' },
  },
  'finding.unknown': { zh: '没有编号为 {finding} 的问题', en: 'There is no finding {finding}', status: 404, next: look },
  'finding.exists': { zh: '编号 {finding} 已用于另一问题', en: 'Finding {finding} is another one', next: otherId },
  'measure.unknown': { zh: '没有编号为 {measure} 的措施', en: 'There is no measure {measure}', status: 404, next: look },
  'measure.exists': { zh: '编号 {measure} 已用于另一措施', en: 'Measure {measure} is another one', next: otherId },
  'measure.due-before-set': { zh: '整改期限早于确定措施之日', en: 'The measure is due before it is set', next: mendDays },
  'measure.not-the-units-secretary': {
    zh: '第14条：整改由被巡察单位（{unit}）书记报告',
    en: 'Clause 14: the secretary of the inspected unit ({unit}) reports it done',
    clause,
    status: 403,
    next: { zh: '请由该单位书记办理', en: 'Let the secretary of that unit do it' },
  },
  'measure.not-done': {
    zh: '该措施尚未报告完成',
    en: 'The measure was not reported done',
    next: { zh: '请等待被巡察单位报告', en: 'Wait for the report of the unit' },
  },
  'measure.already-accepted': { zh: '该措施已通过验收', en: 'The measure was accepted already', next: look },
} as const satisfies Readonly<Record<string, RefusalSpec>>;
