// Every text of the page, Chinese first. {placeholders} are filled by `word`.
const zh = {
  title: '基层治理公开账本', skip: '跳到正文', demo: '演示数据', demoSays: '这里的一切都是合成的，不是真实记录', brand: '基层治理公开账本',
  searchLabel: '查找单位', searchHint: '社区、街道名称或拼音首字母', larger: '大字', pathLabel: '所在层级', asOfLabel: '查看日期', backToToday: '回到今天',
  board: '公开栏', topicsLabel: '栏目', jumpLabel: '本页其他内容', coverage: '届期巡察覆盖', funds: '经费', volunteers: '志愿服务', below: '下级单位',
  footer: '每一行都来自一条已记录的事实；更正是新的记录，原记录不删不改。', api: '开放接口',
  all: '全部', party: '党务', residents: '居务', finance: '财务', inspection: '巡察',
  until: '数据截至 {at}', live: '实时', away: '正在重连', households: '{n} 户', residentsCount: '{n} 人', countedOn: '{on} 清点', code: '区划代码 {code}', ended: '已于 {on} 撤销',
  below_size: '户数低于规定', within_size: '户数在规定内', above_size: '户数高于规定',
  late: '逾期', due: '待办', shown: '已公开', items: '{n} 项', dueOn: '期限 {on}', lateBy: '逾期 {n} 天', lateDone: '逾期完成', publishedOn: '{on} 公开', doneOn: '{on} 办结', source: '依据 {stream} 第 {revision} 号', ofUnit: '单位 {unit}',
  more: '再看 {n} 项', moreAny: '再看下一页',
  nothingFound: '没有找到“{q}”', nothingFoundNext: '试试两个字以上的名称，或拼音首字母，如 jyjd',
  emptyBoard: '“{topic}”还没有公开内容', emptyBoardNext: '可换一个栏目或日期；有新内容时，本页会自动更新。', showAll: '看全部栏目',
  noTerm: '还没有登记届期', noTermNext: '巡察机构登记届期和轮次后，这里显示覆盖率。', noData: '暂无数据', termOf: '{name}（{from} 至 {until}）', inspectedOf: '已巡 {inspected} / 应巡 {due}', projected: '按现在进度，预计 {on} 完成', noProjection: '尚无进度，无法预计', complete: '已全部完成', never: '尚未巡察的 {n} 个', measures: '整改', measuresOf: '已到期 {due} 项：按期 {onTime}、逾期 {late}；在办 {open} 项',
  subdistrict: '镇街', community: '选定社区', villages: '另有村 {inspected} / {selected}',
  noFunds: '{year} 年还没有经费记录', noFundsNext: '预算、拨付和支出登记后，这里显示执行情况。', budget: '预算', received: '到账', reached: '到达社区', paid: '支出', balance: '结余', matched: '配套', sent: '下拨', yuan: '元', tenThousand: '万元', withoutCount: '另有 {n} 个社区没有上年清点，工作经费未计入应到', receivedOfDue: '到账 {received} / 应到 {due}', fundsYear: '{year} 年',
  noVolunteers: '{year} 年还没有志愿服务记录', noVolunteersNext: '志愿者签到、签退并由接受方认定后，这里显示时长。', hours: '小时', services: '服务次数', cards: '在用卡', wishesGranted: '实现心愿', ranking: '自愿公开的排名', hoursOf: '{n} 小时', volunteersYear: '{year} 年',
  failed: '没能取到数据', failedNext: '请检查网络后再试。', again: '再试一次', missing: '没有这个单位：{code}', missingNext: '请在上方查找单位。', updated: '公开栏已更新：新增或变动 {n} 项', foundCount: '找到 {n} 个单位',
};
const en = {
  title: 'Public governance ledger', skip: 'Skip to the content', demo: 'DEMO DATA', demoSays: 'Everything here is synthetic; nothing is a real record', brand: 'Public governance ledger',
  searchLabel: 'Find a unit', searchHint: 'Name of a community or subdistrict, or pinyin initials', larger: 'Larger', pathLabel: 'Where you are', asOfLabel: 'As of', backToToday: 'Back to today',
  board: 'Disclosure board', topicsLabel: 'Topics', jumpLabel: 'Elsewhere on this page', coverage: 'Inspection coverage of the term', funds: 'Funds', volunteers: 'Volunteers', below: 'Units below',
  footer: 'Every line comes from a recorded fact; a correction is a new record, nothing is deleted or edited.', api: 'Open API',
  all: 'All', party: 'Party affairs', residents: 'Residents\' affairs', finance: 'Finance', inspection: 'Inspection',
  until: 'Data as of {at}', live: 'live', away: 'reconnecting', households: '{n} households', residentsCount: '{n} residents', countedOn: 'counted on {on}', code: 'code {code}', ended: 'dissolved on {on}',
  below_size: 'fewer households than the rule', within_size: 'households within the rule', above_size: 'more households than the rule',
  late: 'Late', due: 'Due', shown: 'Published', items: '{n}', dueOn: 'due on {on}', lateBy: '{n} days late', lateDone: 'done late', publishedOn: 'published on {on}', doneOn: 'done on {on}', source: 'source {stream} no. {revision}', ofUnit: 'unit {unit}',
  more: '{n} more', moreAny: 'Next page',
  nothingFound: 'Nothing found for "{q}"', nothingFoundNext: 'Try two or more characters of the name, or pinyin initials such as jyjd',
  emptyBoard: 'Nothing published yet under "{topic}"', emptyBoardNext: 'Choose another topic or day; the page updates by itself when something comes.', showAll: 'Show all topics',
  noTerm: 'No term of office has been entered yet', noTermNext: 'Once a term and its rounds are entered, coverage is shown here.', noData: 'no data', termOf: '{name} ({from} to {until})', inspectedOf: '{inspected} of {due} inspected', projected: 'at today\'s pace complete on {on}', noProjection: 'no pace yet, no projection', complete: 'complete', never: '{n} not inspected yet', measures: 'Rectification', measuresOf: '{due} fallen due: {onTime} on time, {late} late; {open} open',
  subdistrict: 'Subdistricts and towns', community: 'Selected communities', villages: 'besides: villages {inspected} of {selected}',
  noFunds: 'No funds recorded for {year} yet', noFundsNext: 'Once budgets, transfers and payments are entered, execution is shown here.', budget: 'budget', received: 'received', reached: 'reached communities', paid: 'paid', balance: 'balance', matched: 'matched', sent: 'sent on', yuan: 'CNY', tenThousand: 'CNY', withoutCount: '{n} communities without a count of the year before: their work fund is not in what is due', receivedOfDue: '{received} received of {due} due', fundsYear: '{year}',
  noVolunteers: 'No service recorded for {year} yet', noVolunteersNext: 'Once volunteers check in and out and the host confirms, hours are shown here.', hours: 'hours', services: 'services', cards: 'cards in use', wishesGranted: 'wishes granted', ranking: 'Ranking of those who opted in', hoursOf: '{n} h', volunteersYear: '{year}',
  failed: 'The data could not be fetched', failedNext: 'Check the network and try again.', again: 'Try again', missing: 'There is no such unit: {code}', missingNext: 'Find a unit above.', updated: 'The board was updated: {n} new or changed', foundCount: '{n} units found',
};
const KINDS = {
  zh: { city: '市', subdistrict: '街道', town: '镇', township: '乡', community: '社区', village: '村', grid: '网格' },
  en: { city: 'city', subdistrict: 'subdistrict', town: 'town', township: 'township', community: 'community', village: 'village', grid: 'grid' },
};
// [Chinese, English, look]: open = under way, done = finished, plain = stated.
const STATUS = {
  recorded: ['已登记', 'recorded', ''], corrected: ['已更正', 'corrected', ''], proposed: ['已提出', 'proposed', 'open'], accepted: ['已通过', 'accepted', 'done'], rejected: ['未通过', 'rejected', ''],
  posted: ['待认领', 'posted', 'open'], claimed: ['已认领', 'claimed', 'open'], granted: ['已实现', 'granted', 'done'], confirmed: ['已确认', 'confirmed', 'done'], formed: ['已组建', 'formed', ''], open: ['开放中', 'open', 'open'], closed: ['已关闭', 'closed', ''],
  requested: ['已申请', 'requested', 'open'], approved: ['已批准', 'approved', 'open'], paid: ['已支付', 'paid', 'done'], settled: ['已结算', 'settled', 'done'], returned: ['已退回', 'returned', ''], reversed: ['已冲销', 'reversed', ''], received: ['已到账', 'received', 'done'], sent: ['已拨出', 'sent', 'open'], recalled: ['已撤回', 'recalled', ''], matched: ['已配套', 'matched', 'done'],
  planned: ['已计划', 'planned', 'open'], entered: ['巡察中', 'under inspection', 'open'], reported: ['已报告', 'reported', 'done'], set: ['整改中', 'under rectification', 'open'], done: ['已整改', 'done', 'done'],
  'mandates/granted': ['已授予', 'granted', ''], active: ['有效', 'in force', ''], suspended: ['已中止', 'suspended', ''], resumed: ['已恢复', 'resumed', ''], revoked: ['已撤销', 'revoked', ''], expired: ['已届满', 'expired', ''], registered: ['已登记', 'registered', ''], dissolved: ['已撤销', 'dissolved', ''],
  short: ['未足额', 'short', 'open'], met: ['已足额', 'met', 'done'], 'no-data': ['暂无数据', 'no data', ''],
};

const WORDS = { zh, en };
let now = localStorage.getItem('language') === 'en' ? 'en' : 'zh';

export const language = () => now;

export function speak(next) {
  now = next;
  localStorage.setItem('language', next);
}

export function word(name, values = {}) {
  return (WORDS[now][name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => (values[key] === undefined ? whole : String(values[key])));
}

export const kindWord = (kind) => KINDS[now][kind] ?? kind;

/** One word can mean two things: a mandate that is granted, and a wish. */
export function statusWord(status, stream = '') {
  const own = `${stream.slice(0, stream.indexOf('-'))}/${status}`;
  const known = Object.hasOwn(STATUS, own) ? STATUS[own] : Object.hasOwn(STATUS, status) ? STATUS[status] : undefined;
  return { text: known ? known[now === 'zh' ? 0 : 1] : status, look: known?.[2] ?? '' };
}

export const dayWord = (day) => (now === 'zh' ? day.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日') : day);

export const numberWord = (number, digits = 2) => new Intl.NumberFormat(now === 'zh' ? 'zh-CN' : 'en', { maximumFractionDigits: digits }).format(number);

/** Fen as yuan, exact: 1234567 → ¥12,345.67. */
export const yuanWord = (fen) => `¥${new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(fen / 100)}`;

/** Large sums in 万元, as accounts are read in Chinese; the whole sum stays in the title. */
export const sumWord = (fen) => (now === 'zh' && Math.abs(fen) >= 1_000_000 ? { number: numberWord(fen / 1_000_000, 2), unit: word('tenThousand') } : { number: numberWord(fen / 100, 2), unit: word('yuan') });
