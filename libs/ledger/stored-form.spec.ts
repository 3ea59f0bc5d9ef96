import fc from 'fast-check';
import { Bounded } from './bounded';
import { Catalogue } from './catalogue';
import { factOf } from './decoding';
import { FACT, META as USUAL } from './ledger.fixture';
import { eventIdOf, submissionIdOf, uuid5 } from './ids';
import { checkedMetadata, storedMetadata } from './metadata';
import type { Metadata } from './recorded';

const CATALOGUE = new Catalogue('t_', [
  {
    category: 'cards',
    facts: { CardIssued: FACT },
    upcasts: [
      { type: 'CardMade', to: (data) => ({ type: 'CardGiven', data: { ...data, was: 1 } }) },
      { type: 'CardGiven', to: (data) => ({ type: 'CardIssued', data }) },
    ],
  },
  { category: 'funds', facts: {} },
]);
const META: Metadata = {
  ...USUAL,
  submission: '5f2f3a0e-7c39-5a5e-8a43-3b6a3f0c9d11',
  refs: ['cards-1@4'],
  source: { kind: 'excel', copy: 'c1', row: '7' },
  unit: '330681001001',
  subjects: ['card:1'],
};

describe('ids', () => {
  it('are those of RFC 9562 (its example of version 5)', () => {
    expect(uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', ['www.example.com'])).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('never change: they are stored', () => {
    const submission = submissionIdOf({ account: 'p-1', category: 'funds', id: '330681001001.2026.work', action: 'request', key: 'k-1' });
    expect(submission).toBe('3c1d5042-246b-5d6e-b8ae-862e673b8dfb');
    expect(eventIdOf(submission, 'funds-330681001001.2026.work', 0)).toBe('5756f379-da71-537b-bc73-5c20eeff8f04');
  });

  it('differ when any part differs, and take no separator from a part', () => {
    const parts = fc.array(
      fc.string({ maxLength: 5 }).filter((part) => !part.includes('\u0000')),
      { minLength: 5, maxLength: 5 },
    );
    const idOf = ([account, category, id, action, key]: readonly string[]) =>
      submissionIdOf({ account: account ?? '', category: category ?? '', id: id ?? '', action: action ?? '', key: key ?? '' });
    fc.assert(fc.property(parts, parts, (a, b) => void expect(idOf(a) === idOf(b)).toBe(a.every((part, n) => part === b[n]))));
    expect(() => idOf(['a\u0000b', '', '', '', ''])).toThrow('U+0000');
  });
});

describe('metadata', () => {
  it('is stored with its members in one order, absent ones left out, and reads back the same', () => {
    const stored = storedMetadata({ ...META, unit: undefined } as never);
    expect(Object.keys(stored)).toEqual([
      'v',
      'submission',
      'digest',
      'action',
      'actor',
      'authority',
      'refs',
      'occurredOn',
      'recordedAt',
      'source',
      'trace',
      'subjects',
    ]);
    expect(checkedMetadata(JSON.parse(JSON.stringify(storedMetadata(META))))).toEqual(META);
  });

  it.each([
    ['v', 2],
    ['submission', 'x'],
    ['digest', 'AB'.repeat(32)],
    ['action', ''],
    ['actor', { account: 'p', role: 'desk' }],
    ['authority', { kind: 'whim', power: 'x', clause: '1' }],
    ['refs', 'a'],
    ['occurredOn', '2026-02-30'],
    ['recordedAt', 'now'],
    ['source', { kind: 'fax' }],
    ['trace', 1],
    ['unit', ''],
    ['subjects', ['']],
  ])('is refused when %s is wrong, before writing and after reading', (member, value) => {
    expect(() => storedMetadata({ ...META, [member]: value } as never)).toThrow(`metadata: ${member}`);
    expect(() => checkedMetadata({ ...META, [member]: value })).toThrow(`metadata: ${member}`);
  });
});

describe('stream names and fact types', () => {
  const stored = {
    streamId: 't_cards-96345-1',
    revision: 3n,
    position: { commit: 9_007_199_254_740_993n },
    id: META.submission,
    type: 'CardMade',
    data: { n: 1 },
    metadata: META,
  };

  it('read without prefix, upcast step by step, positions exact beyond 2^53', () => {
    expect(factOf(stored, CATALOGUE)).toMatchObject({
      stream: 'cards-96345-1',
      category: 'cards',
      id: '96345-1',
      revision: 3,
      position: '9007199254740993',
      type: 'CardIssued',
      data: { n: 1, was: 1 },
    });
  });

  it('pass over streams of others', () => {
    for (const streamId of ['cards-1', 't_other-1', 't_cards', 't_cards-', '$$t_cards-1', 'xt_cards-1'])
      expect(factOf({ ...stored, streamId }, CATALOGUE)).toBeUndefined();
    expect(CATALOGUE.prefixes).toEqual(['t_cards-', 't_funds-']);
  });

  it('stop at an undeclared type, data that is no object, and foreign metadata', () => {
    expect(() => factOf({ ...stored, type: 'toString' }, CATALOGUE)).toThrow('ledger.unknown-fact');
    expect(() => factOf({ ...stored, type: '$streamDeleted', data: new Uint8Array() }, CATALOGUE)).toThrow('ledger.unknown-fact');
    expect(() => factOf({ ...stored, data: 'text' }, CATALOGUE)).toThrow('ledger.unreadable-fact');
    expect(() => factOf({ ...stored, metadata: { x: 1 } }, CATALOGUE)).toThrow('ledger.unreadable-fact');
  });

  it('must be such that no two ledgers or categories are mistaken for each other', () => {
    expect(() => new Catalogue('T-', [{ category: 'cards', facts: {} }])).toThrow('LEDGER_PREFIX');
    expect(() => new Catalogue('', [{ category: 'two-words', facts: {} }])).toThrow('a-z');
    expect(() => new Catalogue('', [])).toThrow('declared category');
    expect(() => CATALOGUE.storedName({ category: 'other', id: '1' })).toThrow('not declared');
  });
});

describe('calls in flight', () => {
  it('are bounded, in turn, refused beyond the line, and their places handed on', async () => {
    const bounded = new Bounded(2, 3);
    const [started, ends]: [number[], (() => void)[]] = [[], []];
    const work = (n: number) => () => new Promise<number>((resolve) => (started.push(n), ends.push(() => resolve(n))));
    const calls = [0, 1, 2, 3, 4].map((n) => bounded.run('x', 60_000, work(n)));
    expect(started).toEqual([0, 1]);
    await expect(bounded.run('x', 60_000, work(9))).rejects.toMatchObject({ code: 'ledger.busy', outcome: 'not-recorded' });
    for (let n = 0; n < 5; n++) {
      ends[n]?.();
      await calls[n];
      await Promise.resolve();
    }
    expect(started).toEqual([0, 1, 2, 3, 4]);
    expect(bounded.inFlight).toBe(0);
  });

  it('end at their deadline, in line or running, and free their place', async () => {
    const bounded = new Bounded(1, 3);
    let aborted = false;
    const hung = bounded.run(
      'the first',
      30,
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => ((aborted = true), reject(signal.reason as Error)))),
    );
    await expect(bounded.run('the second', 10, async () => 1)).rejects.toMatchObject({ code: 'ledger.timeout' });
    await expect(hung).rejects.toMatchObject({ code: 'ledger.timeout' });
    expect(aborted).toBe(true);
    expect(await bounded.run('the third', 1_000, async () => 3)).toBe(3);
    expect(bounded.inFlight).toBe(0);
  });
});
