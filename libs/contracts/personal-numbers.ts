import { isObject, type JsonObject } from '#kernel';
import type { FieldSpec } from './fields';

/** Whether a text holds a mobile number, an ID-card number (checksum and birthday right) or a bank-card number (Luhn). What residents see never may. */
export function holdsPersonalNumber(text: string): boolean {
  return numbersIn(text).length > 0;
}

/** The text with each such number replaced by asterisks and its last two signs. */
export function withoutPersonalNumbers(text: string): string {
  return numbersIn(text).reduceRight(
    (whole, { from, to }) => `${whole.slice(0, from)}****${whole.slice(to - 2, to)}${whole.slice(to)}`,
    text,
  );
}

/** Paths of the members (`payee.note`, `names[2]`) that hold such a number and are not sealed: once recorded, it could never be erased. */
export function openPersonalNumbers(fields: readonly FieldSpec[], data: JsonObject, path = ''): readonly string[] {
  return fields.flatMap((field) => inMember(field, data[field.name], path === '' ? field.name : `${path}.${field.name}`));
}

function inMember(field: FieldSpec, value: unknown, path: string): readonly string[] {
  if (field.personal || field.kind === 'hash') return [];
  if (typeof value === 'string') return numbersIn(value).some((span) => !(field.numbering && span.card)) ? [path] : [];
  const { of } = field;
  if (Array.isArray(value)) return of ? value.flatMap((item: unknown, i) => inMember(of, item, `${path}[${i}]`)) : [];
  return isObject(value) ? openPersonalNumbers(field.fields ?? [], value as JsonObject, path) : [];
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly card: boolean;
}

/** Digits in groups, as people write long numbers: with blanks or dashes between them. */
const RUN = /\d+[Xx]?(?:[ -]{1,3}\d+[Xx]?)*/g;
const DOTTED_PHONE = /(?<![0-9A-Za-z.])(?:\+?86[ -]?)?1[3-9]\d[._·]\d{4}[._·]\d{4}(?![0-9A-Za-z])/g;
/** The shortest number looked for has 11 digits, the longest 19. */
const [DIGITS_MIN, DIGITS_MAX] = [11, 19];
const DIGITS_OF_OTHERS = new Set('０１２３４５６７８９零〇○一幺二三四五六七八九');

/** Where they are, in order, none within another. Numbers written full-width or in Chinese are numbers too. */
function numbersIn(text: string): readonly Span[] {
  if (!hasDigitsEnough(text)) return [];
  const found = [narrow(text), inDigits(text)].flatMap((plain) => [
    ...[...plain.matchAll(RUN)].flatMap((run) => inRun(plain, run[0], run.index)),
    ...[...plain.matchAll(DOTTED_PHONE)].map(({ 0: number, index }) => ({ from: index, to: index + number.length, card: false })),
  ]);
  const apart: Span[] = [];
  for (const span of [...found].sort((a, b) => a.from - b.from || b.to - a.to)) if (span.from >= (apart.at(-1)?.to ?? 0)) apart.push(span);
  return apart;
}

/** Most texts have not: they cost a look at their signs alone. */
function hasDigitsEnough(text: string): boolean {
  let left = DIGITS_MIN;
  for (let at = 0; at < text.length && left > 0; at++) {
    const sign = text.charCodeAt(at);
    if ((sign >= 0x30 && sign <= 0x39) || (sign > 0x7f && DIGITS_OF_OTHERS.has(text[at] ?? ''))) left -= 1;
  }
  return left === 0;
}

/** Each group with those after it: beside a number there may stand another (`13812345678 2 楼`). */
function inRun(text: string, run: string, at: number): readonly Span[] {
  const groups = [...run.matchAll(/\d+[Xx]?/g)].map(({ 0: digits, index }) => ({
    digits,
    from: at + index,
    to: at + index + digits.length,
  }));
  return groups.flatMap(({ from }, first) => {
    if (!beginsAt(text, from)) return [];
    let digits = '';
    for (let last = first; last < groups.length && digits.length <= DIGITS_MAX; last++) {
      const group = groups[last] as (typeof groups)[number];
      digits += group.digits;
      const sizes = groups.slice(first, last + 1).map((one) => one.digits.length);
      const kind = /[0-9A-Za-z]/.test(text[group.to] ?? '') ? undefined : kindOf(digits.toUpperCase(), sizes);
      if (kind) return [{ from, to: group.to, card: kind === 'card' }];
    }
    return [];
  });
}

/** Letters before it make it something else (a hash, an id), unless they say that a number comes. */
function beginsAt(text: string, at: number): boolean {
  if (!/[0-9A-Za-z]/.test(text[at - 1] ?? '')) return true;
  return /(?:^|[^0-9A-Za-z])(?:tel|phone|mobile|mob|call|qq|wx|vx|wechat|weixin|id|card|no)$/i.test(text.slice(Math.max(0, at - 12), at));
}

const PHONE = /^(?:(?:00)?86)?1[3-9]\d{9}$/;
const ID_CARD = /^[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/;
/** Numbers that banks in the country issue. What the ledger counts by (division codes with their grids, positions) begins otherwise. */
const BANK_CARD = /^(?:62\d{14,17}|4\d{15,18}|5[1-5]\d{14,17}|6[03-9]\d{14,17}|3[47]\d{13}|35\d{14}|9558\d{15})$/;
/** Signs of the groups in which people write them; one of other groups is a row of figures. */
const PHONE_GROUPS = /^(?:(?:2|4) )?(?:11|13|15|3 4 4|3 8|7 4|3 3 5|4 3 4|4 4 3|5 4 4|5 6|6 5)$/;
const CARD_GROUPS = /^(?:1[5-9]|4 4 4 [34]|4 4 4 4 [1-4]|6 (?:9|1[0-3])|4 6 5)$/;
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = '10X98765432';

function kindOf(number: string, sizes: readonly number[]): 'phone' | 'id' | 'card' | undefined {
  const groups = sizes.join(' ');
  const single = sizes.every((size) => size === 1);
  if (PHONE.test(number)) return single || PHONE_GROUPS.test(groups) ? 'phone' : undefined;
  if (ID_CARD.test(number) && ID_CHECKS[weighted(number)] === number[17]) return 'id';
  return BANK_CARD.test(number) && (single || CARD_GROUPS.test(groups)) && luhn(number) ? 'card' : undefined;
}

function weighted(number: string): number {
  return ID_WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(number[i]), 0) % 11;
}

function luhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Full-width signs as their narrow ones, sign for sign. */
function narrow(text: string): string {
  return text.replace(/[０-９Ｘｘ＋．－‐-―　\u00a0\u2000-\u200a]/g, (sign) => {
    if (/[０-９Ｘｘ＋．]/.test(sign)) return String.fromCharCode(sign.charCodeAt(0) - 0xfee0);
    return /[－‐-―]/.test(sign) ? '-' : ' ';
  });
}

const NUMERALS = '零一二三四五六七八九';

/** Chinese numerals as digits, sign for sign, and digits as none: `一楼` after a number is not part of it. */
function inDigits(text: string): string {
  return text.replace(/[0-9]|[零〇○一幺二三四五六七八九]/g, (sign) => {
    if (sign <= '9') return '/';
    const at = NUMERALS.indexOf(sign);
    return String(at >= 0 ? at : sign === '幺' ? 1 : 0);
  });
}
