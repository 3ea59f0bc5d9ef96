import { shallowRef, type ShallowRef } from 'vue';
import { ask } from '../api/client';
import { Problem, unreached } from '../api/problem';
import { remembered } from '../forms/device';
import type { Label } from '../words';

interface KindOf {
  readonly kind: string;
  readonly label: Label;
  /** Whether a history can be asked by it. */
  readonly asked: boolean;
}

const NOT_YET: Label = { zh: '', en: '' };
const known = shallowRef<ReadonlyMap<string, KindOf> | undefined>();
const failed = shallowRef<Problem | undefined>();
let loading: Promise<void> | undefined;

/** Why the kinds are not known: whoever waits for them is told, and may ask again. */
export const kindsProblem: Readonly<ShallowRef<Problem | undefined>> = failed;
export function askKindsAgain(): void {
  failed.value = undefined;
  declared();
}

/** What a kind of subject is called, as the api declares it; empty until that is known. */
export function kindLabel(kind: string): Label {
  return kindLabelOf(kind) ?? NOT_YET;
}

export function kindLabelOf(kind: string): Label | undefined {
  return declared()?.get(kind)?.label;
}

/** The kinds a history can be asked by; undefined until the api has said. */
export function askedKinds(): readonly string[] | undefined {
  const kinds = declared();
  return kinds && [...kinds.values()].filter(({ asked }) => asked).map(({ kind }) => kind);
}

function declared(): ReadonlyMap<string, KindOf> | undefined {
  const learn = (items: readonly KindOf[]): void => void (known.value = new Map(items.map((one) => [one.kind, one])));
  loading ??= remembered(
    'history/subjects',
    async () => (await ask<{ readonly items: readonly KindOf[] }>('history/subjects')).items,
    learn,
  ).then(learn, (reason: unknown) => {
    loading = undefined;
    failed.value = reason instanceof Problem ? reason : unreached();
  });
  return known.value;
}
