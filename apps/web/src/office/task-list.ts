import type { Outgoing } from '../forms/queue';
import type { FormSpec, Label, Payload } from '../forms/spec';

/** One thing that waits, as `GET /api/tasks` tells it. */
export interface Task {
  readonly id: string;
  readonly mechanism: string;
  readonly title: Label;
  readonly text: Label;
  readonly unit: string;
  readonly unitName: string;
  readonly stream: string;
  readonly due?: string | null;
  readonly late: boolean;
  readonly since: string;
  /** SHA-256 of the scans that came with it; absent where none are asked for. */
  readonly files?: readonly string[];
  readonly action: { readonly category: string; readonly id: string; readonly name: string; readonly prefill: Payload } | null;
  readonly clause: string;
}

const DAY_MS = 86_400_000;

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** Days and amounts in a text as they are read: 2026-03-05 → 2026年3月5日, 10486.00 元 → 10,486.00 元. */
export function readable(text: string): string {
  return text
    .replace(/\b(\d{4})-(\d\d)-(\d\d)\b/g, (_, year: string, month: string, day: string) => `${year}年${Number(month)}月${Number(day)}日`)
    .replace(/\d{4,}(?=\.\d\d 元)/g, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','))
    .replace(/;(?=\S)/g, '；');
}

/** Whether nothing is left to enter but a yes: everything the form asks for is known. */
export function isDecision(task: Task, form: FormSpec | undefined): boolean {
  return (
    task.action !== null &&
    form !== undefined &&
    form.fields.every(({ name, optional }) => optional || task.action?.prefill[name] !== undefined)
  );
}

export type Urgency = 'late' | 'today' | 'soon' | 'later';

/** How much it presses: late, due today, due within a week, or not soon (or never). */
export function urgencyOf({ due, late }: Pick<Task, 'due' | 'late'>, today: string): Urgency {
  if (late || (due && due < today)) return 'late';
  if (!due) return 'later';
  const left = daysBetween(today, due);
  return left === 0 ? 'today' : left <= 7 ? 'soon' : 'later';
}

/** What was sent from here has dealt with it: the same record, the same thing in it. What was recorded before the list was asked for is in the list's own truth. */
export function isDoneBy(
  task: Task,
  item: Pick<Outgoing, 'state' | 'category' | 'id' | 'action' | 'payload' | 'recorded'>,
  listedAt: number,
): boolean {
  const { action } = task;
  if (action === null || item.state === 'refused' || item.category !== action.category || item.id !== action.id) return false;
  if (item.recorded && item.recorded.at < listedAt) return false;
  const known = Object.entries(action.prefill).filter(([name]) => !name.endsWith('On'));
  // Another action on the same thing deals with it too (approve, reject); without a thing only the same action does.
  return known.length === 0
    ? item.action === action.name
    : known.every(([name, value]) => JSON.stringify(item.payload[name]) === JSON.stringify(value));
}

export interface TaskGroup {
  readonly title: Label;
  readonly count: number;
  readonly late: number;
}

/** Kinds of what waits, the most numerous first. */
export function groupsOf(tasks: readonly Task[]): readonly TaskGroup[] {
  const groups = new Map<string, TaskGroup>();
  for (const { title, late } of tasks) {
    const known = groups.get(title.zh) ?? { title, count: 0, late: 0 };
    groups.set(title.zh, { title, count: known.count + 1, late: known.late + (late ? 1 : 0) });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** The one after this in the list, the one before it at the end. */
export function neighbour(tasks: readonly Task[], id: string, step: 1 | -1): Task | undefined {
  const at = tasks.findIndex((task) => task.id === id);
  if (at === -1) return tasks[0];
  return tasks[at + step] ?? (step === 1 && at > 0 ? tasks[at - 1] : undefined);
}
