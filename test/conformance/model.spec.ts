import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { scenarios } from './histories.mjs';
import { playOnModel, type Step } from './model-story';

const deviations = JSON.parse(readFileSync(join(__dirname, 'deviations.json'), 'utf8')) as readonly {
  readonly story: string;
  readonly step: string;
}[];
const recorded = JSON.parse(readFileSync(join(__dirname, 'answers', 'histories.json'), 'utf8')) as Readonly<
  Record<string, readonly Step[]>
>;

describe('the model of a store', () => {
  it('answers as the recorded node in all 200 random histories', async () => {
    const played = await Promise.all(Object.entries(scenarios).map(async ([name, history]) => [name, await playOnModel(history)] as const));
    expect(played).toHaveLength(200);
    const differing = played.flatMap(([name, steps]) => {
      const want = recorded[name] ?? [];
      expect(steps).toHaveLength(want.length);
      const asWanted = ([label, answer]: Step, i: number): boolean =>
        neverAnswered(name, label, answer) || isDeepStrictEqual(answer, steps[i]?.[1]);
      return want.flatMap((step, i) => (asWanted(step, i) ? [] : [{ name, want: step, got: steps[i]?.[1] }]));
    });
    expect(differing.slice(0, 5)).toEqual([]);
  }, 60_000);
});

/** A retry in another order: the real node throws inside; the model answers, as our store does. */
function neverAnswered(name: string, label: string, answer: unknown): boolean {
  const recordedAsNone = typeof answer === 'object' && answer !== null && 'noAnswer' in answer;
  return recordedAsNone || deviations.some(({ story, step }) => story === name && step === label);
}
