import type { PublicLine, PublicLines } from '#gateway';
import type { Day } from '#kernel';
import { BOARD, shownLine, stepPlace, STEPS, type StoredLine } from '#mechanisms';
import { laterOf, type ReadSide } from '#readside';

interface PublishedLine extends StoredLine {
  /** Null when the line is there no more. */
  readonly key: string | null;
  readonly concerns: readonly string[] | null;
  /** Where it was spoken of. */
  readonly position: string;
}

/** The board's lines as facts speak of them, for server-sent events: what is on no board is never sent. */
export function publicLines(reading: ReadSide, today: () => Day): PublicLines {
  return {
    get position() {
      return reading.position;
    },
    onPosition: (listener) => reading.onPosition(listener),
    since: async (position, limit) => {
      const now = today();
      const context = reading.context({ asOf: now, knownAt: undefined, today: now, reader: undefined });
      const { position: reached } = reading;
      const steps = context.table(STEPS.name);
      // Facts of one append may share a position: `~` sorts behind all of them, and none of them is parted from the others.
      const rows = await context.rows<PublishedLine>(
        `SELECT b.key, b.unit, b.topic, b.title, b.title_en, b.text, b.text_en, b.amount_fen, b.status, b.due, b.published_on, b.stream, b.revision, b.concerns, s.position
         FROM ${steps} s LEFT JOIN ${context.table(BOARD)} b ON b.key = s.line
         WHERE s.key > $1 AND s.key < $2 AND s.key < coalesce(
           (SELECT lpad(n.position::text, 20, '0') || '~' FROM ${steps} n WHERE n.key > $1 AND n.key < $2 ORDER BY n.key OFFSET $3 LIMIT 1), '~')
         ORDER BY s.key`,
        [`${stepPlace(position)}~`, `${stepPlace(reached)}~`, limit - 1],
      );
      const more = rows.length >= limit;
      return { lines: latest(rows), upTo: more ? (rows.at(-1)?.position ?? reached) : laterOf(reached, position), more };
    },
  };
}

/** A line that several facts spoke of is told once, at the last of them. */
function latest(rows: readonly PublishedLine[]): readonly PublicLine[] {
  const lines = new Map<string, PublicLine>();
  for (const row of rows) {
    if (row.key === null) continue;
    lines.delete(row.key);
    lines.set(row.key, { position: row.position, units: [row.unit, ...(row.concerns ?? [])], item: shownLine(row.key, row) });
  }
  return [...lines.values()];
}
