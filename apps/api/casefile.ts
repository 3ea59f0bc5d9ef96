import { problem, type Problem } from '#gateway';
import type { Instant, Label } from '#kernel';
import type { CaseFile, Watermark } from './casefile-content';
import { factCount, factRows, SUBJECTS, type HistoryAsk, type HistoryParts, type HistoryRead } from './history-reading';
import { shownFacts, unitNames } from './shown-facts';
import { daySaid } from './moments';
import { unitCodesIn, type UnitNames, type Words } from './words';

/** Facts of one case file at most: beyond it nobody reads a file, and its making would hold up others. */
export const CASEFILE_FACTS_MAX = 5_000;

export interface CaseFileParts extends HistoryParts {
  readonly synthetic: boolean;
  readonly now: () => Instant;
}

/** Gathers a case file. Problem: `casefile.too-many` above 5,000 facts. */
export async function caseFileOf(read: HistoryRead, parts: CaseFileParts): Promise<CaseFile | Problem> {
  const count = await factCount(read, parts, CASEFILE_FACTS_MAX);
  if (count > CASEFILE_FACTS_MAX) return problem('casefile.too-many', { limit: CASEFILE_FACTS_MAX });
  // Facts recorded while it is gathered are not in it: the file ends at the position it names.
  const position = read.until ?? read.asked.position;
  const bounded: HistoryRead = { ...read, until: position, ask: { ...read.ask, newestFirst: false } };
  const { items } = await factRows({ ...bounded, page: { cursor: undefined, limit: CASEFILE_FACTS_MAX } }, parts);
  const { context } = read.asked;
  const facts = await shownFacts(items, parts, context, position, { streams: CASEFILE_FACTS_MAX, revision: CASEFILE_FACTS_MAX });
  const acting = read.reader?.acting;
  const units = await unitNames(context, unitCodesIn([acting?.unit, Object.values(read.ask.of)]));
  const watermark: Watermark = {
    account: read.reader?.account ?? '',
    role: acting?.role ?? '',
    roleLabel: parts.words.role(acting?.role ?? ''),
    unit: acting?.unit ?? '',
    unitName: units.get(acting?.unit ?? '') ?? acting?.unit ?? '',
    at: parts.now(),
    position,
    synthetic: parts.synthetic,
  };
  const filter = filterOf(read, parts, units);
  return {
    title: titleOf(read.ask.of, String(items[0]?.['category'] ?? ''), units, parts),
    filter,
    watermark,
    asOf: context.asOf,
    knownAt: read.knownAt,
    facts,
  };
}

/** The same as JSON, whole. */
export function caseFileJson(file: CaseFile): Buffer {
  return Buffer.from(`${JSON.stringify({ ...file, count: file.facts.length }, null, 2)}\n`);
}

function titleOf(of: HistoryAsk['of'], found: string, units: UnitNames, { words }: CaseFileParts): Label {
  if ('q' in of) return { zh: `案卷：检索「${of.q}」`, en: `Case file: search for “${of.q}”` };
  const [label, value] =
    'category' in of
      ? [words.category(of.category), words.id(of.category, of.id, units)]
      : [SUBJECTS[of.by], subjectNamed(of, found, units, words)];
  return { zh: `案卷：${label.zh} ${value.zh}`, en: `Case file: ${label.en} ${value.en}` };
}

/** Units and the ledger's own accounts by name, a payment by its account, in the words of the category its facts were found in, and its own id. */
function subjectNamed(
  { by, value }: { readonly by: keyof typeof SUBJECTS; readonly value: string },
  found: string,
  units: UnitNames,
  words: Words,
): Label {
  if (by === 'actor') return words.account(value);
  const [stream = '', inner] = value.split('/');
  const named = words.id(found, stream, units);
  return inner === undefined ? named : { zh: `${named.zh} · ${inner}`, en: `${named.en} · ${inner}` };
}

function filterOf({ ask, knownAt, asked }: HistoryRead, parts: CaseFileParts, units: UnitNames): CaseFile['filter'] {
  const same = (text: string): Label => ({ zh: text, en: text });
  const { of } = ask;
  const subject =
    'q' in of
      ? { label: { zh: '检索', en: 'Search' }, text: same(of.q) }
      : 'category' in of
        ? { label: parts.words.category(of.category), text: same(of.id) }
        : { label: SUBJECTS[of.by], text: same(units.has(of.value) ? `${units.get(of.value) ?? ''}（${of.value}）` : of.value) };
  const day = (value: string | undefined, none: Label): Label => (value === undefined ? none : { zh: daySaid(value, 'zh'), en: value });
  const from = day(ask.from, { zh: '最早', en: 'the first' });
  const until = day(ask.until, { zh: '最近', en: 'the last' });
  const known =
    knownAt === null
      ? { zh: '现在', en: 'now' }
      : /^\d+$/.test(knownAt)
        ? { zh: `位置 ${knownAt}`, en: `position ${knownAt}` }
        : { zh: `${daySaid(knownAt, 'zh')}终`, en: `the end of ${knownAt}` };
  return [
    subject,
    { label: { zh: '办理日期', en: 'Day of the act' }, text: { zh: `${from.zh} 至 ${until.zh}`, en: `${from.en} to ${until.en}` } },
    { label: { zh: '截至所知', en: 'As known at' }, text: known },
    { label: { zh: '账本位置', en: 'Position' }, text: same(asked.position) },
  ];
}
