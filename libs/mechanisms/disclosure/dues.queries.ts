import type { Label } from '#kernel';
import type { ReadContext } from '#readside';
import type { DueLine, DueSource } from '../board/lines';
import { TOPIC_LABELS, type Topic } from '../board/topics.contract';
import { standingOn, type Period } from './rules';
import { DISCLOSED, perYearOf, shownAt } from './shown.queries';

interface Governing {
  readonly code: string;
  readonly value: number;
  readonly kinds: readonly string[] | null;
  readonly stream: string;
  readonly revision: number;
}

/** What a community or village should have shown in the period before, and should in this one. */
export const disclosureDues: DueSource = async (unit, context) => {
  const governing = (await parametersInForce(context)).filter(
    ({ kinds }) => kinds === null || kinds.length === 0 || kinds.includes(unit.kind),
  );
  if (governing.length === 0) return [];
  const shown = await shownAt(unit.code, context);
  return DISCLOSED.flatMap((topic): readonly DueLine[] => {
    const parameter = governing.find(({ code }) => code === perYearOf(topic));
    if (!parameter) return [];
    const { first, last } = shown.find((one) => one.topic === topic) ?? { first: null, last: null };
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

/** The key of the line that says so on a board. */
export function dueLineOf(unit: string, topic: Topic, { from }: Pick<Period, 'from'>): string {
  return `disclosure/due/${unit}/${from}.${topic}`;
}

export function unshownTitle(topic: Topic): Label {
  const { zh, en } = TOPIC_LABELS[topic] ?? { zh: topic, en: topic };
  return { zh: `${zh}应公开未公开`, en: `${en} due to be shown` };
}

function lineOf(unit: string, topic: Topic, { from, until }: Period, late: boolean, { stream, revision }: Governing): DueLine {
  const { zh, en }: Label = TOPIC_LABELS[topic] ?? { zh: topic, en: topic };
  const title = unshownTitle(topic);
  return {
    id: dueLineOf(unit, topic, { from }),
    topic,
    title: title.zh,
    titleEn: title.en,
    text: `${from} 至 ${until} 应公开${zh}，尚未公开`,
    textEn: `${en} due between ${from} and ${until}: nothing has been published`,
    status: late ? 'missing' : 'open',
    due: until,
    late,
    stream,
    revision,
  };
}
