import { fieldsOf, filled, withoutPersonalNumbers, type FactSpec, type FieldSpec } from '#contracts';
import { isDay, isObject, yuanOf, type Json, type JsonObject, type Label } from '#kernel';

/** The members that a fact tells residents: those its `tells` names, never a personal one, numbers of persons taken out. */
export function valuesTold(spec: FactSpec, data: JsonObject): JsonObject {
  const told = fieldsOf(spec.data).filter((field) => namesOf(spec).has(field.name) && !isPersonal(field));
  return Object.fromEntries(
    told.flatMap((field): [string, Json][] => {
      const value = data[field.name];
      return value === undefined ? [] : [[field.name, withoutNumbers(value)]];
    }),
  );
}

/** The scans that a fact names, by the SHA-256 of each: that there are some is public, what they show is not. */
export function filesOf(spec: FactSpec, data: JsonObject): readonly string[] {
  return fieldsOf(spec.data).flatMap((field) => hashesIn(field, data[field.name]));
}

function hashesIn(field: FieldSpec, value: Json | undefined): readonly string[] {
  if (value === undefined || isPersonal(field)) return [];
  if (field.kind === 'hash') return [String(value)];
  if (Array.isArray(value)) return value.flatMap((one: Json) => (field.of ? hashesIn(field.of, one) : []));
  return isObject(value) ? (field.fields ?? []).flatMap((part) => hashesIn(part, value[part.name])) : [];
}

/** A fact in plain words: `{amountFen}` becomes 12,345.00 元, a day 2026年3月5日, a unit its name. The label where nothing more may be said. */
export function toldOf(spec: FactSpec, values: JsonObject, nameOf: (code: string) => string): Label {
  const { tells } = spec;
  // A member that was not given leaves a gap in the sentence: then the label stands.
  if (!tells || [...namesOf(spec)].some((name) => values[name] === undefined)) return spec.label;
  const fields = fieldsOf(spec.data);
  const written = (language: keyof Label): string =>
    filled(
      tells[language],
      Object.fromEntries(
        fields.map((field) => [
          field.name,
          values[field.name] === undefined ? undefined : wordsOf(field, values[field.name] ?? null, language, nameOf),
        ]),
      ),
    );
  return { zh: written('zh'), en: written('en') };
}

/** The codes of units among the values, for looking up their names. */
export function codesIn(values: JsonObject): readonly string[] {
  return Object.values(values).flatMap((value) =>
    (Array.isArray(value) ? value : [value]).flatMap((one: Json) => (typeof one === 'string' ? unitIn(one) : [])),
  );
}

/** The members that the sentence names. */
export function namesOf(spec: Pick<FactSpec, 'tells'>): ReadonlySet<string> {
  return new Set([...`${spec.tells?.zh ?? ''} ${spec.tells?.en ?? ''}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''));
}

/** Itself or in any part. */
export function isPersonal(field: FieldSpec): boolean {
  return field.personal !== undefined || (field.fields ?? []).some(isPersonal) || (field.of !== undefined && isPersonal(field.of));
}

/** A unit, or a unit's account of a year: `330681001001`, `330681001001.2020.work`. */
const UNIT_OR_ACCOUNT = /^(\d{6}|\d{9}|\d{12}(?:-\d{1,3})?)(?:\.\d{4}\.[a-z]+)?$/;

function unitIn(value: string): readonly string[] {
  const code = UNIT_OR_ACCOUNT.exec(value)?.[1];
  return code === undefined ? [] : [code];
}

function wordsOf(field: FieldSpec, value: Json, language: keyof Label, nameOf: (code: string) => string): string {
  const chinese = language === 'zh';
  if (Array.isArray(value))
    return value.map((one: Json) => wordsOf(field.of ?? { ...field, kind: 'text' }, one, language, nameOf)).join(chinese ? '、' : ', ');
  if (field.kind === 'fen' && typeof value === 'number') return chinese ? `${grouped(value)} 元` : `CNY ${grouped(value)}`;
  if (typeof value === 'boolean') return chinese ? (value ? '是' : '否') : value ? 'yes' : 'no';
  // What is counted has a unit (户, 人); a number without one is a year, a quarter, a place in a list.
  if (typeof value === 'number') return field.unit === undefined ? String(value) : withSeparators(String(value));
  if (typeof value !== 'string') return '';
  const choice = field.choices?.find((one) => one.value === value);
  if (choice) return choice.label[language];
  if (isDay(value)) return chinese ? value.replace(/^0*(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日') : value;
  const [code] = unitIn(value);
  return code === undefined ? value : nameOf(code);
}

function grouped(fen: number): string {
  const [whole = '', rest = ''] = yuanOf(fen).split('.');
  return `${withSeparators(whole)}.${rest}`;
}

function withSeparators(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

function withoutNumbers(value: Json): Json {
  if (typeof value === 'string') return withoutPersonalNumbers(value);
  return Array.isArray(value) ? value.map(withoutNumbers) : value;
}
