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
tellLanguage();

export function speak(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(KEPT, chosen);
  tellLanguage();
}

/** The page says which language it speaks, also one kept from an earlier visit: a screen reader chooses its voice by that. */
function tellLanguage(): void {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
}

/** The text in the chosen language; `{name}` is replaced by the value of that name. Reactive in templates. */
export function say(label: Label, values: Readonly<Record<string, string | number>> = {}): string {
  const said = label[language.value].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return language.value === 'zh' ? chinese(said) : said;
}

/** Chinese signs between Chinese words: what the record and the declarations write half-width is shown as a reader writes it. */
export function chinese(text: string): string {
  return text
    .replace(/\(([^()]*)\)/g, (whole, inner: string) => (/[\u4e00-\u9fff]/.test(inner) ? `（${inner}）` : whole))
    .replace(/(?<=[\u3000-\u9fff）」])[;:,]|[;:,](?=[\u4e00-\u9fff「（])/g, (sign) => FULL[sign] ?? sign);
}

const FULL: Readonly<Record<string, string>> = { ';': '；', ':': '：', ',': '，' };

/** Between a name and what it is. */
export const colon: Label = { zh: '：', en: ': ' };

/** Between the members of a list. */
export const between: Label = { zh: '、', en: ', ' };

/** Checks that an area's words are labels, and keeps their names for completion: `const words = vocabulary({ title: { zh: '公开栏', en: 'Board' } })`. */
export function vocabulary<T extends Readonly<Record<string, Label>>>(words: T): T {
  return words;
}
