import type { Day } from '#kernel';
import { askedColumns } from './columns';
import { safe } from './effective';
import type { ReadSchema } from './schema';
import type { TableSpec } from './view';

/**
 * Rows as they were known at the end of a Shanghai day, for FROM. Live rows whose last version is not younger are taken as they are (with their
 * indexes); the others come from the history. Columns are those of the live table.
 */
export function tableKnownAt(schema: ReadSchema, table: TableSpec, day: Day): string {
  const live = schema.table(table.name);
  const columns = askedColumns(table);
  const listed = (alias: string, first = 0): string =>
    columns
      .slice(first)
      .map((column) => `${alias}."${column}"`)
      .join(', ');
  // The key of a former version is the history's own column, not the one inside its json: so a condition on it finds the index.
  const unchanged = `SELECT ${listed('l')} FROM ${live} l WHERE l.row_day <= '${safe(day)}'`;
  if (table.history === false) return `(${unchanged})`;
  return `(${unchanged}
    UNION ALL
    SELECT v.key, ${listed('r', 1)} FROM (
      SELECT DISTINCT ON (h.key) h.key, h.dropped, h."row" FROM ${schema.history(table.name)} h
      WHERE h.day <= '${day}' AND NOT EXISTS (SELECT FROM ${live} l WHERE l.key = h.key AND l.row_day <= '${day}')
      ORDER BY h.key, h.day DESC
    ) v CROSS JOIN LATERAL jsonb_populate_record(NULL::${live}, v."row") r WHERE NOT v.dropped)`;
}
