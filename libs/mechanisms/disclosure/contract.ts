import { choice, contract, day, listOfHashes, text, unitCode } from '#contracts';
import type { Day, JsonObject } from '#kernel';
import { TOPIC_LABELS } from '../board/topics.contract';
import { disclosureRefusals } from './refusals.contract';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

/** The three affairs. What an inspection found is shown by the inspection itself. */
export const AFFAIRS = ['party', 'residents', 'finance'] as const;
export type Affair = (typeof AFFAIRS)[number];
const NAMED = AFFAIRS.map((value) => ({ value, label: TOPIC_LABELS[value] ?? { zh: value, en: value } }));

const unit = { zh: '单位', en: 'Unit' };
const affair = { zh: '公开类别', en: 'Affair', of: NAMED };
const title = {
  zh: '标题',
  en: 'Title',
  max: 60,
  help: { zh: '如：2026年第一季度居务公开', en: 'Such as: Residents’ affairs, first quarter of 2026' },
};
const written = {
  zh: '内容',
  en: 'Text',
  max: 1000,
  help: { zh: '会公开显示，请勿写姓名、电话、证件号、银行卡号', en: 'Shown to the public: no names, phones, ID or bank-card numbers' },
};
const about = { zh: '所述期间起', en: 'Period from', optional: true };
const aboutUntil = { zh: '所述期间止', en: 'Period until', optional: true };
const files = { zh: '附件', en: 'Attachments', optional: true, max: 10, unique: true };
const shown = {
  zh: '公开至',
  en: 'Shown until',
  optional: true,
  help: {
    zh: '此日之后不再列在公开栏上，仍可查到；不填则一直公开',
    en: 'Off the board after that day, though still to be found; empty: shown for good',
  },
};
const reason = { zh: '理由', en: 'Reason', max: 200, help: { zh: '会公开显示', en: 'Shown to the public' } };

export class Schedule {
  @unitCode(unit)
  readonly unit!: string;
  @choice(affair)
  readonly affair!: Affair;
  @text(title)
  readonly title!: string;
  @day({ zh: '公开期限', en: 'To be shown by' })
  readonly due!: Day;
}
export class Publish {
  @unitCode(unit)
  readonly unit!: string;
  @choice(affair)
  readonly affair!: Affair;
  @text(title)
  readonly title!: string;
  @text(written)
  readonly text!: string;
  @day(about)
  readonly from?: Day;
  @day(aboutUntil)
  readonly until?: Day;
  @listOfHashes(files)
  readonly attachments?: readonly string[];
  @day(shown)
  readonly shownUntil?: Day;
}
export class Published {
  @unitCode(unit)
  readonly unit!: string;
  @choice(affair)
  readonly affair!: Affair;
  @text(title)
  readonly title!: string;
  @text(written)
  readonly text!: string;
  @day(about)
  readonly from?: Day;
  @day(aboutUntil)
  readonly until?: Day;
  @listOfHashes(files)
  readonly attachments?: readonly string[];
  @day(shown)
  readonly shownUntil?: Day;
  /** The day by which it had been scheduled. */
  @day({ zh: '公开期限', en: 'To be shown by', optional: true })
  readonly due?: Day;
}
/** What is left out stays as it was. */
export class CorrectDisclosure {
  @text({ ...written, zh: '更正后的内容', en: 'Corrected text' })
  readonly text!: string;
  @text({ ...title, zh: '更正后的标题', en: 'Corrected title', optional: true, help: { zh: '不填则不变', en: 'Empty: as it was' } })
  readonly title?: string;
  @listOfHashes({ ...files, zh: '更正后的附件', en: 'Corrected attachments' })
  readonly attachments?: readonly string[];
  @day({ ...shown, help: { zh: '不填则不变', en: 'Empty: as it was' } })
  readonly shownUntil?: Day;
  @text({ ...reason, zh: '更正的理由', en: 'Reason of the correction' })
  readonly reason!: string;
}
export class WithdrawDisclosure {
  @text({ ...reason, zh: '撤回的理由', en: 'Reason of the withdrawal' })
  readonly reason!: string;
}

export interface DisclosureState {
  readonly is: 'none' | 'scheduled' | 'published' | 'withdrawn';
  readonly unit?: string;
  readonly affair?: Affair;
  readonly title?: string;
  /** As it stands now. */
  readonly text?: string;
  readonly from?: Day;
  readonly until?: Day;
  readonly attachments?: readonly string[];
  readonly shownUntil?: Day;
  readonly due?: Day;
  readonly reason?: string;
}

const who = [{ roles: ['secretary'], power: 'disclosure.publish' }] as const;
const subjects = (_data: JsonObject, id: string) => [{ kind: 'disclosure', id }];
const withdraw = (_data: JsonObject, reasoned: string): JsonObject => ({ reason: reasoned });

export const disclosuresContract = contract({
  category: 'disclosures',
  label: { zh: '三务公开', en: 'Three-affairs disclosure' },
  clause: '4',
  id: {
    pattern: '^[a-z0-9][a-z0-9.-]{0,63}$',
    says: { zh: '1 至 64 个小写字母、数字、点或短横', en: 'must be 1 to 64 small letters, digits, dots or dashes' },
    label: { zh: '公开事项编号', en: 'Disclosure' },
    proposed: true,
    words: Object.fromEntries(NAMED.map(({ value, label }) => [value, label])),
  },
  readers: 'public',
  actions: {
    schedule: {
      label: { zh: '列入公开计划', en: 'Schedule' },
      help: { zh: '公开栏会显示期限；到期未公开即为逾期', en: 'The board shows the day; what is not published by then is late' },
      payload: Schedule,
      facts: ['DisclosureScheduled'],
      who,
      clause: '4',
      refusals: [
        'disclosure.known',
        'disclosure.unit-unknown',
        'disclosure.due-past',
        'disclosure.shows-a-person',
        'disclosure.not-that-day',
      ],
      occurredOn: 'today',
      compensation: { action: 'withdraw', data: withdraw },
    },
    publish: {
      label: { zh: '公开', en: 'Publish' },
      help: {
        zh: '公开后不能就地修改，只能更正或撤回；原文仍可查',
        en: 'Never edited in place: corrected or withdrawn, what was shown stays to be seen',
      },
      begins: true,
      payload: Publish,
      facts: ['DisclosurePublished'],
      who,
      clause: '4',
      refusals: [
        'disclosure.published',
        'disclosure.withdrawn',
        'disclosure.not-as-scheduled',
        'disclosure.unit-unknown',
        'disclosure.period',
        'disclosure.shown-until-past',
        'disclosure.shows-a-person',
        'disclosure.not-that-day',
      ],
      occurredOn: 'today',
      compensation: { action: 'withdraw', data: withdraw },
    },
    correct: {
      label: { zh: '更正公开内容', en: 'Correct' },
      help: { zh: '原来的内容仍然可见', en: 'What was shown before stays visible' },
      payload: CorrectDisclosure,
      facts: ['DisclosureCorrected'],
      who,
      clause: '4',
      refusals: [
        'disclosure.unknown',
        'disclosure.not-published',
        'disclosure.withdrawn',
        'disclosure.shown-until-past',
        'disclosure.shows-a-person',
        'disclosure.not-that-day',
      ],
      occurredOn: 'today',
    },
    withdraw: {
      label: { zh: '撤回公开', en: 'Withdraw' },
      help: {
        zh: '公开栏显示撤回及理由，原文仍可查',
        en: 'The board shows the withdrawal and its reason; what was shown stays to be found',
      },
      payload: WithdrawDisclosure,
      facts: ['DisclosureWithdrawn'],
      who,
      clause: '4',
      refusals: ['disclosure.unknown', 'disclosure.shows-a-person', 'disclosure.not-that-day'],
      occurredOn: 'today',
    },
  },
  corrections: {
    correct: { by: ['correct'], says: { zh: '再更正一次，以最后一次为准', en: 'Correct it once more: the last one counts' } },
    withdraw: { by: ['publish'], says: { zh: '请用新编号重新公开', en: 'Publish it anew under another id' } },
  },
  facts: {
    DisclosureScheduled: {
      label: { zh: '列入公开计划', en: 'Scheduled' },
      data: Schedule,
      subjects,
      says: { zh: '计划在 {due} 前公开「{title}」', en: '“{title}” to be shown by {due}' },
      tells: { zh: '计划在 {due} 前公开「{title}」', en: '“{title}” to be shown by {due}' },
    },
    DisclosurePublished: {
      label: { zh: '已公开', en: 'Published' },
      data: Published,
      subjects,
      says: { zh: '公开「{title}」：{text}', en: '“{title}” published: {text}' },
      tells: { zh: '公开「{title}」：{text}', en: '“{title}” published: {text}' },
    },
    DisclosureCorrected: {
      label: { zh: '公开内容已更正', en: 'Corrected' },
      data: CorrectDisclosure,
      subjects,
      says: { zh: '更正为：{text}（理由：{reason}）', en: 'Corrected to: {text} (because: {reason})' },
      tells: { zh: '更正为：{text}（理由：{reason}）', en: 'Corrected to: {text} (because: {reason})' },
    },
    DisclosureWithdrawn: {
      label: { zh: '已撤回', en: 'Withdrawn' },
      data: WithdrawDisclosure,
      subjects,
      says: { zh: '撤回，理由：{reason}', en: 'Withdrawn, because: {reason}' },
      tells: { zh: '撤回，理由：{reason}', en: 'Withdrawn, because: {reason}' },
    },
  },
  state: {
    is: {
      zh: '状态',
      en: 'State',
      values: {
        none: { zh: '无', en: 'None' },
        scheduled: { zh: '待公开', en: 'Scheduled' },
        published: { zh: '已公开', en: 'Published' },
        corrected: { zh: '已更正', en: 'Corrected' },
        withdrawn: { zh: '已撤回', en: 'Withdrawn' },
      },
    },
    since: { zh: '所述期间起', en: 'Period from', kind: 'day' },
    scheduledOn: { zh: '列入计划日', en: 'Scheduled on', kind: 'day' },
    publishedOn: { zh: '公开日', en: 'Published on', kind: 'day' },
    correctedOn: { zh: '更正日', en: 'Corrected on', kind: 'day' },
    withdrawnOn: { zh: '撤回日', en: 'Withdrawn on', kind: 'day' },
  },
  refusals: disclosureRefusals,
});
