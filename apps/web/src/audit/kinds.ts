import { shallowRef } from 'vue';
import { ask } from '../api/client';
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
let loading: Promise<void> | undefined;

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
  ).then(learn, () => {
    loading = undefined;
  });
  return known.value;
}
