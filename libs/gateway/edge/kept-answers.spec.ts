import type { EdgeAnswer } from './route';
import { KeptAnswers } from './kept-answers';

/** Rows that have reached a position, and units that changed at one. */
class Rows {
  reached = '100';
  readonly changed = new Map<string, string>();
  looks = 0;
  readonly kept = new KeptAnswers({ upTo: () => Promise.resolve(this.reached), changedAt: (unit) => this.changed.get(unit) ?? '0' });

  ask(unit: string, { key = unit, has }: { readonly key?: string; readonly has?: string } = {}): Promise<EdgeAnswer> {
    const fresh = (): Promise<EdgeAnswer> => {
      this.looks += 1;
      return Promise.resolve({ body: { items: [`看 ${this.looks}`], asOf: '2026-01-01', position: this.reached }, position: this.reached });
    };
    return this.kept.answer({ key, unit, position: this.reached, has }, fresh) as Promise<EdgeAnswer>;
  }
}

const textOf = (answer: EdgeAnswer): string => answer.written?.toString('utf8') ?? '';

test('an answer is kept while nothing of its unit changes, and says how far it is known to hold', async () => {
  const rows = new Rows();
  expect(textOf(await rows.ask('a'))).toBe('{"items":["看 1"],"asOf":"2026-01-01","position":"100"}');
  rows.reached = '200';
  rows.changed.set('b', '150');
  const again = await rows.ask('a');
  expect([textOf(again), again.position, again.body]).toEqual([
    '{"items":["看 1"],"asOf":"2026-01-01","position":"200"}',
    '200',
    { items: ['看 1'], asOf: '2026-01-01', position: '200' },
  ]);
  expect(rows.looks).toBe(1);
});

test('a change of its unit ends it, and a change since it was begun too', async () => {
  const rows = new Rows();
  await rows.ask('a');
  rows.reached = '200';
  rows.changed.set('a', '101');
  expect(textOf(await rows.ask('a'))).toContain('看 2');
  expect(textOf(await rows.ask('a'))).toContain('看 2');
  rows.changed.set('a', '201');
  expect(textOf(await rows.ask('a'))).toContain('看 3');
});

test('many who ask at once make one look; another question makes its own', async () => {
  const rows = new Rows();
  await Promise.all(Array.from({ length: 50 }, () => rows.ask('a')));
  expect(rows.looks).toBe(1);
  await rows.ask('a', { key: 'a?topic=finance' });
  expect(rows.looks).toBe(2);
});

test('who has it already is told so, wherever the rows have got to', async () => {
  const rows = new Rows();
  const etag = (await rows.ask('a')).headers?.['etag'] ?? '';
  rows.reached = '200';
  expect(await rows.ask('a', { has: `"other", ${etag}` })).toMatchObject({ status: 304, position: '200' });
  rows.changed.set('a', '200');
  expect((await rows.ask('a', { has: etag })).status).toBeUndefined();
});
