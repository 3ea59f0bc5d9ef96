import type { choice, code } from '#contracts';

/** What may be asked of money, by whichever question; the year also of what else is summed by years. */
export const YEAR_ASKED: Parameters<typeof code>[0] = {
  zh: '年度',
  en: 'Year',
  optional: true,
  max: 4,
  pattern: '^[1-9]\\d{3}$',
  says: { zh: '应为四位年份', en: 'must be a year of four digits' },
};
export const FUND_ASKED: Parameters<typeof choice>[0] = {
  zh: '经费',
  en: 'Fund',
  optional: true,
  of: [
    { value: 'service', label: { zh: '党组织服务群众专项经费', en: 'Service fund' } },
    { value: 'work', label: { zh: '社区工作经费', en: 'Work fund' } },
  ],
};
