import { CLAUSE_ORDER, CLAUSES, POLICY } from './clauses';
import { DUTIES } from './duties';
import { PARAMETERS } from './parameters';
import { POWERS, type Holders } from './powers';
import { TARGETS, type Bound } from './targets';

const HELD_BY: Readonly<Record<Holders, string>> = {
  city: '市 / the city',
  subdistricts: '全部街道级单位(23) / all 23 of level subdistrict',
  communities: '社区(118) / the 118 communities',
  'communities-and-villages': '社区和村(515) / all 515 of level community',
  'subdistricts-communities-and-villages': '街道级与社区级(538) / levels subdistrict and community',
  'all-levels': '市、街道级与社区级(539) / all three levels',
};

/** `docs/POLICY.md`, whole. A test holds the committed file to it. */
export function policyDocument(): string {
  return `${[heading(), clauses(), powers(), duties(), targets(), parameters()].join('\n\n')}\n`;
}

function heading(): string {
  return [
    '# 政策条款、职权与参数 / The policy: clauses, powers, parameters',
    '',
    '<!-- 由 libs/policy 生成;更新:UPDATE_DOCS=1 npm run test:unit -- libs/policy · generated from libs/policy -->',
    '',
    `${POLICY.title.zh}(${POLICY.issuer.zh},${POLICY.issuedOn})`,
    '',
    `${POLICY.title.en} (${POLICY.issuer.en}, ${POLICY.issuedOn})`,
  ].join('\n');
}

function clauses(): string {
  return table(
    '## 条款 / Clauses',
    ['条款', '内容', 'Content'],
    CLAUSE_ORDER.map((clause) => [clause, CLAUSES[clause]?.zh ?? '', CLAUSES[clause]?.en ?? '']),
  );
}

function powers(): string {
  return table(
    '## 职权 / Powers',
    ['职权 Power', '名称', 'Name', '条款', '初始持有者 / First holders'],
    POWERS.map((one) => [`\`${one.power}\``, one.label.zh, one.label.en, one.clause, HELD_BY[one.heldBy]]),
  );
}

function duties(): string {
  const rows = DUTIES.map((one) => [
    `\`${one.organisation}\``,
    one.name.zh,
    one.name.en,
    `\`${one.duty}\``,
    one.label.zh,
    one.powers.map((power) => `\`${power}\``).join(' '),
  ]);
  return table(
    '## 部门职责 三(二) / Departments and duties',
    ['机构 Organisation', '名称', 'Name', '职责 Duty', '内容', '所含职权 Powers it carries'],
    rows,
  );
}

function targets(): string {
  const bound = (sign: string, value: Bound | undefined): readonly string[] =>
    value === undefined ? [] : [typeof value === 'string' ? `${sign} \`${value}\`` : `${sign} ${value}`];
  return table(
    '## 政策目标 / Targets',
    ['指标 Indicator', '名称', 'Name', '条款', '目标 Target', '另据参数 Also reckoned by', '计量单位'],
    TARGETS.map((one) => [
      `\`${one.id}\``,
      one.label.zh,
      one.label.en,
      one.clause,
      [...bound('≥', one.min), ...bound('≤', one.max)].join(' · '),
      (one.applies ?? []).map((code) => `\`${code}\``).join(' '),
      one.unitOfMeasure,
    ]),
  );
}

function parameters(): string {
  const rows = PARAMETERS.flatMap((one) =>
    one.values.map((value) => [
      `\`${one.code}\``,
      one.label.zh,
      one.label.en,
      value.clause ?? one.clause,
      value.from,
      String(value.value),
      one.unitOfMeasure,
      one.kinds.join(' ') || '全部 all',
    ]),
  );
  return table(
    '## 参数 / Parameters',
    ['参数 Parameter', '名称', 'Name', '条款', '起始日 From', '值 Value', '计量单位', '适用类别 Kinds'],
    rows,
  );
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [title, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
