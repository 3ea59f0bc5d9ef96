import type { PublicLine, PublicLines } from '#gateway';
import type { Day, Json } from '#kernel';
import type { ReadSide } from '#readside';

interface BoardRow {
  readonly key: string;
  readonly unit: string;
  readonly concerns: readonly string[] | null;
  readonly topic: string;
  readonly title: string;
  readonly title_en: string | null;
  readonly text: string;
  readonly text_en: string | null;
  readonly amount_fen: number | null;
  readonly status: string | null;
  readonly due: string | null;
  readonly published_on: string;
  readonly stream: string;
  readonly revision: number;
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
      const rows = await context.rows<BoardRow>(`SELECT * FROM ${context.table('board')} WHERE position > $1::bigint ORDER BY position, key LIMIT $2`, [position, limit]);
      return rows.map(lineOf);
    },
  };
}

function lineOf(row: BoardRow): PublicLine {
  const item: Readonly<Record<string, Json>> = {
    id: row.key,
    unit: row.unit,
    topic: row.topic,
    title: row.title,
    titleEn: row.title_en ?? row.title,
    text: row.text,
    textEn: row.text_en ?? row.text,
    status: row.status ?? 'recorded',
    publishedOn: row.published_on,
    stream: row.stream,
    revision: row.revision,
    ...(row.amount_fen === null ? {} : { amountFen: row.amount_fen }),
    ...(row.due === null ? {} : { due: row.due }),
  };
  return { position: row.position, units: [row.unit, ...(row.concerns ?? [])], item };
}
