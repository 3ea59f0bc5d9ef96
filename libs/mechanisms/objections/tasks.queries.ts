import type { Day } from '#kernel';
import { TASKS_MAX, type TaskSource } from '../insight/sources';
import { OBJECTIONS } from './lines';

/** What residents asked and nobody has answered. */
export const objectionsTasks: readonly TaskSource[] = [
  {
    id: 'answer',
    category: 'objections',
    action: 'answer',
    title: { zh: '答复居民', en: 'Answer a resident' },
    find: async ({ context, rows }) => {
      const found = await rows<{
        readonly key: string;
        readonly unit: string;
        readonly text: string;
        readonly since: Day;
        readonly due: Day | null;
      }>(
        `SELECT o.key, o.unit, o.text, o.raised_on AS since, o.due
         FROM ${context.table(OBJECTIONS)} o JOIN scope u ON u.code = o.unit
         WHERE o.raised_on <= $3 AND (o.answered_on IS NULL OR o.answered_on > $3) ORDER BY coalesce(o.due, o.raised_on), o.key LIMIT ${TASKS_MAX}`,
        [context.asOf],
      );
      return found.map(({ key, unit, text, since, due }) => ({
        key,
        id: key,
        unit,
        since,
        due,
        text: { zh: text, en: text },
        prefill: {},
      }));
    },
  },
];
