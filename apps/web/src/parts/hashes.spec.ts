import { hashesIn } from './hashes';

const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];

describe('the attachments of a fact', () => {
  it('are its hashes, wherever they stand, each once', () => {
    expect(
      hashesIn({ vouchers: [b, a], evidence: a, steps: [{ report: { hash: b } }], text: `${a} and more`, none: null, count: 3 }),
    ).toEqual([b, a]);
  });

  it('are none where nothing is said', () => {
    for (const data of [undefined, null, {}, [], 'x', 7]) expect(hashesIn(data)).toEqual([]);
  });
});
