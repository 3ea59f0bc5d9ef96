import type { ReadContext } from '#readside';
import { foundings, spansOf, type NumberSources } from '../insight/sources';

/** What a unit's size is told by: its own last count, or where it has none those of the communities and villages in it; and these themselves. */
export const territoryNumbers: NumberSources = {
  'units.households': (context) => lastCounts(context, 'households'),
  'units.residents': (context) => lastCounts(context, 'residents'),
  'units.communities': (context) => foundings(context, 'u.is_base'),
};

function lastCounts(context: ReadContext, member: 'households' | 'residents'): string {
  const counts = `(SELECT k.* FROM ${spansOf(context, 'counts')} k WHERE k.begins <= $3 AND (k.ends IS NULL OR k.ends > $3))`;
  return `SELECT u.top, c.stream, c.position, (c.entry->>'revision')::int AS revision, (c.entry->>'${member}')::bigint AS part
    FROM ${counts} c JOIN scope u ON u.code = c.key AND u.since <= $3 AND (u.until IS NULL OR u.until >= $3)
    WHERE u.code = u.top OR (u.is_base AND NOT EXISTS (SELECT FROM ${counts} o WHERE o.key = u.top))`;
}
