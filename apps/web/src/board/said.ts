import { dayText } from '../format';
import { language } from '../words';
import type { Line } from './answers';

export function titleOf(line: Line): string {
  return language.value === 'zh' ? line.title : (line.titleEn ?? line.title);
}

/** The text with its days written out as everywhere on screen. */
export function textOf(line: Line): string {
  const text = language.value === 'zh' ? line.text : (line.textEn ?? line.text);
  return text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => dayText(day));
}
