import type { Day } from '#kernel';
import { TOPIC_LABELS } from '../board/topics.contract';
import { TASKS_MAX, type Survey, type TaskRow, type TaskSource } from '../insight/sources';
import { periodName } from './rules';
import { DISCLOSURES, unmetIn, type Unmet } from './shown.queries';

/** What should be shown and is not: by the calendar of the three affairs, and by what was scheduled. */
export const disclosureTasks: readonly TaskSource[] = [
  {
    id: 'publish',
    category: 'disclosures',
    action: 'publish',
    title: { zh: '应公开未公开', en: 'Due to be shown' },
    find: unmet,
  },
  {
    id: 'scheduled',
    category: 'disclosures',
    action: 'publish',
    title: { zh: '计划公开', en: 'Scheduled to be shown' },
    find: scheduled,
  },
];

/** The id says unit, affair and period, so that two people publish it once; after a withdrawal it is numbered on. */
async function unmet(survey: Survey): Promise<readonly TaskRow[]> {
  const found = [...(await unmetIn(survey))].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).slice(0, TASKS_MAX);
  const taken = await survey.rows<{ readonly base: string; readonly uses: number }>(
    `SELECT k.base, count(*)::int AS uses FROM unnest($3::text[]) AS k(base)
     JOIN ${survey.context.table(DISCLOSURES)} d ON d.key = k.base OR d.key LIKE k.base || '-%' GROUP BY 1`,
    [found.map(idOf)],
  );
  return found.map((one): TaskRow => {
    const { code, topic, standing } = one;
    const uses = taken.find(({ base }) => base === idOf(one))?.uses ?? 0;
    const [period, label] = [periodName(standing.period), TOPIC_LABELS[topic] ?? { zh: topic, en: topic }];
    const { from, until } = standing.period;
    return {
      key: `${code}.${topic}.${from}`,
      id: uses === 0 ? idOf(one) : `${idOf(one)}-${uses + 1}`,
      unit: code,
      since: from,
      due: until,
      text: { zh: `${period.zh}${label.zh}尚未公开`, en: `${label.en}, ${period.en}: nothing published yet` },
      prefill: { unit: code, affair: topic, title: `${period.zh}${label.zh}公开`, from, until },
    };
  });
}

interface Scheduled {
  readonly key: string;
  readonly unit: string;
  readonly affair: string;
  readonly title: string;
  readonly due: Day;
  readonly since: Day;
}

async function scheduled({ context, rows }: Survey): Promise<readonly TaskRow[]> {
  const found = await rows<Scheduled>(
    `SELECT d.key, d.unit, d.affair, d.title, d.due, d.scheduled_on AS since FROM ${context.table(DISCLOSURES)} d JOIN scope u ON u.code = d.unit
     WHERE d.scheduled_on <= $3 AND (d.published_on IS NULL OR d.published_on > $3) AND (d.withdrawn_on IS NULL OR d.withdrawn_on > $3)
     ORDER BY d.due, d.key LIMIT ${TASKS_MAX}`,
    [context.asOf],
  );
  return found.map(({ key, unit, affair, title, due, since }) => ({
    key,
    id: key,
    unit,
    since,
    due,
    text: { zh: title, en: title },
    prefill: { unit, affair, title },
  }));
}

function idOf({ code, topic, standing }: Unmet): string {
  return `${code}.${topic}.${standing.period.from}`;
}

function keyOf(one: Unmet): string {
  return `${one.standing.period.until} ${idOf(one)}`;
}
