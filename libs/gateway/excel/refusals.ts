import type { RefusalSpec } from '#contracts';
import type { Unreadable } from './sheet';

export type ExcelRefusal = Unreadable | 'excel.other-account' | 'excel.no-compensation' | 'excel.reason';

const download = { zh: '请重新下载模板，把内容粘贴进去后再导入', en: 'Download the template again and paste the content into it' };

/** What can be wrong with a sheet as a whole; what is wrong with a row is said beside the row. */
export const EXCEL_REFUSALS: Readonly<Record<ExcelRefusal, RefusalSpec>> = {
  'excel.not-a-workbook': {
    zh: '文件不完整，或不是 .xlsx 工作簿',
    en: 'The file is incomplete or no .xlsx workbook',
    status: 422,
    next: { zh: '请另存为 .xlsx 后重新上传', en: 'Save it as .xlsx and upload it again' },
  },
  'excel.too-large': {
    zh: '文件超过 {mib} MiB',
    en: 'The file is larger than {mib} MiB',
    status: 422,
    next: { zh: '请拆成几份导入', en: 'Import it in parts' },
  },
  'excel.bomb': { zh: '文件解压后过大', en: 'The file inflates to more than is allowed', status: 422, next: download },
  'excel.no-copy': { zh: '这不是从本系统下载的模板', en: 'This is no template downloaded here', status: 422, next: download },
  'excel.other-template': {
    zh: '模板的列已改变或版本已旧',
    en: 'The columns of the template were changed or are of an older version',
    status: 422,
    next: download,
  },
  'excel.too-many-rows': {
    zh: '一张表最多 {rows} 行',
    en: 'A sheet has at most {rows} rows',
    status: 422,
    next: { zh: '请拆成几份导入', en: 'Import it in parts' },
  },
  'excel.empty': {
    zh: '表中没有填写任何行',
    en: 'No row is filled in',
    status: 422,
    next: { zh: '请从第 4 行起填写', en: 'Fill in rows from row 4 on' },
  },
  'excel.other-account': {
    zh: '这份模板是另一个账号下载的',
    en: 'This copy was downloaded by another account',
    status: 403,
    next: { zh: '请用自己的账号下载模板', en: 'Download a copy under your own account' },
  },
  'excel.no-compensation': {
    zh: '此类事项不能整表撤回',
    en: 'What this sheet records cannot be taken back by sheet',
    next: { zh: '请逐项办理更正', en: 'Correct the entries one by one' },
  },
  'excel.reason': {
    zh: '请填写撤回理由（200 字以内）',
    en: 'Give the reason (at most 200 characters)',
    status: 422,
    next: { zh: '请补充 reason 参数', en: 'Add the parameter reason' },
  },
};
