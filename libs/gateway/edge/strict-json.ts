import type { Json } from '#kernel';
import { problem, ProblemError } from '../problem';

/** Levels of nesting at most: the deepest payload has five. */
const DEPTH_MAX = 24;
const NUMBER = /-?\d[\d.eE+-]*/y;

/**
 * Parses a JSON text and refuses what JavaScript would silently change: numbers that do not survive (9007199254740993, 1e400), a member
 * given twice, `__proto__`, too deep nesting. Throws ProblemError (`json.*`, 400).
 */
export function parseStrict(body: Buffer | string): Json {
  const text = typeof body === 'string' ? body : decoded(body);
  const value = parsed(text);
  scan(text);
  return value;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch {
    throw new ProblemError(problem('json.malformed'));
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new ProblemError(problem('json.malformed'));
  }
}

/** Walks a text that is known to be well-formed. */
function scan(text: string): void {
  const objects: (Set<string> | undefined)[] = [];
  let at = 0;
  while (at < text.length) {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) at = pastString(text, at, objects.at(-1));
    else if (sign === OPEN_OBJECT || sign === OPEN_LIST) {
      if (objects.push(sign === OPEN_OBJECT ? new Set() : undefined) > DEPTH_MAX) throw new ProblemError(problem('json.too-deep'));
      at += 1;
    } else if (sign === CLOSE_OBJECT || sign === CLOSE_LIST) {
      objects.pop();
      at += 1;
    } else if (sign === MINUS || (sign >= ZERO && sign <= NINE)) at = pastNumber(text, at);
    else at += 1;
  }
}

const [QUOTE, BACKSLASH, COLON, MINUS, ZERO, NINE] = [34, 92, 58, 45, 48, 57];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93];

function pastString(text: string, from: number, members: Set<string> | undefined): number {
  let end = from + 1;
  let escaped = false;
  while (text.charCodeAt(end) !== QUOTE) {
    if (text.charCodeAt(end) === BACKSLASH) {
      escaped = true;
      end += 1;
    }
    end += 1;
  }
  end += 1;
  if (members && follows(text, end, COLON))
    declare(escaped ? String(JSON.parse(text.slice(from, end))) : text.slice(from + 1, end - 1), members);
  return end;
}

function declare(name: string, members: Set<string>): void {
  if (members.has(name) || name === '__proto__') throw new ProblemError(problem('json.key', { name: name.slice(0, 64) }));
  members.add(name);
}

function follows(text: string, from: number, sign: number): boolean {
  let at = from;
  while (text.charCodeAt(at) <= 32) at += 1;
  return text.charCodeAt(at) === sign;
}

function pastNumber(text: string, from: number): number {
  NUMBER.lastIndex = from;
  const written = NUMBER.exec(text)?.[0] ?? '';
  if (!survives(written)) throw new ProblemError(problem('json.number', { number: written.slice(0, 40) }));
  return from + Math.max(1, written.length);
}

/** Whether a number means the same after it has been a double and is written again. */
function survives(written: string): boolean {
  if (written.length <= 15 && /^-?\d+$/.test(written)) return true;
  const value = Number(written);
  return Number.isFinite(value) && normal(String(value)) === normal(written);
}

/** Digits without leading and trailing zeros, and the power of ten of the last one. */
function normal(written: string): string {
  const [mantissa = '', power = '0'] = written.replace(/^-/, '').toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  return kept === '' ? '0' : `${kept}e${Number(power) - fraction.length + digits.length - kept.length}`;
}
