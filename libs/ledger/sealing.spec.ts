import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { JsonObject } from '#kernel';
import { aadOf, openFacts, seal, sealFacts, unseal, veiledIn, type DataKey, type KeyStore } from './sealing';
import type { AppendRequest } from './ledger';

const KEY: DataKey = { id: '0b9f7f0e-7c39-4a5e-8a43-3b6a3f0c9d11', subject: 'p-1', purpose: 'payment', key: randomBytes(32) };
const IDS = ['e-1', 'e-2'];

describe('a seal', () => {
  const key = randomBytes(32);
  const text = fc.string({ unit: 'grapheme', maxLength: 200 });

  it('opens to the same text in its place, and never twice to the same bytes', () => {
    fc.assert(
      fc.property(text, text, (plain, place) => {
        const aad = aadOf('e', place, 's');
        const sealed = seal(plain, key, aad);
        expect(unseal(sealed, key, aad)).toBe(plain);
        expect(seal(plain, key, aad)).not.toBe(sealed);
      }),
    );
  });

  it('does not open once a bit was changed, wherever', () => {
    fc.assert(
      fc.property(text, fc.nat(), (plain, at) => {
        const aad = aadOf('e', 'person.name', 's');
        const bytes = Buffer.from(seal(plain, key, aad), 'base64');
        const bit = at % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => unseal(bytes.toString('base64'), key, aad)).toThrow();
      }),
    );
  });

  it('does not open in another place or under another key', () => {
    const place = fc.tuple(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }));
    const plainPlace = place.filter((parts) => !parts.some((part) => part.includes('\u0000')));
    fc.assert(
      fc.property(plainPlace, plainPlace, (here, there) => {
        fc.pre(here.join('\u0000') !== there.join('\u0000'));
        const sealed = seal('张三', key, aadOf(...here));
        expect(() => unseal(sealed, key, aadOf(...there))).toThrow();
        expect(() => unseal(sealed, randomBytes(32), aadOf(...here))).toThrow();
      }),
    );
  });

  it.each(['', 'AAAA', 'not base64!', Buffer.alloc(27).toString('base64')])('refuses %j, which is too short to be one', (sealed) => {
    expect(() => unseal(sealed, key, aadOf('e', 'p', 's'))).toThrow('cut short');
  });
});

describe('sealing the facts of an append', () => {
  const veiled = { subject: 'p-1', purpose: 'payment', mask: '张*', veil: 0 };

  it('seals what a fact carries, wherever it lies, and opens it there again', async () => {
    const data = { payee: { person: { name: veiled } }, lines: [{ n: 1 }, { name: veiled }], amountFen: 5 };
    const [sealed] = await sealFacts(request([data], ['张三']), IDS, store());
    expect(sealed).toMatchObject({ amountFen: 5, lines: [{ n: 1 }, { name: { subject: 'p-1', mask: '张*', key: KEY.id } }] });
    expect(JSON.stringify(sealed)).not.toMatch(/veil|张三/);
    const [opened] = await openFacts([{ eventId: 'e-1', data: sealed ?? {} }], store());
    expect(opened?.map(({ path, field, value }) => [path, field, value])).toEqual([
      ['payee.person.name', 'name', '张三'],
      ['lines[1].name', 'name', '张三'],
    ]);
  });

  it('leaves plain data as it is, asks for no key, and needs no store', async () => {
    const plain = { text: '公示', list: [1, null, { a: true }] };
    expect((await sealFacts(request([plain], []), IDS, undefined))[0]).toBe(plain);
    await expect(sealFacts(request([{ name: veiled }], ['张三']), IDS, undefined)).rejects.toThrow('key store');
  });

  it('does not seal what the decision dropped, and keeps only reference and mask of what an earlier fact sealed', async () => {
    const keys = store();
    const asked = jest.spyOn(keys, 'keysFor');
    const carried = { subject: 'p-1', purpose: 'payment', mask: '张*', key: KEY.id, sealed: 'AAAA' };
    expect(await sealFacts(request([{ name: carried }, {}], ['张三']), IDS, keys)).toEqual([
      { name: { subject: 'p-1', purpose: 'payment', mask: '张*' } },
      {},
    ]);
    expect(asked).not.toHaveBeenCalled();
  });

  it('records nothing with a veil that hides no value', async () => {
    await expect(sealFacts(request([{ name: { ...veiled, veil: 3 } }], ['张三']), IDS, store())).rejects.toThrow('veil 3');
  });

  it('finds every veiled value of any data once', () => {
    const leaf = fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.string(), fc.constant(veiled));
    const json = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('node'), { maxKeys: 3 }),
      ),
    })).node;
    fc.assert(
      fc.property(json, (value) => {
        const data = { value } as JsonObject;
        const found = veiledIn(data);
        expect(found).toHaveLength((JSON.stringify(data).match(/"veil":0/g) ?? []).length);
        expect(new Set(found.map(({ path }) => path)).size).toBe(found.length);
      }),
    );
  });
});

function store(): KeyStore {
  const nothing = async (): Promise<void> => undefined;
  return {
    keysFor: async () => [KEY],
    readable: async () => new Map([[KEY.id, KEY]]),
    restrict: nothing,
    lift: nothing,
    erase: async () => 0,
    close: nothing,
  };
}

function request(datas: readonly JsonObject[], personal: readonly string[]): AppendRequest {
  const meta = { recordedAt: '2026-03-05T01:02:03.000Z' } as AppendRequest['meta'];
  return {
    stream: { category: 'funds', id: 'x' },
    at: -1,
    facts: datas.map((data) => ({ type: 'T', data, subjects: [] })),
    meta,
    personal,
  };
}
