import { addDays, type Day, type Instant, type JsonObject } from '#kernel';

/** One submission of the demonstration. Steps of one stream run in order, and after all earlier steps of the streams named in `after`. */
export interface DemoStep {
  readonly account: string;
  readonly category: string;
  readonly id: string;
  readonly action: string;
  readonly data: JsonObject;
  readonly occurredOn: Day;
  readonly recordedAt: Instant;
  readonly after: readonly string[];
}

/** A step as a part of the demonstration says it; the agenda adds day and instant. */
export interface Told {
  readonly by: string;
  readonly to: readonly [category: string, id: string, action: string];
  readonly data?: JsonObject;
  /** Other streams (`{category}-{id}`) it looks at and that are written here. */
  readonly after?: readonly string[];
  /** Recorded at this instant of the day; default: office hours, in the order told. */
  readonly at?: Instant;
  /** Recorded so many days after the act. */
  readonly lateDays?: number;
}

type Task = (day: Day) => readonly Told[];

/** Office hours begin at 08:30 in Shanghai. */
const OPENS = 'T00:30:00.000Z';
const SECONDS_APART = 2;

/** What happens on which day. Tasks may put further tasks on the same or later days; what lies after the last day does not happen. */
export class Agenda {
  private readonly days = new Map<Day, Task[]>();
  private today: Day;

  constructor(
    readonly first: Day,
    readonly last: Day,
  ) {
    this.today = first;
  }

  /** @throws when the day has passed: a mistake of the part that asks. */
  on(day: Day, task: Task): void {
    if (day < this.today) throw new Error(`${day} lies before ${this.today}`);
    if (day > this.last) return;
    const tasks = this.days.get(day);
    if (tasks) tasks.push(task);
    else this.days.set(day, [task]);
  }

  /** Everything that happens, day by day; the same every time. */
  *steps(): Generator<DemoStep> {
    for (; this.today <= this.last; this.today = addDays(this.today, 1)) {
      const tasks = this.days.get(this.today) ?? [];
      let told = 0;
      for (const task of tasks) for (const one of task(this.today)) yield stepOf(one, this.today, told++);
      this.days.delete(this.today);
    }
  }
}

function stepOf(told: Told, day: Day, index: number): DemoStep {
  const [category, id, action] = told.to;
  const recordedOn = addDays(day, told.lateDays ?? 0);
  const recordedAt = told.at ?? new Date(Date.parse(`${recordedOn}${OPENS}`) + index * SECONDS_APART * 1000).toISOString();
  return { account: told.by, category, id, action, data: told.data ?? {}, occurredOn: day, recordedAt, after: told.after ?? [] };
}
