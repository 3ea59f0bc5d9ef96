/** Runs tasks of one key one after another, of different keys side by side. Bounded: answers undefined when the key's line is full. */
export class KeyedQueue {
  private readonly lines = new Map<string, { tail: Promise<unknown>; waiting: number }>();

  constructor(private readonly waitingMax: number) {}

  async run<T>(key: string, task: () => Promise<T>): Promise<T | undefined> {
    const line = this.lines.get(key);
    if (!line) return this.first(key, task);
    if (line.waiting >= this.waitingMax) return undefined;
    line.waiting += 1;
    return this.chained(key, line, line.tail.then(task));
  }

  private first<T>(key: string, task: () => Promise<T>): Promise<T> {
    const line = { tail: Promise.resolve() as Promise<unknown>, waiting: 1 };
    this.lines.set(key, line);
    return this.chained(key, line, task());
  }

  private async chained<T>(key: string, line: { tail: Promise<unknown>; waiting: number }, result: Promise<T>): Promise<T> {
    line.tail = result.catch(() => undefined);
    try {
      return await result;
    } finally {
      line.waiting -= 1;
      if (line.waiting === 0) this.lines.delete(key);
    }
  }
}
