/** Lets so many pieces of work go on at a time, the others in the order they came: one large question must not take every connection. */
export class Turns {
  private going = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly max: number) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.going >= this.max) await new Promise<void>((turn) => this.waiting.push(turn));
    else this.going += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.going -= 1;
    }
  }
}
