import * as fc from 'fast-check';
import { addDays, canonical, dayOf, type Day } from '#kernel';
import type { RecordedFact } from '#ledger';
import { DigestSum, EMPTY_DIGEST, rowHash, rowSpelled, rowText } from './digest';
import { Fold, touched, type HeldRow, type Intent, type Loaded } from './fold';
import type { RowOp, TableSpec } from './view';

const things: TableSpec = { name: 'things', columns: { name: 'text', count: 'integer', sum: 'bigint', timeline: 'json' } };

function intent(position: number, ops: readonly RowOp[], recordedAt = '2021-06-15T02:00:00.000Z', stream = 'things-a'): Intent {
  const meta = { recordedAt, occurredOn: '2021-06-15' } as RecordedFact['meta'];
  return { fact: { stream, position: String(position), meta } as RecordedFact, ops };
}

/** Rows and versions kept over batches, as the tables keep them. */
class Kept implements Loaded {
  readonly rows = new Map<string, HeldRow>();
  readonly gone = new Map<string, Day>();
  readonly history = new Map<string, string>();

  row(_table: string, key: string): HeldRow | undefined {
    return this.rows.get(key);
  }

  droppedOn(_table: string, key: string): Day | undefined {
    return this.gone.get(key);
  }

  take(batch: readonly Intent[]): void {
    const fold = new Fold([things], this);
    for (const one of batch) fold.take(one);
    for (const { key, change } of fold.changes()) {
      for (const version of change.versions)
        this.history.set(`${key} ${version.day}`, version.held ? rowText(things, key, version.held) : 'dropped');
      if (change.after) this.rows.set(key, change.after);
      else this.rows.delete(key);
      const last = change.versions.at(-1);
      if (last && !last.held) this.gone.set(key, last.day);
    }
  }

  get digest(): string {
    const sum = new DigestSum(EMPTY_DIGEST);
    for (const [key, held] of this.rows) sum.add(rowHash(things, rowText(things, key, held)));
    return sum.hex;
  }

  get all(): unknown {
    return [[...this.rows].sort(([a], [b]) => (a < b ? -1 : 1)), [...this.history].sort(([a], [b]) => (a < b ? -1 : 1)), this.digest];
  }
}

const key = fc.constantFrom('a', 'b', 'c');
const day = fc.integer({ min: 0, max: 6 }).map((count) => addDays('2021-06-01', count));
const values = fc.record({ name: fc.constantFrom('甲', '乙', null), count: fc.integer({ min: -5, max: 5 }) }, { requiredKeys: [] });
const op: fc.Arbitrary<RowOp> = fc.oneof(
  fc.record({ op: fc.constant('put' as const), table: fc.constant('things'), key, row: values }),
  fc.record({ op: fc.constant('patch' as const), table: fc.constant('things'), key, row: values }),
  fc.record({
    op: fc.constant('add' as const),
    table: fc.constant('things'),
    key,
    add: fc.record({ sum: fc.integer({ min: -9, max: 9 }) }),
    set: values,
  }),
  fc.record({ op: fc.constant('drop' as const), table: fc.constant('things'), key }),
  fc.record({ op: fc.constant('span' as const), table: fc.constant('things'), key, from: day, row: values, set: values }),
  // One that does not fit: its whole fact must leave no trace.
  fc.record({ op: fc.constant('patch' as const), table: fc.constant('things'), key, row: fc.constant({ count: 0.5 }) }),
);
const log = fc
  .array(fc.tuple(fc.array(op, { minLength: 1, maxLength: 3 }), day, key), { maxLength: 40 })
  .map((facts) =>
    facts.map(([ops, recorded, stream], index) => intent(index + 1, ops, `${recorded}T0${index % 10}:00:00.000Z`, `things-${stream}`)),
  );

test('a batch split anywhere gives the same rows, the same versions and the same digest', () => {
  fc.assert(
    fc.property(log, fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 }), (facts, cuts) => {
      const whole = new Kept();
      whole.take(facts);
      const split = new Kept();
      const at = [0, ...cuts.sort((a, b) => a - b), facts.length];
      for (let index = 1; index < at.length; index++) split.take(facts.slice(at[index - 1], at[index]));
      expect(split.all).toEqual(whole.all);
    }),
    { numRuns: 500 },
  );
});

test('the digest does not depend on the order of rows and is kept up by what comes and goes', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 20 }), fc.array(hash, { maxLength: 20 }), (kept, passing) => {
      const straight = new DigestSum(EMPTY_DIGEST);
      for (const one of kept) straight.add(one);
      const around = new DigestSum(EMPTY_DIGEST);
      for (const one of passing) around.add(one);
      for (const one of kept.toReversed()) around.add(one);
      const again = new DigestSum(around.hex);
      for (const one of passing) again.subtract(one);
      expect(again.hex).toBe(straight.hex);
      expect(again.hex).toHaveLength(64);
    }),
  );
});

test('spans give on every day what was said last of the days up to it, in whatever order they were recorded', () => {
  const span = fc.record({
    from: day,
    row: fc.record({ name: fc.constantFrom('甲', '乙', '丙', null), count: fc.integer({ min: 0, max: 3 }) }, { requiredKeys: [] }),
  });
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 12 }), day, (spans, asked) => {
      const kept = new Kept();
      kept.take(spans.map((one, index) => intent(index + 1, [{ op: 'span', table: 'things', key: 'a', ...one }])));
      const timeline = (kept.rows.get('a')?.row['timeline'] ?? []) as readonly { from: Day; name?: string | null; count?: number }[];
      const entry = timeline.findLast((one) => one.from <= asked);
      const said = (column: 'name' | 'count'): unknown =>
        spans
          .map((one, index) => ({ ...one, index }))
          .filter((one) => one.from <= asked && column in one.row)
          .sort((a, b) => (a.from === b.from ? a.index - b.index : a.from < b.from ? -1 : 1))
          .at(-1)?.row[column] ?? undefined;
      expect([entry?.name ?? undefined, entry?.count]).toEqual([said('name'), said('count')]);
    }),
    { numRuns: 500 },
  );
});

test.each<[string, RowOp, string]>([
  ['an unknown column', { op: 'put', table: 'things', key: 'a', row: { colour: 'red' } }, 'things: has no column colour'],
  ['an inherited name', { op: 'put', table: 'things', key: 'a', row: { constructor: 'red' } }, 'things: has no column constructor'],
  ['another view’s table', { op: 'put', table: 'others', key: 'a', row: {} }, 'table others is not of this view'],
  ['a NUL', { op: 'put', table: 'things', key: 'a', row: { name: 'a\u0000' } }, 'things.name: "a\\u0000" is no text'],
  ['half a sign', { op: 'put', table: 'things', key: 'a', row: { name: '\ud800' } }, 'things.name: "\\ud800" is no text'],
  [
    'an integer too large',
    { op: 'add', table: 'things', key: 'a', add: { count: 2_147_483_648 } },
    'things.count: 2147483648 is no integer',
  ],
  [
    'fen that are not safe',
    { op: 'add', table: 'things', key: 'a', add: { sum: Number.MAX_SAFE_INTEGER + 1 } },
    'things.sum: 9007199254740992 is no bigint',
  ],
  ['an empty key', { op: 'drop', table: 'things', key: '' }, 'things: a key must have 1 to 1000 bytes'],
  [
    'a span from no day',
    { op: 'span', table: 'things', key: 'a', from: '2021-02-30', row: {} },
    'things: a span from "2021-02-30", which is no day',
  ],
  [
    'a spanned `from`',
    { op: 'span', table: 'things', key: 'a', from: '2021-02-03', row: { from: 'x' } },
    'things: the columns from and own cannot be spanned; a span says its day itself',
  ],
])('%s is refused, and the fact leaves no trace', (_name, wrong, reason) => {
  const kept = new Kept();
  const fold = new Fold([things], kept);
  expect(fold.take(intent(1, [{ op: 'put', table: 'things', key: 'b', row: { name: '甲' } }, wrong]))).toBe(reason);
  expect([...fold.changes()]).toEqual([]);
});

test('the row is spelled one way: sorted names, no nulls, position as text', () => {
  const held: HeldRow = {
    row: { sum: 3, name: '暨"阳' },
    stream: 'things-a',
    position: '9007199254740993',
    day: dayOf('2021-06-15T17:00:00.000Z'),
  };
  expect(rowText(things, 'k', held)).toBe('{"key":"k","name":"暨\\"阳","position":"9007199254740993","stream":"things-a","sum":3}');
  // printf '["things",{}]' | sha256sum
  expect(rowHash(things, '{}').toString('hex')).toBe('b2096d3d439fddb370801306f494b1dc301a68d0e7ac76c86f37c006e20a63ad');
});

test('what is put once is put under a key of its own and not touched again', () => {
  const once: TableSpec = { name: 'once', columns: { name: 'text' }, history: false, once: true };
  const fold = new Fold([once], new Kept());
  const put: RowOp = { op: 'put', table: 'once', key: 'a', row: { name: '甲' } };
  expect(fold.take(intent(1, [put]))).toBeUndefined();
  expect(fold.take(intent(2, [put]))).toBe('once: a was put already');
  expect(fold.take(intent(3, [{ ...put, op: 'patch' }]))).toBe('once: rows are put once, not patch');
  expect([...fold.changes()].map(({ change }) => change.after?.position)).toEqual(['1']);
  expect(touched([intent(1, [put])], [once]).size).toBe(0);
});

test('the sum is that of whole numbers modulo 2²⁵⁶, the text of a row the one that was hashed', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 9 }), fc.array(hash, { maxLength: 9 }), fc.string({ unit: 'binary' }), (come, go, name) => {
      const sum = new DigestSum(EMPTY_DIGEST);
      for (const one of come) sum.add(one);
      for (const one of go) sum.subtract(one);
      const number = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);
      const whole = come.reduce((all, one) => all + number(one), 0n) - go.reduce((all, one) => all + number(one), 0n);
      expect(sum.hex).toBe(BigInt.asUintN(256, whole).toString(16).padStart(64, '0'));
      const held: HeldRow = { row: { name }, stream: 'things-a', position: '7', day: '2021-06-15' };
      const text = canonical({ key: 'k', name, position: '7', stream: 'things-a' });
      expect(rowSpelled(things, 'k', held)).toEqual({ text, hash: rowHash(things, text) });
    }),
  );
});
