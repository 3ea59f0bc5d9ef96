import type { Day, JsonObject } from '#kernel';
import { choice, code, contract, day, flag, innerId, LEVELS, listOf, listOfUnits, text, unitCode, type Level, type Subject } from '#contracts';
import { KINDS, type Kind } from './rules';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

const LEVEL_LABELS: Readonly<Record<Level, { zh: string; en: string }>> = {
  city: { zh: '市', en: 'city' },
  subdistrict: { zh: '街道级', en: 'subdistrict level' },
  community: { zh: '社区级', en: 'community level' },
  grid: { zh: '网格', en: 'grid' },
};
const KIND_LABELS: Readonly<Record<Kind, { zh: string; en: string }>> = {
  city: { zh: '市', en: 'city' },
  subdistrict: { zh: '街道', en: 'subdistrict' },
  town: { zh: '镇', en: 'town' },
  township: { zh: '乡', en: 'township' },
  community: { zh: '社区', en: 'community' },
  village: { zh: '村', en: 'village' },
  grid: { zh: '网格', en: 'grid' },
};
export const KIND_CHOICES = KINDS.map((value) => ({ value, label: KIND_LABELS[value] }));
export const LEVEL_CHOICES = LEVELS.map((value) => ({ value, label: LEVEL_LABELS[value] }));

export class FoundUnit {
  @unitCode({ zh: '区划代码', en: 'Code' })
  readonly code!: string;
  @text({ zh: '名称', en: 'Name', max: 60 })
  readonly name!: string;
  @choice({ zh: '层级', en: 'Level', of: LEVEL_CHOICES })
  readonly level!: Level;
  @choice({ zh: '类别', en: 'Kind', of: KIND_CHOICES })
  readonly kind!: Kind;
  @unitCode({ zh: '上级代码', en: 'Parent', optional: true, help: { zh: '只有市没有上级', en: 'Only the city has none' } })
  readonly parent?: string;
  @day({ zh: '起始日', en: 'From', optional: true, help: { zh: '不填则为行为发生日', en: 'The day of the act unless given' } })
  readonly from?: Day;
}

export class UnitFounded {
  @unitCode({ zh: '区划代码', en: 'Code' })
  readonly code!: string;
  @text({ zh: '名称', en: 'Name', max: 60 })
  readonly name!: string;
  @choice({ zh: '层级', en: 'Level', of: LEVEL_CHOICES })
  readonly level!: Level;
  @choice({ zh: '类别', en: 'Kind', of: KIND_CHOICES })
  readonly kind!: Kind;
  @unitCode({ zh: '上级代码', en: 'Parent', optional: true })
  readonly parent?: string;
  @day({ zh: '起始日', en: 'From' })
  readonly from!: Day;
}

export class RenameUnit {
  @unitCode({ zh: '区划代码', en: 'Code' })
  readonly code!: string;
  @text({ zh: '新名称', en: 'New name', max: 60 })
  readonly name!: string;
}

export class MoveUnit {
  @unitCode({ zh: '区划代码', en: 'Code' })
  readonly code!: string;
  @unitCode({ zh: '新上级代码', en: 'New parent' })
  readonly parent!: string;
}

export class MergeUnits {
  @listOfUnits({ zh: '被并入的单位', en: 'Units merged', min: 1, max: 50, unique: true })
  readonly codes!: readonly string[];
  @unitCode({ zh: '并入', en: 'Into' })
  readonly into!: string;
}

export class SplitPart {
  @unitCode({ zh: '新区划代码', en: 'New code' })
  readonly code!: string;
  @text({ zh: '名称', en: 'Name', max: 60 })
  readonly name!: string;
  @listOfUnits({ zh: '划入的下级单位', en: 'Children it takes', max: 500, unique: true })
  readonly children!: readonly string[];
}

export class SplitUnit {
  @unitCode({ zh: '区划代码', en: 'Code' })
  readonly code!: string;
  @listOf(SplitPart, { zh: '分成', en: 'Parts', min: 2, max: 20 })
  readonly parts!: readonly SplitPart[];
}

export class UnitSplit {
  @unitCode({ zh: '区划代码', en: 'Code' })
  readonly code!: string;
  @choice({ zh: '层级', en: 'Level', of: LEVEL_CHOICES })
  readonly level!: Level;
  @choice({ zh: '类别', en: 'Kind', of: KIND_CHOICES })
  readonly kind!: Kind;
  @unitCode({ zh: '上级代码', en: 'Parent' })
  readonly parent!: string;
  @listOf(SplitPart, { zh: '分成', en: 'Parts', min: 2, max: 20 })
  readonly parts!: readonly SplitPart[];
}

export class DissolveUnit {
  @unitCode({ zh: '区划代码', en: 'Code' })
  readonly code!: string;
  @text({ zh: '理由', en: 'Reason', max: 500 })
  readonly reason!: string;
}

export class ProposeResize {
  @innerId({ zh: '方案编号', en: 'Proposal' })
  readonly proposal!: string;
  @code({ zh: '社区代码', en: 'Community', max: 12, pattern: '^\\d{12}$', says: { zh: '应为 12 位区划代码', en: 'must be a code of 12 digits' } })
  readonly code!: string;
  @text({ zh: '方案', en: 'Plan', max: 2000 })
  readonly plan!: string;
  @text({ zh: '理由', en: 'Reason', max: 500 })
  readonly reason!: string;
}

export class DecideResize {
  @innerId({ zh: '方案编号', en: 'Proposal' })
  readonly proposal!: string;
  @flag({ zh: '同意', en: 'Accepted' })
  readonly accepted!: boolean;
  @day({ zh: '生效日', en: 'In effect on', optional: true, help: { zh: '同意时必填,不得早于决定日', en: 'Required when accepted, not before the decision' } })
  readonly effectOn?: Day;
  @text({ zh: '理由', en: 'Reason', max: 500 })
  readonly reason!: string;
}

const who = [{ roles: ['registrar'], power: 'territory.govern' }] as const;
const about = (...codes: readonly unknown[]): readonly Subject[] => codes.filter((c) => typeof c === 'string').map((id) => ({ kind: 'unit', id }));
const parts = (data: JsonObject): readonly JsonObject[] => (Array.isArray(data['parts']) ? (data['parts'] as readonly JsonObject[]) : []);
const listed = (data: JsonObject, member: string): readonly unknown[] => (Array.isArray(data[member]) ? (data[member] as readonly unknown[]) : []);
const check = { zh: '请在单位列表中核对该日的区划代码', en: 'Look the code up in the list of units of that day' };
const moveFirst = { zh: '请先为下级单位另定上级(调整隶属),再办理', en: 'Give its units another parent first (move-unit), then try again' };

export const territoryContract = contract({
  category: 'territory',
  label: { zh: '区划', en: 'Territory' },
  clause: '三(一)',
  id: { pattern: '^\\d{6}$', says: { zh: '应为市的 6 位区划代码', en: 'must be the 6-digit code of the city' }, label: { zh: '市', en: 'City' } },
  readers: 'public',
  actions: {
    'found-unit': {
      label: { zh: '设立单位', en: 'Found a unit' },
      payload: FoundUnit,
      facts: ['UnitFounded'],
      who,
      clause: '三(一)',
      refusals: ['unit.code-exists', 'unit.level-kind', 'unit.code-form', 'unit.parent-not-alive', 'unit.parent-level', 'unit.another-city'],
      effectiveOn: 'from',
    },
    'rename-unit': { label: { zh: '更名', en: 'Rename' }, payload: RenameUnit, facts: ['UnitRenamed'], who, clause: '三(一)', refusals: ['unit.not-alive'] },
    'move-unit': { label: { zh: '调整隶属', en: 'Move' }, payload: MoveUnit, facts: ['UnitMoved'], who, clause: '三(一)', refusals: ['unit.not-alive', 'unit.parent-not-alive', 'unit.parent-level'] },
    'merge-units': {
      label: { zh: '合并', en: 'Merge' },
      payload: MergeUnits,
      facts: ['UnitsMerged'],
      who,
      clause: '三(一)',
      refusals: ['unit.not-alive', 'unit.merged-into-itself', 'unit.levels-differ', 'unit.orphans', 'unit.city-stays'],
    },
    'split-unit': {
      label: { zh: '拆分', en: 'Split' },
      payload: SplitUnit,
      facts: ['UnitSplit'],
      who,
      clause: '三(一)',
      refusals: ['unit.not-alive', 'unit.city-stays', 'unit.code-exists', 'unit.code-form', 'unit.orphans', 'unit.not-its-child'],
    },
    'dissolve-unit': { label: { zh: '撤销单位', en: 'Dissolve' }, payload: DissolveUnit, facts: ['UnitDissolved'], who, clause: '三(一)', refusals: ['unit.not-alive', 'unit.orphans', 'unit.city-stays'] },
    'propose-resize': { label: { zh: '提出规模调整', en: 'Propose a resize' }, payload: ProposeResize, facts: ['ResizeProposed'], who, clause: '4', refusals: ['unit.not-alive', 'unit.not-a-community', 'resize.proposal-exists'] },
    'decide-resize': {
      label: { zh: '决定规模调整', en: 'Decide a resize' },
      payload: DecideResize,
      facts: ['ResizeDecided'],
      who,
      clause: '4',
      refusals: ['resize.not-proposed', 'resize.already-decided', 'resize.effect-before-decision', 'resize.effect-missing', 'resize.decided-before-proposed'],
      effectiveOn: 'effectOn',
    },
  },
  facts: {
    UnitFounded: { label: { zh: '单位已设立', en: 'Unit founded' }, data: UnitFounded, says: { zh: '设立 {name}({code}),自 {from} 起', en: '{name} ({code}) founded from {from}' }, subjects: (d) => about(d['code'], d['parent']) },
    UnitRenamed: { label: { zh: '单位已更名', en: 'Unit renamed' }, data: RenameUnit, says: { zh: '{code} 更名为 {name}', en: '{code} renamed to {name}' }, subjects: (d) => about(d['code']) },
    UnitMoved: { label: { zh: '隶属已调整', en: 'Unit moved' }, data: MoveUnit, says: { zh: '{code} 改隶 {parent}', en: '{code} moved to {parent}' }, subjects: (d) => about(d['code'], d['parent']) },
    UnitsMerged: { label: { zh: '单位已合并', en: 'Units merged' }, data: MergeUnits, says: { zh: '{codes} 并入 {into}', en: '{codes} merged into {into}' }, subjects: (d) => about(...listed(d, 'codes'), d['into']) },
    UnitSplit: { label: { zh: '单位已拆分', en: 'Unit split' }, data: UnitSplit, says: { zh: '拆分 {code}', en: '{code} split' }, subjects: (d) => about(d['code'], ...parts(d).map((part) => part['code'])) },
    UnitDissolved: { label: { zh: '单位已撤销', en: 'Unit dissolved' }, data: DissolveUnit, says: { zh: '撤销 {code}:{reason}', en: '{code} dissolved: {reason}' }, subjects: (d) => about(d['code']) },
    ResizeProposed: { label: { zh: '规模调整已提出', en: 'Resize proposed' }, data: ProposeResize, says: { zh: '{code} 规模调整方案 {proposal}:{plan}', en: 'Resize {proposal} of {code}: {plan}' }, subjects: (d) => about(d['code']) },
    ResizeDecided: { label: { zh: '规模调整已决定', en: 'Resize decided' }, data: DecideResize, says: { zh: '规模调整方案 {proposal} 已决定(同意:{accepted}):{reason}', en: 'Resize {proposal} decided (accepted: {accepted}): {reason}' } },
  },
  refusals: {
    'unit.code-exists': { zh: '代码 {code} 已经使用过', en: 'The code {code} exists already', clause: '三(一)', next: { zh: '请使用未用过的代码;撤销的代码不再使用', en: 'Use a code that was never used; abolished codes are not reused' } },
    'unit.level-kind': { zh: '{level} 级没有「{kind}」这一类', en: 'The level {level} has no kind {kind}', clause: '三(一)', next: { zh: '请改正层级或类别', en: 'Correct the level or the kind' } },
    'unit.code-form': { zh: '代码 {code} 不合「{kind}」的编码规则(GB/T 10114),或不以上级代码开头', en: 'The code {code} has not the form of a {kind} (GB/T 10114), or does not begin with its parent’s', clause: '三(一)', next: { zh: '请按国家统计用区划代码填写', en: 'Use the national statistical division code' } },
    'unit.parent-not-alive': { zh: '上级 {parent} 在 {on} 不存在', en: 'The parent {parent} is not there on {on}', clause: '三(一)', next: check },
    'unit.parent-level': { zh: '上级 {parent} 不是上一层级的单位', en: 'The parent {parent} is not of the level above', clause: '三(一)', next: check },
    'unit.another-city': { zh: '本账本只有一个市({city}),且市没有上级', en: 'This ledger has one city ({city}), which has no parent', clause: '三(一)', next: { zh: '请填写市以下的层级和上级代码', en: 'Give a level below the city and a parent' } },
    'unit.not-alive': { zh: '单位 {code} 在 {on} 不存在或已撤销', en: 'The unit {code} is not there on {on}', clause: '三(一)', next: check },
    'unit.merged-into-itself': { zh: '不能并入自身', en: 'A unit cannot be merged into itself', clause: '三(一)', next: { zh: '请从被并入的单位中去掉 {into}', en: 'Leave {into} out of the units merged' } },
    'unit.levels-differ': { zh: '只有同一层级的单位可以合并', en: 'Only units of one level can be merged', clause: '三(一)', next: check },
    'unit.orphans': { zh: '{code} 还有下级单位 {children},不能使其失去上级', en: '{code} still has the units {children}, which would be orphaned', clause: '三(一)', next: moveFirst },
    'unit.not-its-child': { zh: '{child} 不是 {code} 的下级,或被划入两处', en: '{child} is not a child of {code}, or is given to two parts', clause: '三(一)', next: { zh: '请使每个下级单位恰好划入一处', en: 'Give every child to exactly one part' } },
    'unit.city-stays': { zh: '市不能合并、拆分或撤销', en: 'The city cannot be merged, split or dissolved', clause: '三(一)', next: { zh: '请选择市以下的单位', en: 'Choose a unit below the city' } },
    'unit.not-a-community': { zh: '规模调整只适用于社区级单位', en: 'Only units of community level are resized', clause: '4', next: check },
    'resize.proposal-exists': { zh: '方案编号 {proposal} 已用于另一方案', en: 'The proposal {proposal} exists with other content', clause: '4', next: { zh: '请使用新的方案编号', en: 'Use a new proposal id' } },
    'resize.not-proposed': { zh: '没有编号为 {proposal} 的方案', en: 'There is no proposal {proposal}', clause: '4', next: { zh: '请先提出方案', en: 'Propose it first' } },
    'resize.already-decided': { zh: '方案 {proposal} 已有决定', en: 'The proposal {proposal} is decided already', clause: '4', next: { zh: '如需改变,请提出新方案', en: 'Make a new proposal to change it' } },
    'resize.effect-before-decision': { zh: '生效日早于决定日', en: 'It would take effect before it is decided', clause: '4', next: { zh: '请改正生效日', en: 'Correct the day of effect' } },
    'resize.effect-missing': { zh: '同意的方案必须有生效日', en: 'An accepted proposal needs its day of effect', clause: '4', next: { zh: '请填写生效日', en: 'Give the day of effect' } },
    'resize.decided-before-proposed': { zh: '决定日早于提出日 {on}', en: 'It is decided before it was proposed on {on}', clause: '4', next: { zh: '请改正行为发生日', en: 'Correct the day of the act' } },
  },
});
