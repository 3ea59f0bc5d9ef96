import type { PublicLine, PublicLines } from '#gateway';
import type { Day } from '#kernel';
import { BOARD, shownLine, type StoredLine } from '#mechanisms';
import type { ReadSide } from '#readside';

interface PublishedLine extends StoredLine {
  readonly key: string;
  readonly concerns: readonly string[] | null;
  readonly position: string;
}

/** The board's rows as they come, for server-sent events: what is on no board is never sent. */
export function publicLines(reading: ReadSide, today: () => Day): PublicLines {
  return {
    get position() {
      return reading.position;
    },
    onPosition: (listener) => reading.onPosition(listener),
    since: async (position, limit) => {
      const now = today();
      const context = reading.context({ asOf: now, knownAt: undefined, today: now, reader: undefined });
      const rows = await context.rows<PublishedLine>(
        `SELECT * FROM ${context.table(BOARD)} WHERE position > $1::bigint ORDER BY position, key LIMIT $2`,
        [position, limit],
      );
      return rows.map(lineOf);
    },
  };
}

function lineOf(row: PublishedLine): PublicLine {
  return { position: row.position, units: [row.unit, ...(row.concerns ?? [])], item: shownLine(row.key, row) };
}
