import { FACTS, recordedAt, type IndicatorSource, type Survey } from './sources';

export interface Evidence {
  readonly id: string;
  readonly top: string;
  /** `stream@revision`. */
  readonly rests: string;
}

/** The newest facts that the rows behind each value were last derived from, at most so many for each top: rows say their position, the history its revision. */
export async function evidenceOf(source: IndicatorSource, survey: Survey, most: number): Promise<readonly Evidence[]> {
  const { context } = survey;
  const found = await Promise.all(
    Object.entries(source.evidence).map(async ([id, rows]) =>
      (
        await survey.rows<{ readonly top: string; readonly rests: string }>(
          `, asked AS (SELECT $3::text AS day, $4::text AS year_began),
             placed AS (SELECT x.*, row_number() OVER (PARTITION BY x.top ORDER BY x.position DESC) AS place FROM (${rows(context)}) x)
           SELECT p.top, p.stream || '@' || coalesce(p.revision, f.revision) AS rests FROM placed p
           LEFT JOIN ${context.table(FACTS)} f ON p.revision IS NULL AND ${recordedAt('p.position::text')} AND f.stream = p.stream
           WHERE p.place <= $5 AND coalesce(p.revision, f.revision) IS NOT NULL GROUP BY p.top, 2, p.position ORDER BY p.top, p.position DESC`,
          [context.asOf, `${context.asOf.slice(0, 4)}-01-01`, most],
        )
      ).map(({ top, rests }) => ({ id, top, rests })),
    ),
  );
  return found.flat();
}
