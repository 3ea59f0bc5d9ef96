import type { Label } from '#kernel';

/** `2026-03-05` as 2026年3月5日; in English as it is. */
export function daySaid(day: string, language: keyof Label): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return language === 'zh' ? `${Number(year)}年${Number(month)}月${Number(date)}日` : day;
}

/** An instant as 2026年3月5日 14:05:09 in Shanghai. */
export function momentSaid(instant: string, language: keyof Label): string {
  const shanghai = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  return `${daySaid(shanghai.slice(0, 10), language)} ${shanghai.slice(11, 19)}`;
}
