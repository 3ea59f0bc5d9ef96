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
