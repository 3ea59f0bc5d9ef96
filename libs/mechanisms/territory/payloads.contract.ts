import type { Day } from '#kernel';
import { choice, code, day, flag, innerId, LEVELS, listOf, listOfUnits, text, unitCode, type Level } from '#contracts';
import { KINDS, type Kind } from './rules';

// Stored names: the members of what is recorded are a format. They never change; a new shape is a new type and an upcast.

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
  @day({ zh: '起始日', en: 'From', optional: true, help: { zh: '不填则为办理日期', en: 'The day of the act unless given' } })
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
  @code({
    zh: '社区代码',
    en: 'Community',
    max: 12,
    pattern: '^\\d{12}$',
    says: { zh: '应为 12 位区划代码', en: 'must be a code of 12 digits' },
  })
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
  @day({
    zh: '生效日',
    en: 'In effect on',
    optional: true,
    help: { zh: '同意时必填，不得早于决定日', en: 'Required when accepted, not before the decision' },
  })
  readonly effectOn?: Day;
  @text({ zh: '理由', en: 'Reason', max: 500 })
  readonly reason!: string;
}
