import { BEGINNING, type Day } from '#kernel';
import { entryOn, outOfScope, type ReadContext } from '#readside';
import type { KeptLists } from './kept.queries';
import { policyParameters } from './parameters.queries';
import type { PolicyParameters, ScopedUnit, Survey } from './sources';
import { Turns } from './turns.queries';

/** A unit and everything that ever lay below it, ended units too: what they did stays in the sums. */
export interface Tree {
  readonly root: TreeUnit;
  /** In the order of their codes. */
  readonly children: readonly TreeUnit[];
  /** Everything at and below the root, summed up under the root, or under the children (the root's own under itself). */
  readonly whole: readonly ScopedUnit[];
  readonly byChild: readonly ScopedUnit[];
}

export interface TreeUnit {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly kind: string;
  readonly parent: string | null;
  readonly since: Day;
  readonly until: Day | null;
}

const DEPTH_MAX = 4;
/** Statements of one survey at a time. */
const AT_ONCE_MAX = 3;

/**
 * The tree of a unit on the day asked. @returns undefined when there was no such unit by then.
 * @throws ReadRefusal `access.scope` when it is not within the reader's own.
 */
export async function treeOf(code: string, context: ReadContext, kept: KeptLists): Promise<Tree | undefined> {
  const rows = await kept.list(context, ['units'], () => unitsOn(context));
  const units = new Map(rows.map((row) => [row.code, row]));
  const root = units.get(code);
  if (!root) return undefined;
  if (!liesWithin(code, readableRoot(context), units)) throw outOfScope();
  const below = new Map<string, TreeUnit[]>();
  for (const row of rows) if (row.parent !== null) below.set(row.parent, [...(below.get(row.parent) ?? []), row]);
  const children = (below.get(code) ?? []).filter((child) => child.until === null || child.until >= context.asOf);
  const every = withBelow(root, below);
  const childOf = new Map((below.get(code) ?? []).flatMap((child) => withBelow(child, below).map((one) => [one.code, child.code])));
  return {
    root,
    children,
    whole: every.map((one) => ({ ...one, top: code })),
    byChild: every.map((one) => ({ ...one, top: childOf.get(one.code) ?? code })),
  };
}

function unitsOn(context: ReadContext): Promise<readonly TreeUnit[]> {
  return context.rows<TreeUnit>(
    `SELECT u.key AS code, e.entry->>'name' AS name, u.level, u.kind, e.entry->>'parent' AS parent, coalesce(u.since, '${BEGINNING}') AS since, u.until
     FROM ${context.table('units')} u CROSS JOIN LATERAL (SELECT ${entryOn('u.timeline', context.asOf)} AS entry) e WHERE e.entry IS NOT NULL ORDER BY u.key`,
  );
}

/** The two tables every source's SQL stands on, before its own SELECT. */
export function surveyOf(context: ReadContext, units: readonly ScopedUnit[], days: readonly Day[]): Survey {
  const listed = JSON.stringify(units.map(rowOf));
  const tables = `WITH scope AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb)
      AS s(code text, top text, kind text, since text, until text, is_subdistrict boolean, is_base boolean, is_community boolean)),
    days AS MATERIALIZED (SELECT unnest($2::text[]) AS day)`;
  const turns = new Turns(AT_ONCE_MAX);
  let parameters: Promise<PolicyParameters> | undefined;
  return {
    context,
    units,
    days,
    parameters: () => (parameters ??= policyParameters(context)),
    rows: (sql, values = []) => turns.take(() => context.rows(`${tables} ${sql}`, [listed, days, ...values])),
  };
}

function rowOf({ code, top, level, kind, since, until }: ScopedUnit): object {
  return {
    code,
    top,
    kind,
    since,
    until,
    is_subdistrict: level === 'subdistrict',
    is_base: level === 'community',
    is_community: kind === 'community',
  };
}

/** Where the reader's sight begins: the unit acted for. */
export function readableRoot({ reader, city }: ReadContext): string {
  return reader?.acting.unit ?? city;
}

function liesWithin(code: string, root: string, units: ReadonlyMap<string, TreeUnit>): boolean {
  let at: string | null | undefined = code;
  for (let depth = 0; depth <= DEPTH_MAX && at !== null && at !== undefined; depth += 1) {
    if (at === root) return true;
    at = units.get(at)?.parent;
  }
  return false;
}

function withBelow(root: TreeUnit, below: ReadonlyMap<string, readonly TreeUnit[]>, depth = 0): readonly TreeUnit[] {
  if (depth === DEPTH_MAX) return [root];
  return [root, ...(below.get(root.code) ?? []).flatMap((child) => withBelow(child, below, depth + 1))];
}
