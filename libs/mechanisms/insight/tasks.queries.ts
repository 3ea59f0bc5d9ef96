import { choice, ROLES, type ActionSpec, type Contract, type Permission } from '#contracts';
import type { Day, JsonObject } from '#kernel';
import { pageOf, type QuestionSpec, type ReadContext, type Reader } from '#readside';
import type { Mechanism } from '../mechanism';
import type { KeptLists } from './kept.queries';
import { readableRoot, surveyOf, treeOf } from './scope.queries';
import type { ScopedUnit, TaskRow, TaskSource } from './sources';

class TasksAsked {
  @choice({
    zh: '状态',
    en: 'Status',
    optional: true,
    of: [
      { value: 'open', label: { zh: '未逾期', en: 'not late' } },
      { value: 'late', label: { zh: '已逾期', en: 'late' } },
    ],
  })
  readonly status?: string;
}

const TEXT = { type: 'string' } as const;
const LABEL = { type: 'object', required: ['zh', 'en'], properties: { zh: TEXT, en: TEXT } } as const;
const DAY = { type: 'string', format: 'date' } as const;
const taskSchema: JsonObject = {
  type: 'object',
  required: ['id', 'mechanism', 'title', 'text', 'unit', 'unitName', 'stream', 'late', 'since', 'action', 'clause'],
  properties: {
    id: TEXT,
    mechanism: TEXT,
    title: LABEL,
    text: LABEL,
    unit: TEXT,
    unitName: TEXT,
    stream: TEXT,
    due: DAY,
    late: { type: 'boolean' },
    since: DAY,
    files: { type: 'array', description: 'SHA-256 of the scans that came with it', items: TEXT },
    action: {
      type: ['object', 'null'],
      properties: { category: TEXT, id: TEXT, name: TEXT, label: LABEL, prefill: { type: 'object' } },
    },
    clause: TEXT,
  },
};

/** `GET /api/tasks`: what waits for the caller in the role and unit acted for: late first, then what falls due, then what waits longest. */
export function tasksQuestion(mechanisms: readonly Mechanism[], kept: KeptLists): QuestionSpec {
  const kinds = mechanisms.flatMap(kindsOf);
  return {
    path: 'tasks',
    label: { zh: '待办事项', en: 'What waits for me' },
    asks: TasksAsked,
    // The administrator makes accounts and sees no business data.
    who: ROLES.filter((role) => role !== 'administrator'),
    list: true,
    answers: taskSchema,
    answer: async ({ status }, context, page) => {
      const { reader } = context;
      const tree = reader && (await treeOf(readableRoot(context), context, kept));
      if (!tree) return { items: [], next: null };
      const found = await Promise.all(kinds.map((kind) => tasksOf(kind, tree.whole, reader, context)));
      const all = found.flat().filter((task) => status === undefined || task.late === (status === 'late'));
      return pageOf([...all].sort(soonestFirst), page);
    },
  };
}

interface Kind {
  readonly mechanism: string;
  readonly source: TaskSource;
  readonly contract: Contract;
  readonly action: ActionSpec;
}

/** @throws Error at start-up when a task leads to an action that is not there. */
function kindsOf({ name, categories, tasks = [] }: Mechanism): readonly Kind[] {
  return tasks.map((source) => {
    const contract = categories.find((one) => one.contract.category === source.category)?.contract;
    const action = contract?.actions[source.action];
    if (!contract || !action)
      throw new Error(`${name}: the task ${source.id} leads to ${source.category}.${source.action}, which is no action`);
    return { mechanism: name, source, contract, action };
  });
}

interface Task extends JsonObject {
  readonly id: string;
  readonly late: boolean;
  readonly since: Day;
  readonly due?: Day;
}

/** Nothing is looked for that the role may not do; a permission narrowed to levels holds for units of these levels alone. */
async function tasksOf(kind: Kind, units: readonly ScopedUnit[], reader: Reader, context: ReadContext): Promise<readonly Task[]> {
  const permissions = kind.action.who.filter((permission) => permission.roles.includes(reader.acting.role));
  if (permissions.length === 0) return [];
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const rows = await kind.source.find(surveyOf(context, units, [context.asOf]), reader);
  return rows.flatMap((row) => {
    const unit = byCode.get(row.unit);
    return unit && permits(permissions, unit) ? [taskOf(kind, row, unit, context.asOf)] : [];
  });
}

function permits(permissions: readonly Permission[], unit: ScopedUnit): boolean {
  return permissions.some(({ levels }) => levels === undefined || levels.some((level) => level === unit.level));
}

function taskOf({ mechanism, source, action }: Kind, row: TaskRow, unit: ScopedUnit, asOf: Day): Task {
  const { due } = row;
  return {
    id: `${mechanism}/${source.id}/${row.key}`,
    mechanism,
    title: { ...source.title },
    text: { ...row.text },
    unit: unit.code,
    unitName: unit.name,
    stream: `${source.category}-${row.id}`,
    ...(due === undefined || due === null ? {} : { due }),
    late: due !== undefined && due !== null && due < asOf,
    since: row.since,
    ...(row.files ? { files: row.files } : {}),
    action: { category: source.category, id: row.id, name: source.action, label: { ...action.label }, prefill: row.prefill },
    clause: action.clause,
  };
}

function soonestFirst(a: Task, b: Task): number {
  const key = ({ late, due, since, id }: Task): string => [late ? '0' : due === undefined ? '2' : '1', due ?? '', since, id].join(' ');
  const [first, second] = [key(a), key(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}
