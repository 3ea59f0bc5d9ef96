import type { RefusalSpec } from '#contracts';

const another = { zh: '请换一个编号', en: 'Take another id' };

export const disclosureRefusals = {
  'disclosure.unknown': {
    zh: '没有这项公开',
    en: 'There is no such disclosure',
    status: 404,
    next: { zh: '请核对编号', en: 'Check the id' },
  },
  'disclosure.known': {
    zh: '这个编号已用于另一项公开',
    en: 'This id belongs to another disclosure',
    next: another,
  },
  'disclosure.published': {
    zh: '已经公开，不能就地修改',
    en: 'It was published already and is never edited in place',
    clause: '4',
    next: { zh: '请用“更正公开内容”；另一项内容请换一个编号', en: 'Correct it; for something else take another id' },
  },
  'disclosure.not-published': {
    zh: '还没有公开，无从更正',
    en: 'It was not published yet: there is nothing to correct',
    next: { zh: '请先公开', en: 'Publish it first' },
  },
  'disclosure.withdrawn': {
    zh: '这项公开已撤回',
    en: 'This disclosure was withdrawn',
    next: { zh: '请用新编号重新公开', en: 'Publish it anew under another id' },
  },
  'disclosure.not-as-scheduled': {
    zh: '计划公开的是另一单位或另一类别',
    en: 'Another unit or another affair was scheduled under this id',
    status: 422,
    next: { zh: '请按计划填写单位和类别，或换一个编号', en: 'Give the unit and affair scheduled, or take another id' },
  },
  'disclosure.unit-unknown': {
    zh: '{unit} 不是现有的单位（未设立或已撤销）',
    en: '{unit} is no unit in being (never founded, or dissolved)',
    status: 422,
    next: { zh: '请核对区划代码；撤并后的单位请由承接单位公开', en: 'Check the code; after a merger the unit that took it over publishes' },
  },
  'disclosure.period': {
    zh: '所述期间应有起有止，起不晚于止',
    en: 'A period has a first and a last day, the first no later than the last',
    status: 422,
    next: { zh: '请改正两个日期', en: 'Correct both days' },
  },
  'disclosure.due-past': {
    zh: '公开期限 {due} 已过',
    en: 'The day {due} has passed already',
    status: 422,
    next: { zh: '请填写今天或以后的日期，或直接公开', en: 'Give today or a later day, or publish it now' },
  },
  'disclosure.shown-until-past': {
    zh: '“公开至”不能早于今天',
    en: 'What is shown cannot end before today',
    status: 422,
    next: { zh: '请改正日期，或不填', en: 'Correct the day, or leave it out' },
  },
  'disclosure.shows-a-person': {
    zh: '内容会公开显示，不能含电话、证件或银行卡号',
    en: 'The text is shown to the public: no phone, ID-card or bank-card numbers',
    status: 422,
    next: { zh: '请去掉这些号码', en: 'Leave those numbers out' },
  },
  'disclosure.not-that-day': {
    zh: '公开以提交的当日为准，不能写成 {day}',
    en: 'What is shown is shown on the day it is submitted, not on {day}',
    status: 422,
    next: { zh: '请不要填写办理日期', en: 'Leave the day of the act out' },
  },
} as const satisfies Readonly<Record<string, RefusalSpec>>;
