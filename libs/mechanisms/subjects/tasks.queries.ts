import type { Day } from '#kernel';
import { TASKS_MAX, type TaskSource } from '../insight/sources';

/** Erasures that wait for a second person. */
export const subjectsTasks: readonly TaskSource[] = [
  {
    id: 'approve-erasure',
    category: 'subjects',
    action: 'approve-erasure',
    title: { zh: '批准销毁个人信息', en: 'Approve an erasure' },
    find: async ({ context, rows }, { account }) => {
      const found = await rows<{ readonly key: string; readonly ground: string; readonly since: Day }>(
        `SELECT s.key, s.ground, s.erasure_asked_on AS since FROM ${context.table('subjects')} s
         WHERE s.erasure_asked_on <= $3 AND s.status <> 'erased' AND s.erasure_asked_by <> $4 ORDER BY s.erasure_asked_on, s.key LIMIT ${TASKS_MAX}`,
        [context.asOf, account],
      );
      return found.map(({ key, ground, since }) => ({
        key,
        id: key,
        unit: context.city,
        since,
        text: { zh: `依据：${ground}`, en: `Ground: ${ground}` },
        prefill: {},
      }));
    },
  },
];
