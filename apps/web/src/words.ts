import { ref } from 'vue';

/** A text in both languages, as the api's declarations give it. */
export interface Label {
  readonly zh: string;
  readonly en: string;
}
export type Language = 'zh' | 'en';

const KEPT = 'ledger.language';

/** Chinese first; English is chosen by the reader and kept on the device. */
export const language = ref<Language>(localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh');

export function speak(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(KEPT, chosen);
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
}

/** The text in the chosen language; `{name}` is replaced by the value of that name. Reactive in templates. */
export function say(label: Label, values: Readonly<Record<string, string | number>> = {}): string {
  return label[language.value].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Checks that an area's words are labels, and keeps their names for completion: `const words = vocabulary({ title: { zh: '公开栏', en: 'Board' } })`. */
export function vocabulary<T extends Readonly<Record<string, Label>>>(words: T): T {
  return words;
}
