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
  /** Day of the act, where it is recorded later than it happened. */
  readonly occurredOn?: Day;
}

type Task = (day: Day) => readonly Told[];

/** Office hours begin at 08:30 in Shanghai. */
const OPENS = 'T00:30:00.000Z';
const SECONDS_APART = 2;

/** What is recorded on which day. Tasks may put further tasks on the same or later days; what lies after the last day is not recorded. */
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

  /** Everything, in the order of the days it is recorded on; the same every time. */
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
  const recordedAt = told.at ?? new Date(Date.parse(`${day}${OPENS}`) + index * SECONDS_APART * 1000).toISOString();
  const { by: account, data = {}, occurredOn = day, after = [] } = told;
  return { account, category, id, action, data, occurredOn, recordedAt, after };
}
