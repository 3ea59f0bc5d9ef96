import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { startEngines, type Engines } from '#testing';
import { obeyKeyDecisions, replayKeyDecisions } from './decisions';
import { openKeyStore, type PostgresKeys } from './key-store';
import type { RecordedFact } from '../recorded';

const WORDS = { label: { zh: '事', en: 'fact' } };
const AT = '2026-03-05T01:02:03.000Z';
const LATER = '2026-04-01T00:00:00.000Z';
const ZHANG = { subject: 'p-zhang', purpose: 'volunteer' };

jest.setTimeout(60_000);

let [engines, keys]: [Engines, PostgresKeys] = [] as never;
const master = randomBytes(32);
beforeAll(async () => {
  engines = await startEngines();
  keys = await open(master);
});
afterAll(async () => {
  await keys.close();
  await engines.stop();
});

describe('the key store', () => {
  it('makes one key per person and purpose, however many ask at once, and keeps it', async () => {
    const asked = [ZHANG, { subject: 'p-zhang', purpose: 'payment' }, { subject: 'p-li', purpose: 'volunteer' }];
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => keys.keysFor(n % 2 ? asked : asked.toReversed(), AT)));
    const named = answers.map((answer) =>
      answer.map((key) => `${key.subject} ${key.purpose} ${key.id} ${key.key.toString('hex')}`).toSorted(),
    );
    expect(named[0]).toHaveLength(3);
    for (const one of named) expect(one).toEqual(named[0]);
    const other = await open(master);
    expect((await other.keysFor([ZHANG], LATER))[0]?.key).toEqual((await keys.keysFor([ZHANG], AT))[0]?.key);
    await other.close();
  });

  it('stores no key in the clear, and opens none for another master key or another row', async () => {
    const [key] = await keys.keysFor([ZHANG], AT);
    const rows = await sql('SELECT id, wrapped FROM keys WHERE subject = $1', ['p-zhang']);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(Buffer.from(row['wrapped'] as Buffer).includes(key?.key ?? '')).toBe(false);
    const foreign = await open(randomBytes(32));
    await expect(foreign.keysFor([ZHANG], AT)).rejects.toThrow(/master key/);
    await foreign.close();
    await keys.keysFor([{ subject: 'p-moved', purpose: 'volunteer' }], AT);
    await sql(`UPDATE keys SET wrapped = (SELECT wrapped FROM keys WHERE id = $1) WHERE subject = 'p-moved'`, [key?.id]);
    await expect(keys.keysFor([{ subject: 'p-moved', purpose: 'volunteer' }], AT)).rejects.toThrow();
  });

  it('reads nothing of a restricted person until lifted, and still seals', async () => {
    const id = (await keys.keysFor([ZHANG], AT))[0]?.id ?? '';
    await keys.restrict('p-zhang');
    expect((await keys.readable([id])).size).toBe(0);
    expect((await keys.keysFor([ZHANG], LATER))[0]?.id).toBe(id);
    await keys.lift('p-zhang');
    expect((await keys.readable([id])).get(id)).toMatchObject(ZHANG);
  });

  it('destroys on erasure every key up to the decision, and a restored backup is erased again from the recorded decisions', async () => {
    const person = { subject: 'p-wang', purpose: 'payment' };
    const old = (await keys.keysFor([person], AT))[0];
    const backup = await sql(`SELECT * FROM keys WHERE subject = 'p-wang'`, []);
    const erased = decided('SubjectErased', 'p-wang', LATER);
    await obeyKeyDecisions([erased], keys);
    expect((await keys.readable([old?.id ?? ''])).size).toBe(0);
    expect((await sql(`SELECT wrapped FROM keys WHERE subject = 'p-wang'`, []))[0]).toEqual({ wrapped: null });
    const young = (await keys.keysFor([person], AT))[0];
    expect(young?.id).not.toBe(old?.id);

    await sql(`DELETE FROM keys WHERE subject = 'p-wang'; DELETE FROM subjects WHERE subject = 'p-wang'`);
    const [row] = backup;
    await sql('INSERT INTO keys (id, subject, purpose, since, master, wrapped) VALUES ($1, $2, $3, $4, $5, $6)', [
      row?.['id'],
      'p-wang',
      'payment',
      row?.['since'],
      row?.['master'],
      row?.['wrapped'],
    ]);
    expect((await keys.readable([old?.id ?? ''])).size).toBe(1);
    await obeyKeyDecisions([erased, erased], keys);
    expect((await keys.readable([old?.id ?? ''])).size).toBe(0);
  });

  it('carries out after a restore what was decided since, read from the ledger itself, and at the next start nothing twice', async () => {
    const ledger = await engines.ledger([
      { category: 'subjects', facts: { SubjectErased: { ...WORDS, data: Object, says: WORDS.label } } },
    ]);
    const person = { subject: 'p-sun', purpose: 'payment' };
    const old = (await keys.keysFor([person], AT))[0];
    expect(await replayKeyDecisions(ledger, keys)).toBe(0);
    const { meta, type, data } = decided('SubjectErased', 'p-sun', LATER);
    await ledger.append({
      stream: { category: 'subjects', id: 'p-sun' },
      at: -1,
      facts: [{ type, data, subjects: [] }],
      meta,
      personal: [],
    });
    expect((await keys.readable([old?.id ?? ''])).size).toBe(1);
    expect(await replayKeyDecisions(ledger, keys)).toBe(1);
    expect((await keys.readable([old?.id ?? ''])).size).toBe(0);
    expect(await replayKeyDecisions(ledger, keys)).toBe(0);
    await ledger.close();
  });

  it('leaves a key alone that is younger than the erasure, however often it is replayed', async () => {
    const person = { subject: 'p-zhao', purpose: 'payment' };
    await keys.keysFor([person], AT);
    await keys.erase('p-zhao', LATER);
    const id = (await keys.keysFor([person], LATER))[0]?.id ?? '';
    expect(await keys.erase('p-zhao', LATER)).toBe(0);
    expect((await keys.readable([id])).size).toBe(1);
  });

  it('wraps everything anew under another master key, the values staying readable', async () => {
    const [before] = await keys.keysFor([{ subject: 'p-rewrapped', purpose: 'volunteer' }], AT);
    await sql(`DELETE FROM keys WHERE subject = 'p-moved'`);
    const next = randomBytes(32);
    const changing = await openKeyStore({
      databaseUrl: engines.keysDatabaseUrl,
      prefix: engines.prefix,
      master: next,
      formerMasters: [master],
    });
    expect(await changing.rewrap()).toBeGreaterThan(0);
    expect(await changing.rewrap()).toBe(0);
    await changing.close();
    const fresh = await open(next);
    expect((await fresh.readable([before?.id ?? ''])).get(before?.id ?? '')?.key).toEqual(before?.key);
    await fresh.close();
  });

  it('says so when its database is away', async () => {
    await expect(openKeyStore({ databaseUrl: 'postgresql://x:x@127.0.0.1:1/keys', master })).rejects.toMatchObject({
      code: 'ledger.keys-unavailable',
    });
  });
});

function open(key: Buffer): Promise<PostgresKeys> {
  return openKeyStore({ databaseUrl: engines.keysDatabaseUrl, prefix: engines.prefix, master: key });
}

async function sql(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: engines.keysDatabaseUrl, options: `-c search_path=${engines.prefix}keys` });
  await client.connect();
  try {
    return (await (values ? client.query(text, [...values]) : client.query(text))).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

function decided(type: string, subject: string, recordedAt: string): RecordedFact {
  return {
    stream: `subjects-${subject}`,
    category: 'subjects',
    id: subject,
    revision: 2,
    position: '1',
    eventId: '5f2f3a0e-7c39-5a5e-8a43-3b6a3f0c9d11',
    type,
    data: { ground: '本人申请' },
    meta: {
      v: 1,
      submission: '5f2f3a0e-7c39-5a5e-8a43-3b6a3f0c9d11',
      digest: 'ab'.repeat(32),
      action: 'approve-erasure',
      actor: { account: 'p-auditor', role: 'auditor', unit: '330681' },
      authority: { kind: 'duty', power: 'subjects.protect', clause: '21' },
      refs: [],
      occurredOn: recordedAt.slice(0, 10),
      recordedAt,
      source: { kind: 'web' },
      trace: 't',
      subjects: [],
    },
  };
}
