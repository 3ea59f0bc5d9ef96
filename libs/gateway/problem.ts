import { filled, type FieldError, type RefusalSpec } from '#contracts';
import type { Label } from '#kernel';

/** An expected no, ready for the edge: what is wrong and what the person can do next, in both languages. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly text: Label;
  readonly next: Label;
  readonly errors?: readonly FieldError[];
  /** Seconds after which to try again. */
  readonly retryAfter?: number;
}

export function isProblem(value: object): value is Problem {
  return 'status' in value && 'code' in value && 'next' in value;
}

/** Thrown at the edge only (parsers, hooks), where a value cannot be returned. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.text.en);
    this.name = 'ProblemError';
  }
}

type Values = Readonly<Record<string, string | number>>;
type GeneralSpec = Omit<RefusalSpec, 'status' | 'clause'> & { readonly status: number };

/** A refusal of the door itself (not of one mechanism), by its code. Placeholders are filled by `values`. */
export function problem(code: GeneralCode, values: Values = {}, more: Pick<Problem, 'errors' | 'retryAfter'> = {}): Problem {
  const spec: GeneralSpec = GENERAL[code];
  return { status: spec.status, code, text: { zh: filled(spec.zh, values), en: filled(spec.en, values) }, next: spec.next, ...more };
}

/** What a code of the door itself says, its placeholders as they stand; undefined of others. */
export function generalWords(code: string): Pick<RefusalSpec, 'zh' | 'en' | 'next'> | undefined {
  return Object.hasOwn(GENERAL, code) ? GENERAL[code as GeneralCode] : undefined;
}

/** A refusal declared in a contract. */
export function refusedBy(code: string, spec: RefusalSpec, values: Values = {}, errors?: readonly FieldError[]): Problem {
  const text = { zh: filled(spec.zh, values), en: filled(spec.en, values) };
  return { status: spec.status ?? 409, code, text, next: spec.next, ...(errors ? { errors } : {}) };
}

const spec = (status: number, zh: string, en: string, nextZh: string, nextEn: string): GeneralSpec => ({
  status,
  zh,
  en,
  next: { zh: nextZh, en: nextEn },
});

const AGAIN = ['请稍后用同一个 Idempotency-Key 重试', 'Try again later with the same Idempotency-Key'] as const;
const LOG_IN = ['请重新登录', 'Log in again'] as const;

const GENERAL = {
  'json.malformed': spec(
    400,
    '请求正文不是合法的 JSON',
    'The body is not well-formed JSON',
    '请改正正文后重发',
    'Correct the body and send it again',
  ),
  'json.number': spec(
    400,
    '数字 {number} 超出 JSON 能准确保存的范围',
    'The number {number} does not survive JSON',
    '金额请用整数分，编号请用文字',
    'Send money as whole fen and numbers of things as text',
  ),
  'json.too-deep': spec(400, 'JSON 嵌套过深', 'The JSON is nested too deeply', '请减少嵌套层数', 'Nest it less'),
  'json.key': spec(
    400,
    '字段名 {name} 重复或不允许',
    'The member name {name} is repeated or not allowed',
    '请去掉该字段',
    'Remove that member',
  ),
  'request.unparsed': spec(
    400,
    '请求不是合法的 HTTP(地址中的汉字须按 UTF-8 百分号编码)',
    'The request is not well-formed HTTP (Chinese in an address must be percent-encoded UTF-8)',
    '请改正后重发',
    'Correct it and send it again',
  ),
  'request.header': spec(
    400,
    '请求头 {name} 的格式不对',
    'The header {name} does not have the right form',
    '请按接口文档填写',
    'See the API documentation',
  ),
  'request.query': spec(400, '查询条件有误', 'The query is not right', '请按字段提示改正', 'Correct the parameters named'),
  'submission.key-missing': spec(
    400,
    '缺少 Idempotency-Key 请求头（1 至 128 个可见 ASCII 字符）',
    'The header Idempotency-Key is missing (1–128 visible ASCII characters)',
    '请为每次提交生成一个新的键，重试时沿用原键',
    'Give each submission a key of its own, and keep it when you retry',
  ),
  'access.login': spec(401, '请先登录', 'Log in first', '请登录后重试', 'Log in and try again'),
  'access.token': spec(401, '登录已失效', 'The login is no longer valid', ...LOG_IN),
  'access.wrong': spec(
    401,
    '账号或密码不对',
    'The account or the password is wrong',
    '请核对后重试，或请管理员重置密码',
    'Check both, or ask the administrator for a reset',
  ),
  'access.must-change': spec(
    403,
    '一次性密码只能用来修改密码',
    'A one-time password is good only for changing it',
    '请先修改密码',
    'Change the password first',
  ),
  'access.wall': spec(
    403,
    '展示屏只能看，不能办理',
    'A wall only shows; nothing is recorded from it',
    '请退出展示屏，用自己的账号登录后办理',
    'Leave the wall and log in to do it',
  ),
  'access.role': spec(403, '您的角色不能办理此事项', 'Your role may not do this', '请由有此角色的人员办理', 'Ask someone with the role'),
  'access.scope': spec(
    403,
    '该单位不在您的管辖范围',
    'The unit is not within yours',
    '请由该单位或其上级的人员办理',
    'Ask someone of that unit or above it',
  ),
  'access.acting': spec(
    403,
    '您今天没有 {acting} 这一任职',
    'You do not hold the appointment {acting} today',
    '请选择现有的任职',
    'Choose an appointment in force',
  ),
  'authority.none': spec(
    403,
    '在 {day} 没有有效的职权依据：{power}',
    'No authority for {power} was in force on {day}',
    '请先由登记员授予该职权，或核对办理日期',
    'Have the power granted first, or check the day of the act',
  ),
  'genesis.closed': spec(
    403,
    '账本的开立已经结束',
    'The beginning of the ledger is closed',
    '请以有职权的人员办理',
    'Ask someone with the authority',
  ),
  'demo.not-synthetic': spec(
    403,
    '这不是演示账本',
    'This is not a ledger of demonstration data',
    '请使用演示数据文件夹',
    'Use a folder of demonstration data',
  ),
  'route.unknown': spec(404, '没有这个地址', 'There is no such address', '请查看 /api/openapi.json', 'See /api/openapi.json'),
  'thing.unknown': spec(404, '没有找到：{id}', 'Not found: {id}', '请核对编号', 'Check the id'),
  'request.method': spec(
    405,
    '此地址不支持该方法',
    'The address does not take this method',
    '请查看 /api/openapi.json',
    'See /api/openapi.json',
  ),
  'submission.stale': spec(
    412,
    '您看到的版本是 {seen}，现在已是 {now}',
    'You saw revision {seen}, it is {now} now',
    '请刷新后再决定',
    'Look again, then decide',
  ),
  'request.too-large': spec(413, '请求超过 {limit} 字节', 'The request is larger than {limit} bytes', '请拆分后提交', 'Send it in parts'),
  'casefile.too-many': spec(
    413,
    '符合条件的事实超过 {limit} 条，不能放进一份案卷',
    'More than {limit} facts were found: too many for one case file',
    '请用起止日期（from、until）分段导出，或改按单笔支付、单张卡、单个账户等更小的对象导出',
    'Narrow it by days (from, until), or by a single payment, card or account, and export in parts',
  ),
  'request.media-type': spec(
    415,
    '只接受 application/json',
    'Only application/json is taken',
    '请设置 Content-Type: application/json',
    'Set Content-Type: application/json',
  ),
  'id.invalid': spec(422, '编号格式不对：{says}', 'The id does not have the right form: {saysEn}', '请改正编号', 'Correct the id'),
  'payload.invalid': spec(
    422,
    '填写的内容有误',
    'What was filled in is not right',
    '请按字段提示改正后重新提交',
    'Correct the fields named and submit again',
  ),
  'payload.shows-a-person': spec(
    422,
    '填写的内容里有手机号、身份证号或银行卡号：记入账本后不能删除，居民也可能看到',
    'What was filled in holds a phone, ID-card or bank-card number: once recorded it cannot be erased, and residents may read it',
    '请去掉这些号码；确需登记的，只填在标明“个人信息”的栏目里',
    'Remove the numbers; where they must be recorded, use the fields that are marked as personal',
  ),
  'submission.key-reused': spec(
    422,
    '同一个 Idempotency-Key 已用于另一内容',
    'This Idempotency-Key was used with another body',
    '新的内容请用新的键',
    'Use a new key for a new body',
  ),
  'submission.occurred-in-future': spec(
    422,
    '办理日期 {day} 晚于今天',
    'The day of the act {day} lies in the future',
    '请填写今天或更早的日期',
    'Give today or an earlier day',
  ),
  'submission.occurred-too-early': spec(
    422,
    '办理日期 {day} 早于可补录的最早日期 {earliest}',
    'The day of the act {day} lies before {earliest}, the earliest that may still be entered',
    '请联系登记员',
    'Ask the registrar',
  ),
  'request.too-many': spec(429, '请求过于频繁', 'Too many requests', '请稍后再试', 'Try again later'),
  'access.locked': spec(
    429,
    '登录失败次数过多，这个账号暂时不能从这里登录',
    'Too many failed logins: this account cannot be used from here for a while',
    '请在 {minutes} 分钟后再试，或请系统管理员重置密码',
    'Try again in {minutes} minutes, or ask the administrator to reset the password',
  ),
  'gateway.bug': spec(
    500,
    '系统出错，已记录（编号 {trace}）',
    'Something went wrong here and was logged ({trace})',
    '请把编号告诉管理员',
    'Tell the administrator the number',
  ),
  'submission.busy': spec(
    503,
    '同一对象上的提交太多，这次未能记录',
    'Too many submissions on the same thing: this one was not recorded',
    ...AGAIN,
  ),
  'ledger.away': spec(503, '账本暂时不可用', 'The ledger is away for the moment', ...AGAIN),
  'read.away': spec(503, '查询暂时不可用', 'Reading is away for the moment', '请稍后重试', 'Try again later'),
  'read.not-yet': spec(
    503,
    '所要的位置尚未出现在查询中',
    'The position asked for has not reached the rows yet',
    '请稍后重试',
    'Try again in a moment',
  ),
  'stream.full': spec(503, '实时连接已满', 'All live connections are taken', '请稍后再连', 'Connect again later'),
  'ledger.timeout': spec(
    504,
    '账本未在时限内答复，不确定是否已记录',
    'The ledger did not answer in time: it is not known whether it was recorded',
    ...AGAIN,
  ),
} as const satisfies Readonly<Record<string, GeneralSpec>>;

export type GeneralCode = keyof typeof GENERAL;
