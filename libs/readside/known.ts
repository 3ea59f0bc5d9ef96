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
  const listed = (alias: string): string => columns.map((column) => `${alias}."${column}"`).join(', ');
  const unchanged = `SELECT ${listed('l')} FROM ${live} l WHERE l.row_day <= '${safe(day)}'`;
  if (table.history === false) return `(${unchanged})`;
  return `(${unchanged}
    UNION ALL
    SELECT ${listed('r')} FROM (
      SELECT DISTINCT ON (h.key) h.dropped, h."row" FROM ${schema.history(table.name)} h
      WHERE h.day <= '${day}' AND NOT EXISTS (SELECT FROM ${live} l WHERE l.key = h.key AND l.row_day <= '${day}')
      ORDER BY h.key, h.day DESC
    ) v CROSS JOIN LATERAL jsonb_populate_record(NULL::${live}, v."row") r WHERE NOT v.dropped)`;
}
