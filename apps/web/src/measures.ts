import { language } from './words';

/** The policy's units of measure as they are said in English; the api gives them in the policy's own words. */
const IN_ENGLISH: Readonly<Record<string, string>> = {
  户: 'households',
  个: '',
  人: 'people',
  天: 'days',
  年: 'years',
  项: 'items',
  岗: 'posts',
  级: 'grades',
  次: 'times',
  小时: 'hours',
  平方米: 'm²',
  元: 'yuan',
  '户/人': 'households per person',
  '分/年': 'fen a year',
  '分/小时': 'credits an hour',
  '项/年': 'a year',
  '次/年': 'a year',
  '学时/年': 'hours a year',
};

export function unitText(unitOfMeasure: string): string {
  return language.value === 'zh' ? unitOfMeasure : (IN_ENGLISH[unitOfMeasure] ?? unitOfMeasure);
}
