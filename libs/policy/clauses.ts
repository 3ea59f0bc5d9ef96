import type { Label } from '#kernel';

/** The document every clause of this ledger is of. */
export const POLICY = {
  title: {
    zh: '关于坚持和发展“枫桥经验”以新时代城市基层党建引领城市基层治理全面提升的实施意见',
    en: 'Implementing opinion on raising urban grassroots governance under party building (the “Fengqiao experience”)',
  },
  issuer: { zh: '中共诸暨市委', en: 'City committee of Zhuji' },
  issuedOn: '2018-09-27',
} as const;

/** The clauses by their number in the document. */
export const CLAUSES: Readonly<Record<string, Label>> = {
  一: { zh: '工作目标', en: 'Goals' },
  '1': { zh: '优化街道、社区职能职权', en: 'Functions and powers of subdistricts and communities' },
  '2': { zh: '全面提升城市基层党组织组织力', en: 'Organising power of grassroots party organisations' },
  '3': { zh: '推动“党建网”和“治理网”双网融合', en: 'One net of party building and governance' },
  '4': { zh: '完善居民自治机制', en: 'Residents’ self-government; size of communities' },
  '5': { zh: '积极稳妥抓好村改社区工作', en: 'Villages that become communities' },
  '6': { zh: '推进“契约化”共建构筑区域党建联盟', en: 'Co-building by pact; area alliances' },
  '7': { zh: '实行街道“大工委”制和社区“大党委”制', en: 'Enlarged committees' },
  '8': { zh: '统筹推进新领域新业态党建工作', en: 'New fields and forms of business' },
  '9': { zh: '建立健全条块双向用力机制', en: 'Departments and territories, both ways' },
  '10': { zh: '全面加强党对业委会工作的领导', en: 'Owners’ committees' },
  '11': { zh: '选优配强社区党务工作者', en: 'Community secretaries and party workers' },
  '12': { zh: '加强基层社区工作者队伍建设', en: 'Community workers' },
  '13': { zh: '社区专职工作者激励保障机制', en: 'Pay and incentives' },
  '14': { zh: '扎实开展“五清”村居建设', en: 'Conduct; inspection within the term' },
  '15': { zh: '建设“一站式”服务场所', en: 'One-stop service centres' },
  '16': { zh: '健全完善直接联系服务群众工作机制', en: 'Direct service; volunteers' },
  '17': { zh: '构筑多元参与的社会治理服务体系', en: 'Many hands in governance; social organisations' },
  '18': { zh: '减负增能提升街道、社区服务能力', en: 'Fewer burdens, more ability' },
  '19': { zh: '大力整合涉社区资源资金', en: 'Resources and funds of communities' },
  '20': { zh: '统筹推动各种力量下沉', en: 'Forces go down to the base' },
  '21': { zh: '运用信息技术推动资源有效整合', en: 'Information technology' },
  '三(一)': { zh: '构建领导体系', en: 'The three-level system' },
  '三(二)': { zh: '强化部门联动', en: 'Departments and their duties' },
  '三(三)': { zh: '开展争星考评', en: 'Five-star accreditation' },
  '三(四)': { zh: '实行分类指导', en: 'Guidance by class; notices' },
};

/** Whether a text names a clause of the document. */
export function isClause(text: string): boolean {
  return Object.hasOwn(CLAUSES, text);
}

/** Every clause, in the order of the document (object keys would put the numbers first). */
export const CLAUSE_ORDER: readonly string[] = [
  '一',
  ...Array.from({ length: 21 }, (_, i) => String(i + 1)),
  '三(一)',
  '三(二)',
  '三(三)',
  '三(四)',
];
