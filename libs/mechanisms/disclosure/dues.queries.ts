import type { Day, Label } from '#kernel';
import type { ReadContext } from '#readside';
import { BOARD, TOPIC_LABELS, type DueLine, type DueSource, type Topic } from '../board/lines';
import { standingOn, type Period } from './rules';

/** Three affairs are to be shown; results of inspections follow their rounds. How often is a parameter of each: without one nothing is due. */
export const DISCLOSED: readonly Topic[] = ['party', 'residents', 'finance'];

export function perYearOf(topic: string): string {
  return `disclosure.${topic}-per-year`;
}

interface Governing {
  readonly code: string;
  readonly value: number;
  readonly kinds: readonly string[] | null;
  readonly stream: string;
  readonly revision: number;
}

interface Shown {
  readonly topic: string | null;
  readonly first: Day;
  readonly last: Day;
}

/** What a community or village should have shown in the period before, and should in this one. */
export const disclosureDues: DueSource = async (unit, context) => {
  const governing = (await parametersInForce(context)).filter(
    ({ kinds }) => kinds === null || kinds.length === 0 || kinds.includes(unit.kind),
  );
  if (governing.length === 0) return [];
  const shown = await context.rows<Shown>(
    `SELECT b.topic, min(b.published_on) AS first, max(b.published_on) AS last FROM ${context.table(BOARD)} b
     WHERE b.unit = $1 AND b.published_on <= $2 GROUP BY b.topic`,
    [unit.code, context.asOf],
  );
  const first = shown.reduce<Day | null>((earliest, one) => (earliest !== null && earliest <= one.first ? earliest : one.first), null);
  return DISCLOSED.flatMap((topic): readonly DueLine[] => {
    const parameter = governing.find(({ code }) => code === perYearOf(topic));
    if (!parameter) return [];
    const last = shown.find((one) => one.topic === topic)?.last ?? null;
    const standing = standingOn(context.asOf, parameter.value, { first, last });
    return standing ? [lineOf(unit.code, topic, standing.period, standing.is === 'late', parameter)] : [];
  });
};

async function parametersInForce(context: ReadContext): Promise<readonly Governing[]> {
  return context.rows<Governing>(
    `SELECT p.code, p.value, p.kinds, p.stream, p.revision FROM ${context.effective('parameter_values')} p WHERE p.code = ANY ($1::text[]) AND p.value > 0 ORDER BY p.since DESC`,
    [DISCLOSED.map(perYearOf)],
  );
}

function lineOf(unit: string, topic: Topic, { from, until }: Period, late: boolean, { stream, revision }: Governing): DueLine {
  const { zh, en }: Label = TOPIC_LABELS[topic] ?? { zh: topic, en: topic };
  return {
    id: `disclosure/due/${unit}/${from}.${topic}`,
    topic,
    title: `${zh}应公开未公开`,
    titleEn: `${en} due to be shown`,
    text: `${from} 至 ${until} 应公开${zh}，尚无公开内容`,
    textEn: `${en} due between ${from} and ${until}: nothing has been shown`,
    status: late ? 'missing' : 'open',
    due: until,
    late,
    stream,
    revision,
  };
}
