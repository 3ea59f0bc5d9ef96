import type { RefusalSpec } from '#contracts';

const check = { zh: '请在单位列表中核对该日的区划代码', en: 'Look the code up in the list of units of that day' };
const moveFirst = {
  zh: '请先为下级单位另定上级（调整隶属），再办理',
  en: 'Give its units another parent first (move-unit), then try again',
};

/** Why an action on the territory is refused: T1 and T2. */
export const territoryRefusals = {
  'unit.code-exists': {
    zh: '代码 {code} 已经使用过',
    en: 'The code {code} exists already',
    clause: '三(一)',
    next: { zh: '请使用未用过的代码；撤销的代码不再使用', en: 'Use a code that was never used; abolished codes are not reused' },
  },
  'unit.level-kind': {
    zh: '{level} 级没有「{kind}」这一类',
    en: 'The level {level} has no kind {kind}',
    clause: '三(一)',
    next: { zh: '请改正层级或类别', en: 'Correct the level or the kind' },
  },
  'unit.code-form': {
    zh: '代码 {code} 不合「{kind}」的编码规则（GB/T 10114），或不以上级代码开头',
    en: 'The code {code} has not the form of a {kind} (GB/T 10114), or does not begin with its parent’s',
    clause: '三(一)',
    next: { zh: '请按国家统计用区划代码填写', en: 'Use the national statistical division code' },
  },
  'unit.parent-not-alive': {
    zh: '上级 {parent} 在 {on} 不存在',
    en: 'The parent {parent} is not there on {on}',
    clause: '三(一)',
    next: check,
  },
  'unit.parent-level': {
    zh: '上级 {parent} 不是上一层级的单位',
    en: 'The parent {parent} is not of the level above',
    clause: '三(一)',
    next: check,
  },
  'unit.another-city': {
    zh: '本账本只有一个市（{city}），且市没有上级',
    en: 'This ledger has one city ({city}), which has no parent',
    clause: '三(一)',
    next: { zh: '请填写市以下的层级和上级代码', en: 'Give a level below the city and a parent' },
  },
  'unit.not-alive': {
    zh: '单位 {code} 在 {on} 不存在或已撤销',
    en: 'The unit {code} is not there on {on}',
    clause: '三(一)',
    next: check,
  },
  'unit.merged-into-itself': {
    zh: '不能并入自身',
    en: 'A unit cannot be merged into itself',
    clause: '三(一)',
    next: { zh: '请从被并入的单位中去掉 {into}', en: 'Leave {into} out of the units merged' },
  },
  'unit.levels-differ': { zh: '只有同一层级的单位可以合并', en: 'Only units of one level can be merged', clause: '三(一)', next: check },
  'unit.orphans': {
    zh: '{code} 还有下级单位 {children}，不能使其失去上级',
    en: '{code} still has the units {children}, which would be orphaned',
    clause: '三(一)',
    next: moveFirst,
  },
  'unit.not-its-child': {
    zh: '{child} 不是 {code} 的下级，或被划入两处',
    en: '{child} is not a child of {code}, or is given to two parts',
    clause: '三(一)',
    next: { zh: '请使每个下级单位恰好划入一处', en: 'Give every child to exactly one part' },
  },
  'unit.city-stays': {
    zh: '市不能合并、拆分或撤销',
    en: 'The city cannot be merged, split or dissolved',
    clause: '三(一)',
    next: { zh: '请选择市以下的单位', en: 'Choose a unit below the city' },
  },
  'unit.not-a-community': { zh: '规模调整只适用于社区级单位', en: 'Only units of community level are resized', clause: '4', next: check },
  'resize.proposal-exists': {
    zh: '方案编号 {proposal} 已用于另一方案',
    en: 'The proposal {proposal} exists with other content',
    clause: '4',
    next: { zh: '请使用新的方案编号', en: 'Use a new proposal id' },
  },
  'resize.not-proposed': {
    zh: '没有编号为 {proposal} 的方案',
    en: 'There is no proposal {proposal}',
    clause: '4',
    next: { zh: '请先提出方案', en: 'Propose it first' },
  },
  'resize.already-decided': {
    zh: '方案 {proposal} 已有决定',
    en: 'The proposal {proposal} is decided already',
    clause: '4',
    next: { zh: '如需改变，请提出新方案', en: 'Make a new proposal to change it' },
  },
  'resize.effect-before-decision': {
    zh: '生效日早于决定日',
    en: 'It would take effect before it is decided',
    clause: '4',
    next: { zh: '请改正生效日', en: 'Correct the day of effect' },
  },
  'resize.effect-missing': {
    zh: '同意的方案必须有生效日',
    en: 'An accepted proposal needs its day of effect',
    clause: '4',
    next: { zh: '请填写生效日', en: 'Give the day of effect' },
  },
  'resize.decided-before-proposed': {
    zh: '决定日早于提出日 {on}',
    en: 'It is decided before it was proposed on {on}',
    clause: '4',
    next: { zh: '请改正行为发生日', en: 'Correct the day of the act' },
  },
} as const satisfies Readonly<Record<string, RefusalSpec>>;
