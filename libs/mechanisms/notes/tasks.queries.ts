import type { Day } from '#kernel';
import { TASKS_MAX, type Survey, type TaskRow, type TaskSource } from '../insight/sources';

/** Notes that wait: for the unit to answer, and for who sent them to close. */
export const notesTasks: readonly TaskSource[] = [
  {
    id: 'answer',
    category: 'notes',
    action: 'answer',
    title: { zh: '答复提醒', en: 'Answer a note' },
    find: (survey) => waiting(survey, '(n.answered_on IS NULL OR n.answered_on > $3)', 'n.sent_on', 'n.text'),
  },
  {
    id: 'close',
    category: 'notes',
    action: 'close',
    title: { zh: '办结已答复的提醒', en: 'Close an answered note' },
    find: (survey, { acting }) =>
      waiting(survey, 'n.answered_on <= $3 AND n.sender_role = $4 AND n.sender_unit = $5', 'n.answered_on', 'n.answer', [
        acting.role,
        acting.unit,
      ]),
  },
];

async function waiting(
  { context, rows }: Survey,
  condition: string,
  since: string,
  said: string,
  values: readonly string[] = [],
): Promise<readonly TaskRow[]> {
  const found = await rows<{ readonly key: string; readonly unit: string; readonly said: string; readonly since: Day }>(
    `SELECT n.key, n.unit, ${said} AS said, ${since} AS since FROM ${context.table('notes')} n JOIN scope u ON u.code = n.unit
     WHERE n.sent_on <= $3 AND (n.closed_on IS NULL OR n.closed_on > $3) AND ${condition} ORDER BY ${since}, n.key LIMIT ${TASKS_MAX}`,
    [context.asOf, ...values],
  );
  return found.map(({ key, unit, said: text, since: from }) => ({
    key,
    id: key,
    unit,
    since: from,
    text: { zh: text, en: text },
    prefill: {},
  }));
}
