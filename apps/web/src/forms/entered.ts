import { checkValue, type Fault } from './check';
import { fenOf, quartersOf, wholeOf, yuanText, type NumberFault } from './number-text';
import type { FieldSpec, Label, Payload, Value } from './spec';

// What stands in the inputs, and what is sent: texts ⇄ payload.

/** Inputs hold texts (also of numbers, days and choices), yes or no, lists and nested members; undefined = left alone. */
export type Entered = string | boolean | undefined | Entered[] | EnteredMembers;
export interface EnteredMembers {
  [name: string]: Entered;
}

/** What was read of the inputs: the payload as far as it could be read, and what is wrong. */
export interface ReadForm {
  readonly payload: Payload;
  readonly faults: readonly Fault[];
}

/** Texts are trimmed, empty inputs are absent; checked with the bounds of the declaration. */
export function readForm(fields: readonly FieldSpec[], entered: EnteredMembers): ReadForm {
  const faults: Fault[] = [];
  return { payload: readMembers(fields, entered, '', faults), faults };
}

/** How a payload (of a task, of the last period) stands in the inputs. Members no field knows are left out. */
export function enteredOf(fields: readonly FieldSpec[], payload: Payload): EnteredMembers {
  return Object.fromEntries(
    fields.filter(({ name }) => payload[name] !== undefined).map((field) => [field.name, enteredValue(field, payload[field.name])]),
  );
}

/** Whether anything was entered. */
export function isEmpty(entered: Entered): boolean {
  if (entered === undefined || entered === '') return true;
  if (typeof entered !== 'object') return false;
  return Object.values(entered).every((inner) => isEmpty(inner as Entered));
}

/** The same without the values of persons: what may lie on the device. */
export function withoutPersonal(fields: readonly FieldSpec[], entered: EnteredMembers): EnteredMembers {
  const kept: EnteredMembers = {};
  for (const field of fields) {
    const value = entered[field.name];
    if (value === undefined || field.personal) continue;
    kept[field.name] = cleared(field, value);
  }
  return kept;
}

/** Of a former entry what may be entered again: a scan belongs to one thing. */
export function withoutFiles(fields: readonly FieldSpec[], before: EnteredMembers): EnteredMembers {
  const isFile = (field: FieldSpec): boolean =>
    field.kind === 'hash' || field.of?.kind === 'hash' || field.of?.fields?.some(isFile) === true;
  return Object.fromEntries(fields.filter((field) => !isFile(field)).map(({ name }) => [name, before[name]]));
}

function cleared(field: FieldSpec, value: Entered): Entered {
  if (Array.isArray(value)) return field.of ? value.map((item) => cleared(field.of as FieldSpec, item)) : value;
  return field.fields && typeof value === 'object' ? withoutPersonal(field.fields, value) : value;
}

function readMembers(fields: readonly FieldSpec[], entered: EnteredMembers, path: string, faults: Fault[]): Payload {
  const payload: Record<string, Value> = {};
  for (const field of fields) {
    const value = readValue(field, entered[field.name], path === '' ? field.name : `${path}.${field.name}`, faults);
    if (value !== undefined) payload[field.name] = value;
  }
  return payload;
}

function readValue(field: FieldSpec, entered: Entered, path: string, faults: Fault[]): Value | undefined {
  if (field.kind === 'object') return readObject(field, entered, path, faults);
  if (field.kind === 'list') return readList(field, entered, path, faults);
  const value =
    typeof entered === 'string'
      ? plainValue(field, entered.trim())
      : typeof entered === 'boolean' && field.kind === 'boolean'
        ? entered
        : undefined;
  if (value instanceof Unreadable) {
    faults.push({ field: path, text: UNREADABLE[value.why] });
    return undefined;
  }
  faults.push(...checkValue(field, value, path));
  return value;
}

function readObject(field: FieldSpec, entered: Entered, path: string, faults: Fault[]): Value | undefined {
  const members = isMembers(entered) ? entered : {};
  const fields = field.fields ?? [];
  if (field.optional && fields.every(({ name }) => isEmpty(members[name]))) return undefined;
  const chosen = field.exactlyOne ? fields.filter(({ name }) => !field.exactlyOne?.includes(name) || members[name] !== undefined) : fields;
  // Of members of which exactly one is asked for, the chosen one is not optional.
  const asked = chosen.map((member) => (field.exactlyOne?.includes(member.name) ? { ...member, optional: false } : member));
  const value = readMembers(asked, members, path, faults);
  const there = field.exactlyOne?.filter((name) => members[name] !== undefined).length;
  if (there !== undefined && there !== 1) faults.push({ field: path, text: { zh: '请选择其中一项', en: 'Choose one of them' } });
  return value;
}

function readList(field: FieldSpec, entered: Entered, path: string, faults: Fault[]): Value | undefined {
  const items = (Array.isArray(entered) ? entered : []).filter((item) => !isEmpty(item));
  if (field.optional && items.length === 0) return undefined;
  const values = field.of ? items.map((item, index) => readValue(field.of as FieldSpec, item, `${path}[${index}]`, faults)) : [];
  const known = values.filter((value): value is Value => value !== undefined);
  if (known.length === values.length) faults.push(...checkValue({ ...field, of: undefined } as unknown as FieldSpec, known, path));
  return known;
}

class Unreadable {
  constructor(readonly why: NumberFault | 'not-whole') {}
}

function plainValue(field: FieldSpec, text: string): Value | undefined | Unreadable {
  if (text === '') return undefined;
  const read =
    field.kind === 'fen'
      ? fenOf(text)
      : field.kind === 'integer'
        ? wholeOf(text)
        : field.kind === 'quarters'
          ? quartersOf(text)
          : undefined;
  if (read !== undefined)
    return typeof read === 'number' ? read : new Unreadable(read === 'too-fine' ? (TOO_FINE[field.kind] ?? read) : read);
  // The clock on the wall of the office is Shanghai's.
  return field.kind === 'instant' && /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? `${text}:00+08:00` : text;
}

/** What is wrong with decimals where none, or only quarters, may stand. */
const TOO_FINE: Readonly<Partial<Record<FieldSpec['kind'], 'not-whole' | 'not-a-number'>>> = {
  integer: 'not-whole',
  quarters: 'not-a-number',
};

const UNREADABLE: Readonly<Record<NumberFault | 'not-whole', Label>> = {
  'not-whole': { zh: '应为整数', en: 'must be a whole number' },
  'not-a-number': { zh: '应为数字', en: 'must be a number' },
  'too-fine': { zh: '小数位太多', en: 'has too many decimals' },
  'too-large': { zh: '数字太大', en: 'is too large' },
};

function enteredValue(field: FieldSpec, value: Value | undefined): Entered {
  if (value === undefined) return undefined;
  if (field.kind === 'fen' && typeof value === 'number') return yuanText(value);
  if (field.kind === 'instant' && typeof value === 'string') return wallClock(value);
  if (Array.isArray(value)) return field.of ? value.map((item: Value) => enteredValue(field.of as FieldSpec, item)) : [];
  if (typeof value === 'object') return enteredOf(field.fields ?? [], value as Payload);
  return typeof value === 'boolean' ? value : String(value);
}

/** An instant as the clock on the wall in Shanghai, for an input. */
export function wallClock(instant: string): string {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? instant : new Date(at + 8 * 3_600_000).toISOString().slice(0, 16);
}

function isMembers(entered: Entered): entered is EnteredMembers {
  return typeof entered === 'object' && !Array.isArray(entered);
}
