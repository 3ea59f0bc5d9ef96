import { isVeiled } from '#contracts';
import { InMemoryLedger } from '#testing';
import { createFolds } from './folds';
import { openFacts } from './sealing';
import { WrongRevision } from './errors';
import type { AppendRequest } from './ledger';
import { META as USUAL } from './ledger.fixture';
import type { Checkpoint, Metadata, RecordedFact } from './recorded';

const CARDS = { category: 'cards', facts: { CardIssued: spec(), CardClosed: spec() } };
const CARD = { category: 'cards', id: '96345-1' };
const META: Omit<Metadata, 'subjects'> = { ...USUAL, submission: '5f2f3a0e-7c39-5a5e-8a43-3b6a3f0c9d11', unit: '330681001001' };

describe('a ledger', () => {
  it('records at the revision decided at, and the same submission once', async () => {
    const ledger = new InMemoryLedger([CARDS]);
    const first = await ledger.append(issue());
    expect(first).toMatchObject({ revision: 0, position: await ledger.head() });
    expect(await ledger.append(issue())).toMatchObject({ revision: 0, position: first.position });
    expect(ledger.facts).toHaveLength(1);
  });

  it('tells the actual revision to a submission that came second', async () => {
    const ledger = new InMemoryLedger([CARDS]);
    await ledger.append(issue());
    const other = { ...issue(), meta: { ...META, submission: '9d3a3f0c-7c39-5a5e-8a43-5f2f3a0e9d11' } };
    await expect(ledger.append(other)).rejects.toMatchObject({ code: 'ledger.wrong-revision', actual: 0, expected: -1 });
    await expect(ledger.append({ ...other, at: 5 })).rejects.toBeInstanceOf(WrongRevision);
  });

  it('refuses more than every event store takes, before anything is recorded', async () => {
    const ledger = new InMemoryLedger([CARDS]);
    const text = '账'.repeat(350_000);
    await expect(ledger.append({ ...issue(), facts: [{ type: 'CardIssued', data: { text }, subjects: [] }] })).rejects.toMatchObject({
      code: 'ledger.fact-too-large',
    });
    expect(ledger.facts).toEqual([]);
  });

  it('seals personal values; the key opens them at their own fact alone', async () => {
    const ledger = new InMemoryLedger([CARDS]);
    await ledger.append(issue());
    const [fact] = ledger.facts;
    expect(JSON.stringify(fact)).not.toContain('张小明');
    expect(await openFacts(ledger.facts, ledger.keys)).toEqual([
      [{ path: 'person.name', field: 'name', subject: 'p-zhang', purpose: 'volunteer', mask: '张*明', value: '张小明' }],
    ]);
    const moved = [{ eventId: META.submission, data: fact?.data ?? {} }];
    await expect(openFacts(moved, ledger.keys)).rejects.toThrow();
  });

  it('shows nothing of a restricted person, and nothing for ever of an erased one', async () => {
    const ledger = new InMemoryLedger([CARDS]);
    await ledger.append(issue());
    const shown = async (): Promise<unknown> => (await openFacts(ledger.facts, ledger.keys))[0]?.[0]?.value;
    await ledger.keys.restrict('p-zhang');
    expect(await shown()).toBeNull();
    await ledger.keys.lift('p-zhang');
    expect(await shown()).toBe('张小明');
    expect(await ledger.keys.erase('p-zhang', META.recordedAt)).toBe(1);
    expect(await ledger.keys.erase('p-zhang', META.recordedAt)).toBe(0);
    expect(await shown()).toBeNull();
  });

  it('is followed in order, from a checkpoint, as facts come', async () => {
    const ledger = new InMemoryLedger([CARDS]);
    await ledger.append(issue());
    const stop = new AbortController();
    const [seen, states]: [string[], string[]] = [[], []];
    let last: Checkpoint | undefined;
    const following = ledger.follow({
      name: 'test',
      from: undefined,
      batchMax: 10,
      signal: stop.signal,
      onState: (state) => states.push(state),
      onBatch: async (facts, end) => {
        seen.push(...facts.map((fact) => `${fact.stream}@${fact.revision}`));
        last = end;
        if (seen.length === 1) await ledger.append(close(0));
        else stop.abort();
      },
    });
    await following;
    expect([seen, states]).toEqual([
      ['cards-96345-1@0', 'cards-96345-1@1'],
      ['catching-up', 'live'],
    ]);
    expect(last).toEqual(await ledger.end());
    const foreign = { position: await ledger.head(), eventId: META.submission };
    await expect(
      ledger.follow({ name: 'x', from: foreign, batchMax: 1, signal: new AbortController().signal, onBatch: async () => undefined }),
    ).rejects.toMatchObject({
      code: 'ledger.halted',
    });
  });
});

describe('folds', () => {
  const deciders = { cards: { initial: () => ({ count: 0 }), evolve: (state: { count: number }) => ({ count: state.count + 1 }) } };

  it('carry own appends along and find the submission without reading again', async () => {
    const ledger = new InMemoryLedger([CARDS]);
    const folds = createFolds({ ledger, deciders });
    expect(await folds.load(CARD)).toMatchObject({ state: { count: 0 }, revision: -1, position: '0' });
    const { position } = await folds.append(issue());
    const read = jest.spyOn(ledger, 'readStream');
    const folded = await folds.load(CARD);
    expect(folded).toMatchObject({ state: { count: 1 }, revision: 0, position });
    expect(folded.submission(META.submission)).toEqual({ digest: META.digest, revision: 0, position });
    expect(read).not.toHaveBeenCalled();
  });

  it('trust what they hold until told to read on', async () => {
    const ledger = new InMemoryLedger([CARDS]);
    const folds = createFolds({ ledger, deciders });
    await folds.load(CARD);
    await folds.append(issue());
    await ledger.append(close(0));
    expect(await folds.load(CARD)).toMatchObject({ revision: 0 });
    await expect(
      folds.append({ ...close(0), meta: { ...META, submission: 'aa2f3a0e-7c39-5a5e-8a43-3b6a3f0c9d11' } }),
    ).rejects.toBeInstanceOf(WrongRevision);
    expect(await folds.reload(CARD)).toMatchObject({ revision: 1, state: { count: 2 }, position: await ledger.head() });
  });

  it('take facts of a follower in order, forget a stream with a gap, and lose none that comes while they read', async () => {
    const ledger = new InMemoryLedger([CARDS]);
    const folds = createFolds({ ledger, deciders });
    await ledger.append(issue());
    const slice = await ledger.readStream(CARD);
    await ledger.append(close(0));
    const [first, second] = ledger.facts as [RecordedFact, RecordedFact];
    const read = jest.spyOn(ledger, 'readStream').mockImplementationOnce(async () => {
      folds.observe([second]);
      return slice;
    });
    expect(await folds.load(CARD)).toMatchObject({ revision: 1 });
    folds.observe([first, second]);
    expect(await folds.load(CARD)).toMatchObject({ revision: 1 });
    folds.observe([{ ...second, revision: 7 }]);
    await folds.load(CARD);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('stay within their bound', async () => {
    const ledger = new InMemoryLedger([CARDS]);
    const folds = createFolds({ ledger, deciders, entries_max: 10 });
    const read = jest.spyOn(ledger, 'readStream');
    for (let id = 0; id < 30; id++) await folds.load({ category: 'cards', id: `c${id}` });
    await folds.load({ category: 'cards', id: 'c29' });
    expect(read).toHaveBeenCalledTimes(30);
    await folds.load({ category: 'cards', id: 'c1' });
    expect(read).toHaveBeenCalledTimes(31);
  });
});

function issue(): AppendRequest {
  const person = { name: { subject: 'p-zhang', purpose: 'volunteer', mask: '张*明', veil: 0 } };
  expect(isVeiled(person.name)).toBe(true);
  return {
    stream: CARD,
    at: -1,
    facts: [{ type: 'CardIssued', data: { person }, subjects: ['card:96345-1'] }],
    meta: META,
    personal: ['张小明'],
  };
}

function close(at: number): AppendRequest {
  const meta = { ...META, submission: 'c32f3a0e-7c39-5a5e-8a43-3b6a3f0c9d11', action: 'close' };
  return { stream: CARD, at, facts: [{ type: 'CardClosed', data: { reason: '本人申请' }, subjects: [] }], meta, personal: [] };
}

function spec() {
  return { label: { zh: '事', en: 'fact' }, data: Object, says: { zh: '事', en: 'fact' } };
}
