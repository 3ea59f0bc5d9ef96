import type { Day, JsonObject, Label } from '#kernel';
import type { PolicyTarget } from '#policy';
import type { ReadContext, Reader } from '#readside';

// What a mechanism declares to be seen on the scoreboard, in the overdue matrix and among what waits for somebody.

/** A unit as it stands on the day asked, and the unit it is summed up under. */
export interface ScopedUnit {
  readonly code: string;
  readonly top: string;
  readonly name: string;
  readonly level: string;
  readonly kind: string;
  readonly since: Day;
  readonly until: Day | null;
}

/** A number of the policy as it governs on a day, and the fact that set it. */
export interface ParameterInForce {
  readonly code: string;
  readonly value: number;
  readonly unitOfMeasure: string;
  /** Kinds of unit it governs; none: all. */
  readonly kinds: readonly string[];
  readonly from: Day;
  /** `stream@revision`. */
  readonly rests: string;
}

export interface PolicyParameters {
  /** For units of a kind, or for whatever kind it was set for. */
  on(code: string, day: Day, kind?: string): ParameterInForce | undefined;
}

/**
 * The units and days a question is about, as two tables for SQL: `scope(code, top, kind, since, until, is_subdistrict, is_base,
 * is_community)`, where base is communities and villages, and `days(day)`. One statement answers for all of them: sources never ask unit by unit
 * or day by day. (Truths, not texts to compare with: the planner takes every second unit for one, not every two-hundredth.)
 */
export interface Survey {
  readonly context: ReadContext;
  readonly units: readonly ScopedUnit[];
  /** Ascending; the last one is the day asked about. */
  readonly days: readonly Day[];
  /** Read once, when first asked for. */
  readonly parameters: () => Promise<PolicyParameters>;
  /** `SELECT …` over scope and days, or `, more AS (…) SELECT …`; its own values are `$3` and on. */
  rows<T extends object>(sql: string, values?: readonly unknown[]): Promise<readonly T[]>;
}

/** How parts become a value: a share in percent, a mean, or the sum itself. Parts and wholes add up over units; values do not. */
export type Combining = 'share' | 'mean' | 'sum';

export interface IndicatorSpec extends PolicyTarget {
  readonly combine: Combining;
}

/** What was counted below one of the tops by the end of a day. `whole` is missing in a sum. No row: nothing to count. */
export interface Measured {
  readonly id: string;
  readonly top: string;
  readonly day: Day;
  readonly part: number;
  readonly whole?: number;
}

/** Indicators that one look at the rows measures together, for all tops and days of the survey. */
export interface IndicatorSource {
  readonly indicators: readonly IndicatorSpec[];
  readonly measure: (survey: Survey) => Promise<readonly Measured[]>;
  /**
   * By indicator: `SELECT u.top, r.stream, r.position, … AS revision FROM … r JOIN scope u …`, the rows the last day's value is made of; where a
   * row does not know its revision (null), the history knows it by the position. `$3` is that day, `$4` the first day of its year.
   */
  readonly evidence: Readonly<Record<string, (context: ReadContext) => string>>;
}

/** What a number is asked for: of which year's accounts, of which fund, of which term. */
export interface NumberAsked {
  readonly year: number;
  /** Undefined: both. */
  readonly fund: 'service' | 'work' | undefined;
}

/**
 * The facts that a number of an answer is made of: `SELECT u.top, r.stream, r.position, … AS revision, … AS part FROM … r JOIN scope u …`, `revision`
 * as in an indicator's evidence, `part` what the fact adds to the number (none: null, where it only belongs to it); `unit`, where there is such a
 * column, whom it counts: a founding is recorded at the unit above, and counts the one it founds. `$3` is the day asked, `$4` the
 * first day of its year, `$5` the code of the term asked or null.
 */
export type NumberRows = (context: ReadContext, asked: NumberAsked) => string;

/** By the number's name, such as `funds.paid`. */
export type NumberSources = Readonly<Record<string, NumberRows>>;

/** What is open and late below one of the tops: numbers of things, and the earliest day by which one was due. */
export interface OverdueCount {
  readonly top: string;
  readonly open: number;
  readonly late: number;
  readonly oldest: Day | null;
}

/** One thing that is open, and the fact by which it is due. */
export interface OverdueThing {
  /** Unique within its mechanism: that of its line where a board shows it. */
  readonly key: string;
  /** Whether a line of its unit's board has that key. */
  readonly isLine: boolean;
  readonly unit: string;
  readonly title: Label;
  readonly due: Day | null;
  readonly late: boolean;
  readonly rests: ThingFact;
}

/** The fact that set its day or made it wait: by its revision, or by the position at which a row was derived from it. */
export type ThingFact =
  { readonly stream: string; readonly revision: number } | { readonly stream: string; readonly revision: null; readonly position: string };

/** A fact named `stream@revision`. */
export function factOf(named: string): ThingFact {
  const at = named.lastIndexOf('@');
  return { stream: named.slice(0, at), revision: Number(named.slice(at + 1)) };
}

/**
 * The row of a mechanism in the overdue matrix. Lines it discloses with a day due count by themselves; `count` adds what is due though no
 * fact says so, and `things` names it: as many as are counted, for a spec holds them together.
 */
export type OverdueSource =
  | { readonly label: Label; readonly count?: undefined; readonly things?: undefined }
  | {
      readonly label: Label;
      readonly count: (survey: Survey) => Promise<readonly OverdueCount[]>;
      readonly things: (survey: Survey) => Promise<readonly OverdueThing[]>;
    };

/** One thing that waits for somebody. */
export interface TaskRow {
  /** Unique in its source. */
  readonly key: string;
  /** The id of the stream within the action's category. */
  readonly id: string;
  readonly unit: string;
  readonly text: Label;
  /** Since when it waits. */
  readonly since: Day;
  readonly due?: Day | null;
  /** SHA-256 of the scans that came with it; absent where none are asked for. */
  readonly files?: readonly string[];
  /** Members of the action's payload that are known. */
  readonly prefill: JsonObject;
}

/** One kind of thing that waits, and the action that ends the waiting: who may do it is what the action's contract says. */
export interface TaskSource {
  /** Unique in the mechanism. */
  readonly id: string;
  readonly category: string;
  readonly action: string;
  readonly title: Label;
  /** At most `TASKS_MAX`, those that wait longest first; the day asked about is the survey's last. */
  readonly find: (survey: Survey, reader: Reader) => Promise<readonly TaskRow[]>;
}

/** Of one source at most. */
export const TASKS_MAX = 200;

/** Alive on a day of `days`: alias `u` of scope, `d` of days. */
export const ALIVE = '(u.since <= d.day AND (u.until IS NULL OR u.until >= d.day))';

/**
 * Rows of a table with spans, one per span, for FROM: every column, `entry` with the spanned values, in effect from `begins` to the day before
 * `ends` (null: until further notice). OFFSET 0: timelines are opened once and joined by hash, not once more for every unit and day.
 */
export function spansOf(context: ReadContext, table: string): string {
  return `(SELECT t.*, e.entry, e.begins, e.ends FROM ${context.table(table)} t CROSS JOIN LATERAL (
      SELECT x.value AS entry, x.value->>'from' AS begins, lead(x.value->>'from') OVER (ORDER BY x.ordinality) AS ends
      FROM jsonb_array_elements(t.timeline) WITH ORDINALITY x) e OFFSET 0)`;
}

/** In effect on a day of `days` (alias `d`). */
export function inEffect(alias: string): string {
  return `(${alias}.begins <= d.day AND (${alias}.ends IS NULL OR d.day < ${alias}.ends))`;
}

/** The table of every fact: `stream revision type data occurred_on`, its key in the order of the ledger. */
export const FACTS = 'history_facts';

/** Facts (alias `f`) recorded at a position, given as SQL text: what a row says that was last derived there. */
export function recordedAt(position: string): string {
  return `f.key >= lpad(${position}, 20, '0') || '.' AND f.key < lpad(${position}, 20, '0') || '/'`;
}

/** Foundings of the units of scope that are alive on a day of `$3` and meet a condition on `u`: rows of a number, each `part` one. */
export function foundings(context: ReadContext, which: string, day = '$3', part = '1'): string {
  const founded = `u.since <= ${day} AND (u.until IS NULL OR u.until >= ${day}) AND ${which}`;
  const from = `FROM scope u JOIN ${context.table('units')} t ON t.key = u.code JOIN ${context.table(FACTS)} f ON f.stream = t.stream`;
  return `SELECT u.top, f.stream, f.position, f.revision, ${part} AS part, u.code AS unit ${from} AND f.type = 'UnitFounded' AND f.data->>'code' = u.code WHERE ${founded}
    UNION ALL SELECT u.top, f.stream, f.position, f.revision, ${part} AS part, u.code AS unit ${from} AND f.type = 'UnitSplit'
      AND f.data->'parts' @> jsonb_build_array(jsonb_build_object('code', u.code)) WHERE ${founded}`;
}
