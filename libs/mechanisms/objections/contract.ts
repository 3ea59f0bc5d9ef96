import { choice, code, contract, day, text, unitCode } from '#contracts';
import type { Day, JsonObject } from '#kernel';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

/** Days in which the unit answers, from the day on which it was asked. */
export const ANSWER_DAYS = 'disclosure.answer-days';

const KINDS = [
  { value: 'objection', label: { zh: '异议', en: 'Objection' } },
  { value: 'question', label: { zh: '提问', en: 'Question' } },
] as const;
export type ObjectionKind = (typeof KINDS)[number]['value'];

/** What the board calls its lines: `{mechanism}:…` or `{mechanism}/…`. */
export const LINE = {
  pattern: '^[a-z]{1,40}[:/][\\p{L}\\p{N}._:/@-]{1,150}$',
  says: { zh: '应为公开栏某一行的编号', en: 'must be the id of a line of the board' },
} as const;

const ID = '^r[0-9a-hjkmnp-tv-z]{9}$';
const written = {
  zh: '内容',
  en: 'Text',
  max: 500,
  help: { zh: '会公开显示，请勿写姓名、电话、证件号', en: 'Shown to the public: no names, phones or ID numbers' },
};
const unit = { zh: '单位', en: 'Unit' };
const line = { zh: '所问的公开事项', en: 'Line of the board asked about', optional: true, max: 200, ...LINE, refers: 'board' };
const kind = { zh: '类别', en: 'Kind', of: KINDS };

export class Raise {
  @unitCode(unit)
  readonly unit!: string;
  @code(line)
  readonly line?: string;
  @choice(kind)
  readonly kind!: ObjectionKind;
  @text(written)
  readonly text!: string;
}
export class Raised {
  @unitCode(unit)
  readonly unit!: string;
  @code(line)
  readonly line?: string;
  @choice(kind)
  readonly kind!: ObjectionKind;
  @text(written)
  readonly text!: string;
  /** Absent while no parameter says how long an answer may take. */
  @day({ zh: '答复期限', en: 'Answer due', optional: true })
  readonly due?: Day;
}
export class Answer {
  @text({ ...written, zh: '答复', en: 'Answer' })
  readonly text!: string;
}
export class CorrectAnswer {
  @text({ ...written, zh: '更正后的答复', en: 'Corrected answer' })
  readonly text!: string;
  @text({ zh: '更正的理由', en: 'Reason of the correction', max: 200 })
  readonly reason!: string;
}

export interface ObjectionState {
  readonly is: 'none' | 'open' | 'answered';
  readonly unit?: string;
  readonly line?: string;
  readonly kind?: ObjectionKind;
  readonly text?: string;
  /** As it stands now. */
  readonly answer?: string;
  readonly reason?: string;
}

const who = [{ roles: ['secretary'], power: 'disclosure.answer' }] as const;
const subjects = (_data: JsonObject, id: string) => [{ kind: 'objection', id }];

export const objectionsContract = contract({
  category: 'objections',
  label: { zh: '居民异议与提问', en: 'Residents’ objections and questions' },
  clause: '4',
  id: {
    pattern: ID,
    says: {
      zh: '应为回执编号：r 加 9 位数字或小写字母（不含 i l o u）',
      en: 'must be a receipt code: r and 9 digits or small letters other than i l o u',
    },
    label: { zh: '回执编号', en: 'Receipt code' },
  },
  readers: 'public',
  actions: {
    raise: {
      label: { zh: '提出异议或提问', en: 'Object or ask' },
      help: {
        zh: '不需要登录，不记录您是谁。请记下回执编号，凭它查看答复',
        en: 'No login; who you are is not recorded. Keep the receipt code: the answer is found by it',
      },
      payload: Raise,
      facts: ['ObjectionRaised'],
      who: [],
      reserved: ['public'],
      power: 'residents.take-part',
      clause: '4',
      refusals: ['objection.code-used', 'objection.shows-a-person', 'objection.not-that-day', 'objection.unit-unknown'],
      occurredOn: 'today',
    },
    answer: {
      label: { zh: '答复', en: 'Answer' },
      payload: Answer,
      facts: ['ObjectionAnswered'],
      who,
      clause: '14',
      refusals: ['objection.unknown', 'objection.answered', 'objection.shows-a-person', 'objection.not-that-day'],
      occurredOn: 'today',
    },
    'correct-answer': {
      label: { zh: '更正答复', en: 'Correct the answer' },
      help: { zh: '原来的答复仍然可见', en: 'The answer before it stays visible' },
      payload: CorrectAnswer,
      facts: ['AnswerCorrected'],
      who,
      clause: '14',
      refusals: ['objection.unknown', 'objection.not-answered', 'objection.shows-a-person', 'objection.not-that-day'],
      occurredOn: 'today',
    },
  },
  corrections: {
    answer: { by: ['correct-answer'], says: { zh: '原来的答复仍然可见', en: 'The answer before it stays visible' } },
    'correct-answer': {
      by: ['correct-answer'],
      says: { zh: '再更正一次，以最后一次为准', en: 'Correct it once more: the last one counts' },
    },
  },
  facts: {
    ObjectionRaised: {
      label: { zh: '居民提出异议或提问', en: 'A resident objected or asked' },
      data: Raised,
      subjects: (data, id) => [
        { kind: 'objection', id },
        ...(typeof data['line'] === 'string' ? [{ kind: 'line', id: data['line'] }] : []),
      ],
      says: { zh: '居民提出：{text}', en: 'A resident wrote: {text}' },
      tells: { zh: '居民提出：{text}', en: 'A resident wrote: {text}' },
    },
    ObjectionAnswered: {
      label: { zh: '已答复', en: 'Answered' },
      data: Answer,
      subjects,
      says: { zh: '答复：{text}', en: 'Answered: {text}' },
      tells: { zh: '答复：{text}', en: 'Answered: {text}' },
    },
    AnswerCorrected: {
      label: { zh: '答复已更正', en: 'Answer corrected' },
      data: CorrectAnswer,
      subjects,
      says: { zh: '答复更正为：{text}（理由：{reason}）', en: 'Answer corrected to: {text} (because: {reason})' },
      tells: { zh: '答复更正为：{text}（理由：{reason}）', en: 'Answer corrected to: {text} (because: {reason})' },
    },
  },
  state: {
    is: {
      zh: '状态',
      en: 'State',
      values: { none: { zh: '未提出', en: 'Not raised' }, open: { zh: '待答复', en: 'Open' }, answered: { zh: '已答复', en: 'Answered' } },
    },
    answer: { zh: '现行答复', en: 'Answer that stands' },
  },
  refusals: {
    'objection.unknown': {
      zh: '没有这个回执编号',
      en: 'There is no such receipt code',
      status: 404,
      next: { zh: '请核对编号', en: 'Check the code' },
    },
    'objection.code-used': {
      zh: '这个回执编号已用于另一件事',
      en: 'This receipt code belongs to something else',
      next: { zh: '请换一个编号重新提交', en: 'Submit it under another code' },
    },
    'objection.shows-a-person': {
      zh: '内容会公开显示，不能含电话、证件或银行卡号',
      en: 'The text is shown to the public: no phone, ID-card or bank-card numbers',
      status: 422,
      next: { zh: '请去掉这些号码', en: 'Leave those numbers out' },
    },
    'objection.not-that-day': {
      zh: '提问和答复都以提交的当日为准，不能写成 {day}',
      en: 'Asking and answering happen on the day they are submitted, not on {day}',
      status: 422,
      next: { zh: '请不要填写办理日期', en: 'Leave the day of the act out' },
    },
    'objection.unit-unknown': {
      zh: '{unit} 不是现有的单位',
      en: '{unit} is no unit in being',
      status: 422,
      next: { zh: '请从该单位的公开栏提出', en: 'Ask on the board of the unit' },
    },
    'objection.answered': {
      zh: '已经答复过',
      en: 'It was answered already',
      clause: '14',
      next: { zh: '如需更改，请用“更正答复”', en: 'To change it, correct the answer' },
    },
    'objection.not-answered': {
      zh: '还没有答复，无从更正',
      en: 'There is no answer to correct yet',
      next: { zh: '请先答复', en: 'Answer it first' },
    },
  },
});
