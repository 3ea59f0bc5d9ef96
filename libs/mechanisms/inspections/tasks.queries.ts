import type { Day } from '#kernel';
import { TASKS_MAX, type Survey, type TaskRow, type TaskSource } from '../insight/sources';

/** What inspectors and the units inspected owe each other. */
export const inspectionsTasks: readonly TaskSource[] = [
  {
    id: 'enter',
    category: 'rounds',
    action: 'enter',
    title: { zh: '进驻被巡察单位', en: 'Enter the unit' },
    find: (survey) => visits(survey, `v.entered_on IS NULL AND v.reported_on IS NULL`, 'v.since'),
  },
  {
    id: 'report',
    category: 'rounds',
    action: 'report',
    title: { zh: '提交巡察报告', en: 'Report on the unit' },
    find: (survey) => visits(survey, `v.entered_on <= $3 AND v.reported_on IS NULL`, 'v.entered_on'),
  },
  {
    id: 'set-measure',
    category: 'rounds',
    action: 'set-measure',
    title: { zh: '下达整改措施', en: 'Set a measure' },
    find: withoutMeasure,
  },
  {
    id: 'report-done',
    category: 'rounds',
    action: 'report-done',
    title: { zh: '报告整改完成', en: 'Report a measure done' },
    find: (survey) => measures(survey, `m.status IN ('set', 'rejected')`),
  },
  {
    id: 'accept',
    category: 'rounds',
    action: 'accept',
    title: { zh: '验收整改', en: 'Accept a measure' },
    find: (survey) => measures(survey, `m.status = 'done'`),
  },
];

interface VisitRow {
  readonly key: string;
  readonly round: string;
  readonly unit: string;
  readonly since: Day;
  readonly due: Day;
}

/** Visits of rounds that have begun and are not closed. */
async function visits({ context, rows }: Survey, waiting: string, since: string): Promise<readonly TaskRow[]> {
  const found = await rows<VisitRow>(
    `SELECT v.key, v.round, v.unit, ${since} AS since, v.until AS due
     FROM ${context.table('visits')} v JOIN scope u ON u.code = v.unit JOIN ${context.table('rounds')} r ON r.key = v.round
     WHERE v.since <= $3 AND r.status <> 'closed' AND ${waiting} ORDER BY v.until, v.key LIMIT ${TASKS_MAX}`,
    [context.asOf],
  );
  return found.map(({ key, round, unit, since: from, due }) => ({
    key,
    id: round,
    unit,
    since: from,
    due,
    text: { zh: `第 ${round} 轮，截至 ${due}`, en: `Round ${round}, until ${due}` },
    prefill: { unit, on: context.today },
  }));
}

interface FindingRow {
  readonly key: string;
  readonly round: string;
  readonly unit: string;
  readonly finding: string;
  readonly class: string;
  readonly severity: string;
  readonly raised_on: Day;
}

async function withoutMeasure({ context, rows }: Survey): Promise<readonly TaskRow[]> {
  const found = await rows<FindingRow>(
    `SELECT f.key, f.round, f.unit, f.finding, f.class, f.severity, f.raised_on
     FROM ${context.table('findings')} f JOIN scope u ON u.code = f.unit JOIN ${context.table('rounds')} r ON r.key = f.round
     WHERE f.raised_on <= $3 AND r.status <> 'closed' AND NOT EXISTS (SELECT FROM ${context.table('measures')} m WHERE m.round = f.round AND m.finding = f.finding)
     ORDER BY f.raised_on, f.key LIMIT ${TASKS_MAX}`,
    [context.asOf],
  );
  return found.map(({ key, round, unit, finding, class: sort, severity, raised_on: since }) => ({
    key,
    id: round,
    unit,
    since,
    text: { zh: `第 ${round} 轮问题 ${finding}（${sort}，${severity}）`, en: `Round ${round}, finding ${finding} (${sort}, ${severity})` },
    prefill: { finding },
  }));
}

interface MeasureRow {
  readonly key: string;
  readonly round: string;
  readonly unit: string;
  readonly finding: string;
  readonly measure: string;
  readonly text: string;
  readonly since: Day;
  readonly due: Day;
}

/** As they stand on the day asked. */
async function measures({ context, rows }: Survey, waiting: string): Promise<readonly TaskRow[]> {
  const found = await rows<MeasureRow>(
    `SELECT m.key, m.round, m.unit, m.finding, m.measure, m.text, m.due, coalesce(m.done_on, f.raised_on, m.due) AS since
     FROM ${context.effective('measures')} m JOIN scope u ON u.code = m.unit JOIN ${context.table('rounds')} r ON r.key = m.round
     LEFT JOIN ${context.table('findings')} f ON f.key = m.round || '/' || m.finding
     WHERE r.status <> 'closed' AND ${waiting} ORDER BY m.due, m.key LIMIT ${TASKS_MAX}`,
  );
  return found.map(({ key, round, unit, finding, measure, text, since, due }) => ({
    key,
    id: round,
    unit,
    since,
    due,
    text: { zh: `第 ${round} 轮：${text}（期限 ${due}）`, en: `Round ${round}: ${text} (due ${due})` },
    prefill: { finding, measure },
  }));
}
