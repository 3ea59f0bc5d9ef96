import { InMemoryLedger } from '#testing';
import { createFolds } from './folds';
import { KnownStreams } from './known-streams';
import { META as USUAL } from './ledger.fixture';
import type { AppendRequest } from './ledger';
import type { Metadata, RecordedFact } from './recorded';

const FACT = { label: { zh: '', en: '' }, data: class {}, says: { zh: '', en: '' } };
const CARDS = { category: 'cards', facts: { CardIssued: FACT } };
const META: Omit<Metadata, 'subjects'> = { ...USUAL, submission: '5f2f3a0e-7c39-5a5e-8a43-3b6a3f0c9d11' };
const CARD = { category: 'cards', id: '96345-1' };
const deciders = { cards: { initial: () => ({ count: 0 }), evolve: (state: { count: number }) => ({ count: state.count + 1 }) } };

const issue = (digest = META.digest): AppendRequest => ({
  stream: CARD,
  at: -1,
  facts: [{ type: 'CardIssued', data: {}, subjects: [] }],
  meta: { ...META, digest },
  personal: [],
});

describe('known streams', () => {
  it('say nothing until complete, never "absent" of one that was added, and seldom "may exist" of another', () => {
    const known = new KnownStreams();
    expect(known.mayExist('cards-none')).toBe(true);
    const names = Array.from({ length: 150_000 }, (_, n) => `funds-${330_681_001 + n}.2026.work`);
    for (const name of names) known.add(name);
    known.complete();
    expect(names.filter((name) => !known.mayExist(name))).toEqual([]);
    const others = Array.from({ length: 20_000 }, (_, n) => `funds-${990_681_001 + n}.2026.work`);
    expect(others.filter((name) => known.mayExist(name)).length).toBeLessThan(600);
  });

  it('hold two bytes a stream at most, and presume nothing once they may hold no more', () => {
    const known = new KnownStreams(100_000);
    known.complete();
    expect(known.mayExist('cards-x')).toBe(false);
    for (let n = 0; n < 70_000; n++) known.add(`cards-${n}`);
    expect(known.bytes).toBeGreaterThan(100_000);
    expect(known.bytes).toBeLessThan(400_000);
    expect(known.mayExist('cards-x')).toBe(true);
  });
});

describe('folds that know which streams are there', () => {
  it('presume the others absent; not one that an append was tried on, whatever came of it, nor one that was followed', async () => {
    const [ledger, known] = [new InMemoryLedger([CARDS]), new KnownStreams()];
    const folds = createFolds({ ledger, deciders, known });
    expect(folds.presumedAbsent(CARD)).toBeUndefined();
    known.complete();
    expect(folds.presumedAbsent(CARD)).toMatchObject({ state: { count: 0 }, revision: -1, position: '0' });
    jest.spyOn(ledger, 'append').mockRejectedValueOnce(new Error('no answer'));
    await expect(folds.append(issue())).rejects.toThrow('no answer');
    expect(folds.presumedAbsent(CARD)).toBeUndefined();
    const other = { category: 'cards', id: '96345-2' };
    await ledger.append({ ...issue(), stream: other });
    expect(folds.presumedAbsent(other)).toMatchObject({ revision: -1 });
    folds.observe(ledger.facts as readonly RecordedFact[]);
    expect(folds.presumedAbsent(other)).toBeUndefined();
  });

  it('forget what they folded when the event store kept another request under the same ids', async () => {
    const ledger = new InMemoryLedger([CARDS]);
    const folds = createFolds({ ledger, deciders });
    const { position } = await ledger.append(issue());
    const { data } = await ledger.append({ ...issue(), stream: { category: 'cards', id: 'x' } });
    // As a real node answers a repeated append, whatever its body: by the ids alone.
    jest.spyOn(ledger, 'append').mockResolvedValueOnce({ revision: 0, position, data });
    await folds.append(issue('f'.repeat(64)));
    expect((await folds.load(CARD)).submission(META.submission)?.digest).toBe('f'.repeat(64));
    folds.observe(ledger.facts as readonly RecordedFact[]);
    expect((await folds.load(CARD)).submission(META.submission)?.digest).toBe(META.digest);
  });
});
