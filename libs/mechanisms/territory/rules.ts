import { addDays, own, type Day } from '#kernel';
import type { Level } from '#contracts';

/** What kind of unit it is within its level (fixed). */
export const KINDS = ['city', 'subdistrict', 'town', 'township', 'community', 'village', 'grid'] as const;
export type Kind = (typeof KINDS)[number];

/** From a day on, this name and this parent; `null` above the city. */
export interface Span {
  readonly from: Day;
  readonly name: string;
  readonly parent: string | null;
}

export interface Unit {
  readonly code: string;
  readonly level: Level;
  readonly kind: Kind;
  /** Oldest first; the first one is the founding. */
  readonly spans: readonly Span[];
  /** Every unit that ever had this one as its parent. */
  readonly children: readonly string[];
  /** The first day on which it is no more. */
  readonly ended?: Day;
  /** What it was merged into, or what it was split into. */
  readonly became?: readonly string[];
}

export interface ResizeProposal {
  readonly code: string;
  readonly plan: string;
  readonly reason: string;
  readonly on: Day;
  readonly decided?: { readonly accepted: boolean; readonly effectOn?: Day; readonly reason: string };
}

/** The units of the whole city on any day. Kept by the first 9 and 12 digits of the code, so that a fact copies one community, not the city. */
export interface UnitTree {
  readonly districts: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Unit>>>>>>;
  readonly proposals: Readonly<Record<string, ResizeProposal>>;
}

/** A unit as it stood on a day. `until` is its last day, where that is known. */
export interface UnitOnDay {
  readonly code: string;
  readonly name: string;
  readonly level: Level;
  readonly kind: Kind;
  readonly parent: string | null;
  readonly from: Day;
  readonly until?: Day;
}

/** Depth of the tree; bounds every walk up or down. */
const DEPTH_MAX = 4;

/** The tree with a unit as it is now. */
export function withUnit(tree: UnitTree, unit: Unit): UnitTree {
  const [nine, twelve] = [unit.code.slice(0, 9), unit.code.slice(0, 12)];
  const district = own(tree.districts, nine);
  const place = district && own(district, twelve);
  return { ...tree, districts: { ...tree.districts, [nine]: { ...district, [twelve]: { ...place, [unit.code]: unit } } } };
}

/** A unit that was ever founded, alive or not: abolished codes stay valid for history. */
export function unitEver(tree: UnitTree, code: string): Unit | undefined {
  const district = own(tree.districts, code.slice(0, 9));
  const place = district && own(district, code.slice(0, 12));
  return place && own(place, code);
}

/** The unit as it stood on a day; undefined when it was not alive then. */
export function unitOn(tree: UnitTree, code: string, on: Day): UnitOnDay | undefined {
  const unit = unitEver(tree, code);
  const span = unit && spanOn(unit, on);
  if (!unit || !span) return undefined;
  const ends = unit.ended === undefined ? {} : { until: addDays(unit.ended, -1) };
  return {
    code,
    name: span.name,
    level: unit.level,
    kind: unit.kind,
    parent: span.parent,
    from: unit.spans[0]?.from ?? span.from,
    ...ends,
  };
}

/** Alive on the day and, as far as is known, on every later day. */
export function livesOnFrom(tree: UnitTree, code: string, on: Day): boolean {
  const unit = unitEver(tree, code);
  return unit !== undefined && unit.ended === undefined && spanOn(unit, on) !== undefined;
}

/** Codes of the children that were alive on a day, in the order of their codes. */
export function childrenOn(tree: UnitTree, code: string, on: Day): readonly string[] {
  return (unitEver(tree, code)?.children ?? []).filter((child) => unitOn(tree, child, on)?.parent === code).sort();
}

/** Children alive on the day or at any time after it: what ending the unit on that day would orphan. */
export function childrenFrom(tree: UnitTree, code: string, on: Day): readonly string[] {
  return (unitEver(tree, code)?.children ?? []).filter((child) => {
    const unit = unitEver(tree, child);
    if (!unit || (unit.ended !== undefined && unit.ended <= on)) return false;
    return spanOn(unit, on)?.parent === code || unit.spans.some((span) => span.from > on && span.parent === code);
  });
}

/** From the unit itself up to the city; empty when the unit was not alive on the day. */
export function pathOf(tree: UnitTree, code: string, on: Day): readonly string[] {
  const path: string[] = [];
  for (let at: string | null = code; at !== null && path.length <= DEPTH_MAX;) {
    const unit = unitOn(tree, at, on);
    if (!unit) break;
    path.push(at);
    at = unit.parent;
  }
  return path;
}

/** Whether the unit lay in the tree of `ancestor` on a day; a living unit lies in its own. */
export function isWithin(tree: UnitTree, code: string, ancestor: string, on: Day): boolean {
  return pathOf(tree, code, on).includes(ancestor);
}

/** Every unit alive on a day, in the order of their codes. */
export function unitsAliveOn(tree: UnitTree, on: Day, level?: Level): readonly UnitOnDay[] {
  return Object.values(tree.districts)
    .flatMap((district) => Object.values(district).flatMap((place) => Object.values(place)))
    .filter((unit) => level === undefined || unit.level === level)
    .flatMap((unit) => unitOn(tree, unit.code, on) ?? [])
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** The level whose units are the parents of this level's units. */
export function levelAbove(level: Level): Level | undefined {
  return ({ city: undefined, subdistrict: 'city', community: 'subdistrict', grid: 'community' } as const)[level];
}

export function kindsOf(level: Level): readonly Kind[] {
  return (
    { city: ['city'], subdistrict: ['subdistrict', 'town', 'township'], community: ['community', 'village'], grid: ['grid'] } as const
  )[level];
}

/** Whether a code has the form of its kind below its parent: GB/T 10114 for levels below the city, the statistical codes for communities and villages. */
export function hasCodeForm(code: string, kind: Kind, parent: string | undefined): boolean {
  const form = FORMS[kind];
  return form.test(code) && (parent === undefined || code.startsWith(parent));
}

const FORMS: Readonly<Record<Kind, RegExp>> = {
  city: /^\d{6}$/,
  subdistrict: /^\d{6}(?!000)0\d\d$/,
  town: /^\d{6}1\d\d$/,
  township: /^\d{6}[23]\d\d$/,
  community: /^\d{9}((?!000)[01]\d\d|4\d\d)$/,
  village: /^\d{9}[235]\d\d$/,
  grid: /^\d{12}-\d{1,3}$/,
};

function spanOn(unit: Unit, on: Day): Span | undefined {
  return unit.ended !== undefined && unit.ended <= on ? undefined : unit.spans.findLast((span) => span.from <= on);
}

/** What is recorded of households: the last count up to a day. */
export interface Count {
  readonly on: Day;
  readonly households: number;
  readonly residents: number;
  /** Revision of the fact, which a correction names. */
  readonly revision: number;
}

/** Counts of one unit, oldest day first, one per day. */
export interface CountsState {
  readonly counts: readonly Count[];
}

/** The last count taken on or before a day. */
export function countOn(state: CountsState, on: Day): Count | undefined {
  return state.counts.findLast((count) => count.on <= on);
}

/** T2 (clause 4): where a community of so many households lies to the range of the day; undefined without both bounds. */
export function sizeOf(households: number, min: number | undefined, max: number | undefined): 'below' | 'within' | 'above' | undefined {
  if (min === undefined || max === undefined) return undefined;
  return households < min ? 'below' : households > max ? 'above' : 'within';
}
