import type { Label } from '#kernel';

/** A department of 三(二) with the duty the policy gives it, and the powers that duty carries beside mandates. */
export interface DepartmentDuty {
  readonly organisation: string;
  readonly name: Label;
  readonly kind: 'department' | 'committee' | 'agency';
  readonly duty: string;
  readonly label: Label;
  readonly powers: readonly string[];
}

/** The nine departments of 三(二), in the order of the text. */
export const DUTIES: readonly DepartmentDuty[] = [
  {
    organisation: 'org-organisation-department',
    name: { zh: '市委组织部', en: 'Organisation department' },
    kind: 'department',
    duty: 'party.lead',
    label: { zh: '牵头抓总，强化统筹协调', en: 'Leads and coordinates' },
    powers: [],
  },
  {
    organisation: 'org-discipline-commission',
    name: { zh: '市纪委', en: 'Discipline commission' },
    kind: 'committee',
    duty: 'conduct.supervise',
    label: { zh: '推进城市基层党风廉政建设和反腐败工作', en: 'Clean conduct and anti-corruption at the base' },
    powers: ['inspections.plan', 'inspections.run', 'subjects.protect'],
  },
  {
    organisation: 'org-city-office',
    name: { zh: '市府办', en: 'City office' },
    kind: 'department',
    duty: 'platform.integrate',
    label: { zh: '深化基层治理综合信息平台功能拓展、信息整合', en: 'The integrated governance information platform' },
    powers: [],
  },
  {
    organisation: 'org-political-legal-commission',
    name: { zh: '市委政法委', en: 'Political-legal commission' },
    kind: 'committee',
    duty: 'governance.deepen',
    label: { zh: '深化基层治理模式，指导“全科网格”建设', en: 'Deepens the governance model, guides the grids' },
    powers: [],
  },
  {
    organisation: 'org-establishment-office',
    name: { zh: '市编办', en: 'Establishment office' },
    kind: 'department',
    duty: 'structure.reform',
    label: { zh: '推进街道体制改革，指导“基层治理四平台”建设', en: 'Reform of subdistricts, guides the four platforms' },
    powers: [],
  },
  {
    organisation: 'org-civil-affairs-bureau',
    name: { zh: '市民政局', en: 'Civil affairs bureau' },
    kind: 'department',
    duty: 'communities.guide',
    label: { zh: '指导社区建设，推动社区工作者队伍建设', en: 'Guides communities and their workers' },
    powers: [],
  },
  {
    organisation: 'org-finance-bureau',
    name: { zh: '市财政局', en: 'Finance bureau' },
    kind: 'department',
    duty: 'funds.secure',
    label: { zh: '负责工作经费保障', en: 'Secures the funds' },
    powers: ['funds.appropriate', 'funds.pay'],
  },
  {
    organisation: 'org-human-resources-bureau',
    name: { zh: '市人力社保局', en: 'Human resources bureau' },
    kind: 'department',
    duty: 'pay.guide',
    label: { zh: '指导落实专职社区工作者薪酬待遇', en: 'Guides the pay of community workers' },
    powers: [],
  },
  {
    organisation: 'org-construction-bureau',
    name: { zh: '市建设局', en: 'Construction bureau' },
    kind: 'department',
    duty: 'premises.supervise',
    label: { zh: '监督指导开发建设单位配建社区综合服务用房', en: 'Supervises service premises of developers' },
    powers: [],
  },
];

/** Duties that carry a power: an organisation that holds one of them on a day may use the power. */
export function dutiesFor(power: string): readonly string[] {
  return DUTIES.filter((one) => one.powers.includes(power)).map((one) => one.duty);
}
