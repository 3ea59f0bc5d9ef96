import { KeyedQueue } from './keyed-queue';

const deferred = () => {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  return { gate, open };
};

describe('a keyed queue', () => {
  it('runs one key in order and others beside it', async () => {
    const queue = new KeyedQueue(10);
    const { gate, open } = deferred();
    const said: string[] = [];
    const first = queue.run('a', () => gate.then(() => said.push('a1')));
    const second = queue.run('a', () => Promise.resolve(said.push('a2')));
    await queue.run('b', () => Promise.resolve(said.push('b1')));
    expect(said).toEqual(['b1']);
    open();
    await Promise.all([first, second]);
    expect(said).toEqual(['b1', 'a1', 'a2']);
  });

  it('goes on after a task that failed, and tells its caller alone', async () => {
    const queue = new KeyedQueue(10);
    const failed = queue.run('a', () => Promise.reject(new Error('no')));
    const next = queue.run('a', () => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  it('turns away what is beyond its bound', async () => {
    const queue = new KeyedQueue(2);
    const { gate, open } = deferred();
    const line = [1, 2, 3].map((n) => queue.run('a', () => gate.then(() => n)));
    open();
    expect(await Promise.all(line)).toEqual([1, 2, undefined]);
    expect(await queue.run('a', () => Promise.resolve(4))).toBe(4);
  });
});
