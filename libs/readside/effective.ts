import { isDay, type Day } from '#kernel';
import { askedColumns, SQL_TYPES } from './columns';
import type { ColumnType, TableSpec } from './view';

/**
 * Rows of a table with spans as they were in effect on a day: each spanned column holds the value of the entry in effect; rows whose first
 * entry comes later are left out. `from` is the table, live or as known on a day.
 */
export function tableInEffect(table: TableSpec, from: string, day: Day): string {
  const columns = askedColumns(table).map((name) => {
    const type = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
    return name === 'timeline' || type === undefined
      ? `t."${name}"`
      : `CASE WHEN e.entry ? '${name}' THEN ${member(name, type)} ELSE t."${name}" END AS "${name}"`;
  });
  return `(SELECT ${columns.join(', ')} FROM ${from} t CROSS JOIN LATERAL (SELECT ${entryOn('t.timeline', day)} AS entry) e
    WHERE t.timeline IS NULL OR e.entry IS NOT NULL)`;
}

/** SQL of the timeline entry in effect on a day (jsonb, null before the first): `entryOn('u.timeline', asOf)->>'name'`. */
export function entryOn(timeline: string, day: Day): string {
  return `(jsonb_path_query_array(${timeline}, '$[*] ? (@.from <= $day)', '{"day":"${safe(day)}"}')->-1)`;
}

/** The day goes into SQL as text: it is one, or nothing happens. */
export function safe(day: Day): Day {
  if (!isDay(day)) throw new Error('not a day');
  return day;
}

function member(name: string, type: ColumnType): string {
  if (type === 'json') return `nullif(e.entry->'${name}', 'null'::jsonb)`;
  if (type === 'texts')
    return `CASE jsonb_typeof(e.entry->'${name}') WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(e.entry->'${name}')) END`;
  return `(e.entry->>'${name}')::${SQL_TYPES[type]}`;
}
