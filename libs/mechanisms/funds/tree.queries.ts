import type { Day } from '#kernel';
import { entryOn, type ReadContext } from '#readside';

export interface Tree {
  readonly name: string;
  readonly units: readonly string[];
}

/** Units as they stood on a day with the names and parents of that day, those that had ended included: alias them `u`. */
export function unitsOn(context: ReadContext, day: Day): string {
  return `(SELECT t.code, t.level, t.kind, t.until, e.entry->>'name' AS name, e.entry->>'parent' AS parent FROM ${context.table('units')} t
    CROSS JOIN LATERAL (SELECT ${entryOn('t.timeline', day)} AS entry) e WHERE e.entry IS NOT NULL)`;
}

/** A unit and all that lay below it on the day asked; undefined when there was none by then. */
export async function treeOf(unit: string, context: ReadContext): Promise<Tree | undefined> {
  const sql = `WITH RECURSIVE u AS MATERIALIZED ${unitsOn(context, context.asOf)}, tree AS (
      SELECT u.code, u.name, 0 AS depth FROM u WHERE u.code = $1
      UNION ALL SELECT u.code, u.name, tree.depth + 1 FROM u JOIN tree ON u.parent = tree.code WHERE tree.depth < 4
    ) SELECT code, name FROM tree ORDER BY depth, code`;
  const rows = await context.rows<{ code: string; name: string }>(sql, [unit]);
  const [top] = rows;
  return top && { name: top.name, units: [...new Set(rows.map((row) => row.code))] };
}

/** A unit directly below the one asked, alive on the day, with everything that lay below it. */
export interface Branch extends Tree {
  readonly unit: string;
}

/** The units directly below one, by code; undefined when there was no such unit by then. */
export async function branchesOf(parent: string, context: ReadContext): Promise<readonly Branch[] | undefined> {
  const sql = `WITH RECURSIVE u AS MATERIALIZED ${unitsOn(context, context.asOf)}, tree AS (
      SELECT u.code, u.name, u.code AS top, 0 AS depth FROM u WHERE u.parent = $1 AND (u.until IS NULL OR u.until >= $2)
      UNION ALL SELECT u.code, u.name, tree.top, tree.depth + 1 FROM u JOIN tree ON u.parent = tree.code WHERE tree.depth < 4
    ) SELECT code, name, top FROM tree UNION ALL SELECT code, name, NULL FROM u WHERE code = $1 ORDER BY code`;
  const rows = await context.rows<{ code: string; name: string; top: string | null }>(sql, [parent, context.asOf]);
  if (!rows.some(({ code, top }) => code === parent && top === null)) return undefined;
  return rows
    .filter(({ code, top }) => code === top)
    .map(({ code, name }) => ({ unit: code, name, units: [...new Set(rows.filter(({ top }) => top === code).map((row) => row.code))] }));
}
