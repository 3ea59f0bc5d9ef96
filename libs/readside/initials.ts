import { pinyin } from 'pinyin-pro';

/** Signs on either side that decide how a sign with several readings is read: 银行 yh, 行政 xz. */
const NEAR = 3;
/** Remembered readings in their surroundings; then all are forgotten. */
const REMEMBERED_MAX = 50_000;

/** Initial of a sign read in one way only; `several` when its surroundings decide; empty when it has no letter. */
const alone = new Map<string, string>();
const near = new Map<string, string>();
const SEVERAL = '*';

/** Of lines: the rows of a stream share theirs, and a row and its version of the day ask for the same one. */
const lines = new Map<string, string>();
const LINES_MAX = 4_000;
/** Signs of a line that is remembered. */
const LINE_MAX = 200;

/** Initials of the Chinese in a text, other letters and digits kept: 暨阳街道 → jyjd. Line by line. */
export function initialsOf(text: string): string {
  return text.includes('\n') ? text.split('\n').map(rememberedInitials).join('\n') : rememberedInitials(text);
}

function rememberedInitials(line: string): string {
  let initials = lines.get(line);
  if (initials !== undefined) return initials;
  initials = initialsOfLine(line);
  if (lines.size >= LINES_MAX) lines.clear();
  if (line.length <= LINE_MAX) lines.set(line, initials);
  return initials;
}

function initialsOfLine(line: string): string {
  const signs = [...line];
  let initials = '';
  for (const [index, sign] of signs.entries()) {
    let initial = alone.get(sign);
    if (initial === undefined) alone.set(sign, (initial = initialAlone(sign)));
    initials += initial === SEVERAL ? initialNear(signs, index) : initial;
  }
  return initials;
}

function initialAlone(sign: string): string {
  if (/^[a-z0-9]$/i.test(sign)) return sign.toLowerCase();
  if (!/^\p{Script=Han}$/u.test(sign)) return /^[\p{L}\p{N}]$/u.test(sign) ? sign : '';
  const readings = new Set(pinyin(sign, { pattern: 'first', toneType: 'none', type: 'array', multiple: true }));
  return readings.size > 1 ? SEVERAL : ([...readings][0] ?? '');
}

function initialNear(signs: readonly string[], index: number): string {
  const before = signs.slice(Math.max(0, index - NEAR), index);
  const window = [...before, ...signs.slice(index, index + NEAR + 1)].join('');
  const key = `${before.length} ${window}`;
  let initial = near.get(key);
  if (initial === undefined) {
    if (near.size >= REMEMBERED_MAX) near.clear();
    const read = pinyin(window, { pattern: 'first', toneType: 'none', type: 'array' });
    near.set(key, (initial = read[before.length] ?? ''));
  }
  return initial;
}
