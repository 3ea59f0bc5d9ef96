import { code, choice, day, innerId, listOf, listOfHashes, listOfUnits, object, text, unitCode } from '#contracts';
import type { Day } from '#kernel';

// Stored names: the members of these shapes are a format. They never change; a new shape is a new type and an upcast.

const ACCOUNT = {
  max: 64,
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  says: { zh: '应为账号', en: 'must be an account' },
} as const;
const FINDING = { zh: '问题编号', en: 'Finding' } as const;
const MEASURE = { zh: '整改措施编号', en: 'Measure' } as const;
const EVIDENCE = { zh: '证据（SHA-256）', en: 'Evidence (SHA-256)', max: 50, unique: true } as const;

export class PlanRound {
  @choice({
    zh: '方式',
    en: 'Kind',
    of: [
      { value: 'regular', label: { zh: '常规巡察', en: 'Regular' } },
      { value: 'raised', label: { zh: '提级巡察', en: 'Raised level' } },
      { value: 'extended', label: { zh: '延伸巡察', en: 'Extended' } },
    ],
  })
  readonly kind!: 'regular' | 'raised' | 'extended';
  @listOfUnits({ zh: '巡察单位', en: 'Units', min: 1, max: 600 })
  readonly units!: readonly string[];
  @day({ zh: '起始日', en: 'From' })
  readonly from!: Day;
  @day({ zh: '截止日', en: 'Until' })
  readonly until!: Day;
}

export class TeamMember {
  @code({ zh: '账号', en: 'Account', ...ACCOUNT })
  readonly account!: string;
  @unitCode({ zh: '所在单位', en: 'Own unit' })
  readonly unit!: string;
}

export class FormTeam {
  @object(TeamMember, { zh: '组长', en: 'Leader' })
  readonly leader!: TeamMember;
  @listOf(TeamMember, { zh: '组员', en: 'Members', max: 20 })
  readonly members!: readonly TeamMember[];
}

export class AtUnit {
  @unitCode({ zh: '单位', en: 'Unit' })
  readonly unit!: string;
  @day({ zh: '日期', en: 'On' })
  readonly on!: Day;
}

export class RaiseFinding {
  @innerId(FINDING)
  readonly finding!: string;
  @unitCode({ zh: '单位', en: 'Unit' })
  readonly unit!: string;
  @text({ zh: '类别', en: 'Class', max: 50, help: { zh: '如：居务公开、财务管理、作风建设', en: 'Such as disclosure, finance, conduct' } })
  readonly class!: string;
  @text({ zh: '严重程度', en: 'Severity', max: 50, help: { zh: '如：一般、较重、严重', en: 'Such as minor, major, grave' } })
  readonly severity!: string;
  @text({ zh: '问题', en: 'Text', max: 2000 })
  readonly text!: string;
  @listOfHashes(EVIDENCE)
  readonly evidence!: readonly string[];
}

export class SetMeasure {
  @innerId(FINDING)
  readonly finding!: string;
  @innerId(MEASURE)
  readonly measure!: string;
  @text({ zh: '整改措施', en: 'Text', max: 2000 })
  readonly text!: string;
  @day({ zh: '整改期限', en: 'Due' })
  readonly due!: Day;
}

export class ReportDone {
  @innerId(FINDING)
  readonly finding!: string;
  @innerId(MEASURE)
  readonly measure!: string;
  @listOfHashes(EVIDENCE)
  readonly evidence!: readonly string[];
}

export class AcceptMeasure {
  @innerId(FINDING)
  readonly finding!: string;
  @innerId(MEASURE)
  readonly measure!: string;
}

export class RejectMeasure {
  @innerId(FINDING)
  readonly finding!: string;
  @innerId(MEASURE)
  readonly measure!: string;
  @text({ zh: '理由', en: 'Reason', max: 500 })
  readonly reason!: string;
}

export class CloseRound {
  @day({ zh: '结束日', en: 'Closed on' })
  readonly on!: Day;
}
