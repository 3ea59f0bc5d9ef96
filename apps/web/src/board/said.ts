import { written } from '../format';
import { chinese, language } from '../words';
import type { Line } from '../api/answers';

export function titleOf(line: Line): string {
  return language.value === 'zh' ? chinese(line.title) : (line.titleEn ?? line.title);
}

/** In the English screens, the language of what is recorded in Chinese alone: a screen reader changes its voice for it. */
export function foreign(english: string | undefined): 'zh-CN' | undefined {
  return language.value === 'en' && english === undefined ? 'zh-CN' : undefined;
}

/** The text with its days and amounts written out as everywhere on screen. */
export function textOf(line: Line): string {
  return written(language.value === 'zh' ? line.text : (line.textEn ?? line.text));
}
