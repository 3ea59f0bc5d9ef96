import type { Day, Label } from '#kernel';
import { POLICY } from './clauses';

/** A value of a parameter from a day on. `kinds` empty = every kind of unit. */
export interface DatedParameter {
  readonly code: string;
  readonly clause: string;
  readonly label: Label;
  readonly unitOfMeasure: string;
  readonly kinds: readonly string[];
  readonly values: readonly { readonly from: Day; readonly value: number; readonly clause?: string; readonly decidedBy: string }[];
}

const ISSUED = POLICY.issuedOn;
const DOCUMENT = `${POLICY.issuer.zh}(${ISSUED})`;
const STREET = ['subdistrict', 'town', 'township'];
const COMMUNITY = ['community'];

/** Values of the genesis: every number in the policy's text, and those by which the ledger itself is run. Later values are facts, not lines here. */
export const PARAMETERS: readonly DatedParameter[] = [
  number(
    'accreditation.share',
    '一',
    '%',
    COMMUNITY,
    { zh: '五星达标社区占比（年底）', en: 'Share of five-star communities (at year’s end)' },
    ['2018-12-31', 70],
    ['2019-12-31', 85],
    ['2020-12-31', 100],
  ),
  number(
    'accreditation.subdistrict-share',
    '一',
    '%',
    STREET,
    { zh: '街道整体提升：五星达标社区占比', en: 'Five-star communities for a subdistrict as a whole' },
    ['2018-12-31', 50],
  ),
  number('harmonious.share', '一', '%', COMMUNITY, { zh: '每年评选和美家园社区占比', en: 'Harmonious-home awards a year' }, [ISSUED, 10]),
  number('grid.branches-min', '3', '个', ['grid'], { zh: '每网格党支部或党小组', en: 'Branches or party groups per grid' }, [ISSUED, 1]),
  number('community.officers-min', '3', '人', COMMUNITY, { zh: '每社区民警', en: 'Police officers per community' }, [ISSUED, 1]),
  number('community.advisers-min', '3', '人', COMMUNITY, { zh: '每社区法律顾问', en: 'Legal advisers per community' }, [ISSUED, 1]),
  range(
    'community.households-min',
    '4',
    COMMUNITY,
    { zh: '社区规模下限', en: 'Least size of a community' },
    [ISSUED, 1500],
    ['2026-01-01', 1000],
  ),
  range(
    'community.households-max',
    '4',
    COMMUNITY,
    { zh: '社区规模上限', en: 'Greatest size of a community' },
    [ISSUED, 3000],
    ['2026-01-01', 3000],
  ),
  number('alliances.count-min', '6', '个', ['city'], { zh: '区域党建联盟下限', en: 'Area alliances, at least' }, ['2020-12-31', 3]),
  number('alliances.count-max', '6', '个', ['city'], { zh: '区域党建联盟上限', en: 'Area alliances, at most' }, ['2020-12-31', 5]),
  number(
    'committee.meetings-min',
    '7',
    '次/年',
    [...STREET, ...COMMUNITY],
    { zh: '大工委、大党委工作例会', en: 'Meetings of the enlarged committee a year' },
    [ISSUED, 2],
  ),
  number('secretary.training-hours', '11', '学时/年', COMMUNITY, { zh: '社区党组织书记培训', en: 'Training of community secretaries' }, [
    ISSUED,
    56,
  ]),
  number('reserve.pool-share', '11', '%', STREET, { zh: '后备人才库与社区数之比', en: 'Reserve pool to number of communities' }, [
    ISSUED,
    120,
  ]),
  number('community.party-workers-min', '11', '人', COMMUNITY, { zh: '专职党务工作者', en: 'Full-time party workers' }, [ISSUED, 1]),
  number(
    'committee.deputies-min',
    '11',
    '人',
    COMMUNITY,
    { zh: '党委建制的专职副书记', en: 'Full-time deputies where there is a committee' },
    [ISSUED, 1],
  ),
  number('staff.norm-min', '12', '人', COMMUNITY, { zh: '专职社区工作者标准下限', en: 'Norm of community workers, at least' }, [ISSUED, 8]),
  number('staff.norm-max', '12', '人', COMMUNITY, { zh: '专职社区工作者标准上限', en: 'Norm of community workers, at most' }, [ISSUED, 10]),
  number(
    'staff.extra-above-households',
    '12',
    '户',
    COMMUNITY,
    { zh: '可增配的户数起点', en: 'Households above which staff may be added' },
    [ISSUED, 2000],
  ),
  number('staff.extra-step-min', '12', '户/人', COMMUNITY, { zh: '每增配 1 人的户数下限', en: 'Households per added worker, at least' }, [
    ISSUED,
    300,
  ]),
  number('staff.extra-step-max', '12', '户/人', COMMUNITY, { zh: '每增配 1 人的户数上限', en: 'Households per added worker, at most' }, [
    ISSUED,
    400,
  ]),
  number('staff.certified-share', '12', '%', COMMUNITY, { zh: '专职工作者持证比例', en: 'Certified community workers' }, [
    '2020-12-31',
    50,
  ]),
  number('pay.posts', '13', '岗', [], { zh: '薪酬体系岗位数', en: 'Posts of the pay scale' }, [ISSUED, 3]),
  number('pay.grades', '13', '级', [], { zh: '薪酬体系级数', en: 'Grades of the pay scale' }, [ISSUED, 18]),
  number('inspections.coverage', '14', '%', STREET, { zh: '届期内巡察覆盖', en: 'Inspection coverage within the term' }, [ISSUED, 100]),
  number('centre.subdistrict-area-min', '15', '平方米', STREET, { zh: '街道党群服务中心面积', en: 'Service centre of a subdistrict' }, [
    ISSUED,
    500,
  ]),
  number(
    'centre.area-per-hundred-households',
    '15',
    '平方米',
    COMMUNITY,
    { zh: '社区每百户居民服务用房面积', en: 'Service area per 100 households' },
    [ISSUED, 35],
  ),
  number('centre.area-min', '15', '平方米', COMMUNITY, { zh: '社区服务用房面积下限', en: 'Least service area of a community' }, [
    ISSUED,
    350,
  ]),
  number('centre.new-area-min', '15', '平方米', COMMUNITY, { zh: '新建社区服务用房面积', en: 'Service area of a new community' }, [
    ISSUED,
    900,
  ]),
  number('office.area-max', '15', '平方米', COMMUNITY, { zh: '社区主职干部办公室面积上限', en: 'Office of the main cadre, at most' }, [
    ISSUED,
    15,
  ]),
  number('matters.solved-min', '16', '项/年', COMMUNITY, { zh: '每年解决关键小事下限', en: 'Key small matters solved a year, at least' }, [
    ISSUED,
    1,
  ]),
  number(
    'matters.solved-max',
    '16',
    '项/年',
    COMMUNITY,
    { zh: '每年解决关键小事上限', en: 'Key small matters solved a year, planned at most' },
    [ISSUED, 2],
  ),
  number(
    'associations.average-min',
    '17',
    '个',
    COMMUNITY,
    { zh: '平均每社区登记备案社会组织', en: 'Social organisations per community' },
    ['2020-12-31', 15],
  ),
  number('funds.service-per-year', '19', '分/年', COMMUNITY, { zh: '党组织服务群众专项经费', en: 'Service fund of a community' }, [
    ISSUED,
    10_000_000,
  ]),
  number(
    'funds.work-per-thousand-households',
    '19',
    '分/年',
    COMMUNITY,
    { zh: '社区工作经费（每千户）', en: 'Work fund per 1000 households' },
    [ISSUED, 10_000_000],
  ),
  number('funds.match-share', '19', '%', STREET, { zh: '街道配套社区工作经费', en: 'Match of the work fund by the subdistrict' }, [
    ISSUED,
    100,
  ]),
  number(
    'funds.cap-above-households',
    '19',
    '户',
    COMMUNITY,
    { zh: '可定保障上限的户数起点', en: 'Households above which a cap may be set' },
    [ISSUED, 3000],
  ),
  number(
    'visits.city-secretary-coverage',
    '20',
    '%',
    COMMUNITY,
    { zh: '届期内市委书记走遍社区', en: 'Communities visited by the city secretary within the term' },
    [ISSUED, 100],
  ),
  number(
    'visits.subdistrict-secretary-coverage',
    '20',
    '%',
    ['grid'],
    { zh: '届期内街道书记走遍网格', en: 'Grids visited by the subdistrict secretary within the term' },
    [ISSUED, 100],
  ),
  number(
    'promotion.experience-years',
    '20',
    '年',
    STREET,
    { zh: '提拔中层正职的社区（村）工作经历', en: 'Community experience for promotion' },
    [ISSUED, 1],
  ),
  number('study.meetings-min', '三(一)', '次/年', ['city', ...STREET], { zh: '专题研究', en: 'Thematic studies a year' }, [ISSUED, 1]),
  house('entry.late-days', '三(四)', '天', { zh: '补录期限', en: 'How far back an act may be entered' }, 3660),
  house(
    'disclosure.answer-days',
    '14',
    '天',
    { zh: '答复居民异议与提问的期限', en: 'Days to answer residents’ objections and questions' },
    15,
  ),
  house('disclosure.party-per-year', '4', '次/年', { zh: '党务公开次数下限', en: 'Party affairs shown a year, at least' }, 4, COMMUNITY),
  house(
    'disclosure.residents-per-year',
    '4',
    '次/年',
    { zh: '居务公开次数下限', en: 'Residents’ affairs shown a year, at least' },
    4,
    COMMUNITY,
  ),
  house('disclosure.finance-per-year', '4', '次/年', { zh: '财务公开次数下限', en: 'Finances shown a year, at least' }, 4, COMMUNITY),
  house('volunteers.credits-per-hour', '16', '分/小时', { zh: '志愿服务每小时积分', en: 'Credits per hour of service' }, 1),
  house(
    'volunteers.credits-years-kept',
    '16',
    '年',
    { zh: '积分保留的整年数（当年之后）', en: 'Whole years credits are kept after the year they were earned' },
    1,
  ),
];

function number(
  code: string,
  clause: string,
  unitOfMeasure: string,
  kinds: readonly string[],
  label: Label,
  ...values: readonly (readonly [Day, number])[]
): DatedParameter {
  return { code, clause, label, unitOfMeasure, kinds, values: values.map(([from, value]) => ({ from, value, decidedBy: DOCUMENT })) };
}

/** Bounds of the size of a community: the policy's until the amended law governs. */
function range(
  code: string,
  clause: string,
  kinds: readonly string[],
  label: Label,
  [from, value]: readonly [Day, number],
  [amended, then]: readonly [Day, number],
): DatedParameter {
  const law = { clause: '城市居民委员会组织法（修订）', decidedBy: '全国人民代表大会常务委员会' };
  return {
    code,
    clause,
    label,
    unitOfMeasure: '户',
    kinds,
    values: [
      { from, value, decidedBy: DOCUMENT },
      { from: amended, value: then, ...law },
    ],
  };
}

/** A number by which the ledger itself is run; the policy leaves it open. */
function house(
  code: string,
  clause: string,
  unitOfMeasure: string,
  label: Label,
  value: number,
  kinds: readonly string[] = [],
): DatedParameter {
  return { code, clause, label, unitOfMeasure, kinds, values: [{ from: ISSUED, value, decidedBy: '账本初始设定' }] };
}
