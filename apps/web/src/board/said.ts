import { dayText } from '../format';
import { language } from '../words';
import type { Line } from '../api/answers';

export function titleOf(line: Line): string {
  return language.value === 'zh' ? chinese(line.title) : (line.titleEn ?? line.title);
}

/** The text with its days and amounts written out as everywhere on screen. */
export function textOf(line: Line): string {
  const text = language.value === 'zh' ? chinese(line.text) : (line.textEn ?? line.text);
  return text
    .replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => dayText(day))
    .replace(/\b\d{4,}(?=\.\d{2} ?(元|yuan))/g, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ','));
}

/** Chinese signs between Chinese words. */
export function chinese(text: string): string {
  return text
    .replace(/\(([^()]*)\)/g, (whole, inner: string) => (/[\u4e00-\u9fff]/.test(inner) ? `（${inner}）` : whole))
    .replace(/(?<=[\u3000-\u9fff）」])[;:,]|[;:,](?=[\u4e00-\u9fff「（])/g, (sign) => FULL[sign] ?? sign);
}

const FULL: Readonly<Record<string, string>> = { ';': '；', ':': '：', ',': '，' };
