import { metadataState, StreamStates } from './stream-states';

describe('how streams stand', () => {
  it('holds a bounded length of metadata, and asks again for what it let go of', async () => {
    const asked: string[] = [];
    const states = new StreamStates(async (names) => {
      asked.push(...names);
      return new Map(names.map((name) => [name, { id: 7n, last: 4n, lastBody: undefined }]));
    });
    const data = Buffer.from(`{"note":"${'x'.repeat(1_000_000)}"}`);
    const names = Array.from({ length: 100 }, (_, i) => `$$stream-${i}`);
    for (const name of names) states.merge(new Map([[name, metadataState(1n, 0n, { json: true, data })]]));
    const held = names.filter((name) => states.peek(name) !== undefined);
    expect(held.length).toBeGreaterThan(20);
    expect(held.length).toBeLessThan(40);
    const again = await states.get(['$$stream-0', '$$stream-99']);
    expect([again.get('$$stream-0')?.last, again.get('$$stream-99')?.last]).toEqual([4n, 0n]);
    expect(asked).toEqual(['$$stream-0']);
  });
});
