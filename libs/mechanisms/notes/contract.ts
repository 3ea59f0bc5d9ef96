import { code, contract, object, text, unitCode, type Role } from '#contracts';
import type { JsonObject } from '#kernel';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

/** The figure or record a note is about: a page of the screens, and what it was called there. */
export class About {
  @code({
    zh: '页面',
    en: 'Page',
    max: 300,
    pattern: '^/[A-Za-z0-9][A-Za-z0-9/_.~?=&%:,+-]*$',
    says: { zh: '应为本系统内的页面地址', en: 'must be the address of a page of this system' },
  })
  readonly path!: string;
  @text({ zh: '标题', en: 'Title', max: 100 })
  readonly label!: string;
}

const written = { zh: '内容', en: 'Text', max: 1000 };

export class Send {
  @unitCode({ zh: '收件单位', en: 'Unit' })
  readonly unit!: string;
  @text(written)
  readonly text!: string;
  @object(About, { zh: '所指内容', en: 'What it is about', optional: true })
  readonly about?: About;
}
export class AnswerNote {
  @text({ ...written, zh: '答复', en: 'Answer' })
  readonly text!: string;
}
export class CloseNote {
  @text({ zh: '办结说明', en: 'Why it is closed', max: 200 })
  readonly reason!: string;
}

export interface NoteState {
  readonly is: 'none' | 'open' | 'answered' | 'closed';
  readonly unit?: string;
  readonly text?: string;
  readonly about?: About;
  /** The office it was sent from: whoever holds it may close it. */
  readonly sender?: { readonly account: string; readonly role: string; readonly unit: string };
  readonly answer?: string;
}

/** Who may read them, each in the tree of the unit acted for. */
export const NOTE_READERS: readonly Role[] = ['leader', 'auditor', 'secretary', 'clerk'];

const senders = [{ roles: ['leader', 'auditor'], power: 'notes.send' }] as const;
const subjects = (_data: JsonObject, id: string) => [{ kind: 'note', id }];
const look = { zh: '请先查看该提醒的经过', en: 'Look at what became of the note first' };

export const notesContract = contract({
  category: 'notes',
  label: { zh: '提醒单', en: 'Notes to a unit' },
  clause: '三(一)',
  id: {
    pattern: '^[a-z0-9][a-z0-9-]{0,39}$',
    says: { zh: '1 至 40 个小写字母、数字或短横', en: 'must be 1 to 40 small letters, digits or dashes' },
    label: { zh: '提醒编号', en: 'Note' },
    proposed: true,
  },
  readers: NOTE_READERS,
  actions: {
    send: {
      label: { zh: '发提醒', en: 'Send a note' },
      payload: Send,
      facts: ['NoteSent'],
      who: senders,
      clause: '三(一)',
      refusals: ['note.known', 'note.unit-unknown', 'note.shows-a-person'],
    },
    answer: {
      label: { zh: '答复提醒', en: 'Answer' },
      payload: AnswerNote,
      facts: ['NoteAnswered'],
      who: [{ roles: ['secretary'], power: 'notes.answer' }],
      clause: '三(一)',
      refusals: ['note.unknown', 'note.answered', 'note.closed', 'note.shows-a-person'],
    },
    close: {
      label: { zh: '办结提醒', en: 'Close' },
      payload: CloseNote,
      facts: ['NoteClosed'],
      who: senders,
      clause: '三(一)',
      refusals: ['note.unknown', 'note.of-another-office', 'note.shows-a-person'],
    },
  },
  corrections: {
    send: { by: ['close', 'send'], says: { zh: '请办结并写明原因，再另发一件', en: 'Close it, saying why, and send another' } },
    answer: { by: ['send'], says: { zh: '答复不能更改：请发出人另发一件', en: 'An answer stands: ask for another note' } },
    close: { by: ['send'], says: { zh: '办结的不再打开：请另发一件', en: 'A closed note stays closed: send another' } },
  },
  facts: {
    NoteSent: {
      label: { zh: '提醒已发出', en: 'Note sent' },
      data: Send,
      subjects,
      says: { zh: '提醒 {unit}：{text}', en: 'To {unit}: {text}' },
    },
    NoteAnswered: {
      label: { zh: '提醒已答复', en: 'Note answered' },
      data: AnswerNote,
      subjects,
      says: { zh: '答复：{text}', en: 'Answered: {text}' },
    },
    NoteClosed: {
      label: { zh: '提醒已办结', en: 'Note closed' },
      data: CloseNote,
      subjects,
      says: { zh: '办结：{reason}', en: 'Closed: {reason}' },
    },
  },
  state: {
    is: {
      zh: '状态',
      en: 'State',
      values: {
        none: { zh: '未发出', en: 'Not sent' },
        open: { zh: '待答复', en: 'Open' },
        answered: { zh: '已答复', en: 'Answered' },
        closed: { zh: '已办结', en: 'Closed' },
      },
    },
    sender: { zh: '发出单位与角色', en: 'Sent from' },
    answer: { zh: '答复', en: 'Answer' },
  },
  refusals: {
    'note.unknown': { zh: '没有这件提醒', en: 'There is no such note', status: 404, next: { zh: '请核对编号', en: 'Check the id' } },
    'note.known': {
      zh: '提醒编号已用于另一件提醒',
      en: 'This id belongs to another note',
      next: { zh: '请换一个编号', en: 'Take another id' },
    },
    'note.unit-unknown': {
      zh: '{unit} 不是现有的单位',
      en: '{unit} is no unit in being',
      status: 422,
      next: { zh: '请核对区划代码', en: 'Check the division code' },
    },
    'note.shows-a-person': {
      zh: '提醒和答复会长期保存，不能含电话、证件或银行卡号',
      en: 'Notes are kept for good: no phone, ID-card or bank-card numbers',
      status: 422,
      next: { zh: '请去掉这些号码', en: 'Leave those numbers out' },
    },
    'note.answered': { zh: '已经答复过', en: 'It was answered already', next: look },
    'note.closed': { zh: '提醒已办结', en: 'The note is closed', next: look },
    'note.of-another-office': {
      zh: '只有发出提醒的单位与角色可以办结',
      en: 'Only the office that sent a note closes it',
      status: 403,
      next: { zh: '请由发出提醒的人员办结', en: 'Ask whoever sent it' },
    },
  },
});
