import type { Label } from '#kernel';

/** Who holds a power from the beginning: units by what they are. */
export type Holders =
  'city' | 'subdistricts' | 'communities' | 'communities-and-villages' | 'subdistricts-communities-and-villages' | 'all-levels';

/** A power of the policy or of the ledger's own government: what an action rests on. */
export interface Power {
  readonly power: string;
  readonly clause: string;
  readonly label: Label;
  /** `city` = 330681; `subdistricts` = all 23 of that level; `communities` = kind community (118); with villages 515. */
  readonly heldBy: Holders;
}

export const POWERS: readonly Power[] = [
  { power: 'planning.take-part', clause: '1', heldBy: 'subdistricts', label: { zh: '规划参与权', en: 'Take part in planning' } },
  { power: 'management.integrated', clause: '1', heldBy: 'subdistricts', label: { zh: '综合管理权', en: 'Integrated management' } },
  {
    power: 'decisions.propose',
    clause: '1',
    heldBy: 'subdistricts',
    label: { zh: '重大决策和重大项目建议权', en: 'Propose major decisions and projects' },
  },
  {
    power: 'agencies.assess',
    clause: '1',
    heldBy: 'subdistricts',
    label: { zh: '对派驻机构人员的日常管理考核', en: 'Daily assessment of dispatched agencies' },
  },
  {
    power: 'agencies.consent',
    clause: '1',
    heldBy: 'subdistricts',
    label: { zh: '派驻机构负责人任免征得同意', en: 'Consent to the heads of dispatched agencies' },
  },
  {
    power: 'team.recommend',
    clause: '1',
    heldBy: 'communities',
    label: { zh: '社区组织班子成员人选推荐', en: 'Recommend members of the community team' },
  },
  {
    power: 'staff.advise-renewal',
    clause: '1',
    heldBy: 'communities',
    label: { zh: '续聘社区工作人员建议', en: 'Advise on renewing community workers' },
  },
  { power: 'mandates.grant', clause: '1', heldBy: 'city', label: { zh: '授予职权', en: 'Grant mandates' } },
  { power: 'appointments.make', clause: '1', heldBy: 'city', label: { zh: '任命', en: 'Make appointments' } },
  {
    power: 'residents.take-part',
    clause: '4',
    heldBy: 'city',
    label: { zh: '居民表达意愿、参与决策（公众提交所依据）', en: 'Residents speak and take part (what the public’s submissions rest on)' },
  },
  {
    power: 'counts.record',
    clause: '4',
    heldBy: 'communities-and-villages',
    label: { zh: '登记户数与人口', en: 'Record households and residents' },
  },
  { power: 'disclosure.publish', clause: '4', heldBy: 'all-levels', label: { zh: '三务公开', en: 'Show the three affairs' } },
  {
    power: 'disclosure.answer',
    clause: '14',
    heldBy: 'all-levels',
    label: { zh: '答复居民对公开事项的异议与提问', en: 'Answer residents’ objections and questions' },
  },
  { power: 'inspections.plan', clause: '14', heldBy: 'city', label: { zh: '部署巡察', en: 'Plan inspections' } },
  { power: 'inspections.run', clause: '14', heldBy: 'city', label: { zh: '开展巡察', en: 'Run inspections' } },
  {
    power: 'inspections.rectify',
    clause: '14',
    heldBy: 'subdistricts-communities-and-villages',
    label: { zh: '巡察整改', en: 'Rectify after inspection' },
  },
  {
    power: 'volunteers.run',
    clause: '16',
    heldBy: 'all-levels',
    label: { zh: '志愿服务积分卡、微心愿、义工队伍、爱心驿站', en: 'Volunteer cards, wishes, teams and stations' },
  },
  { power: 'volunteers.confirm', clause: '16', heldBy: 'all-levels', label: { zh: '确认志愿服务时长', en: 'Confirm volunteer hours' } },
  { power: 'funds.appropriate', clause: '19', heldBy: 'city', label: { zh: '预算与拨付经费', en: 'Budget and appropriate funds' } },
  { power: 'funds.pay', clause: '19', heldBy: 'city', label: { zh: '支付', en: 'Pay' } },
  { power: 'funds.distribute', clause: '19', heldBy: 'subdistricts', label: { zh: '统筹安排经费', en: 'Distribute funds' } },
  { power: 'funds.match', clause: '19', heldBy: 'subdistricts', label: { zh: '配套社区工作经费', en: 'Match the work fund' } },
  { power: 'funds.approve', clause: '19', heldBy: 'subdistricts', label: { zh: '审批支出', en: 'Approve payments' } },
  { power: 'funds.request', clause: '19', heldBy: 'communities', label: { zh: '申请与使用经费', en: 'Request and use funds' } },
  {
    power: 'subjects.protect',
    clause: '21',
    heldBy: 'city',
    label: { zh: '个人信息的限制与删除', en: 'Restrict and erase personal data' },
  },
  { power: 'notes.send', clause: '三(一)', heldBy: 'city', label: { zh: '向单位发提醒', en: 'Send notes to units' } },
  {
    power: 'notes.answer',
    clause: '三(一)',
    heldBy: 'subdistricts-communities-and-villages',
    label: { zh: '答复提醒', en: 'Answer notes' },
  },
  { power: 'territory.govern', clause: '三(一)', heldBy: 'city', label: { zh: '管理区划', en: 'Govern the territory' } },
  { power: 'policy.set', clause: '三(一)', heldBy: 'city', label: { zh: '设定政策参数', en: 'Set policy parameters' } },
  {
    power: 'organisations.govern',
    clause: '三(二)',
    heldBy: 'city',
    label: { zh: '管理机构与职责', en: 'Govern organisations and duties' },
  },
];

export function powerOf(power: string): Power | undefined {
  return POWERS.find((one) => one.power === power);
}
