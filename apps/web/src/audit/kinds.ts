import { shallowRef } from 'vue';
import { ask } from '../api/client';
import { remembered } from '../forms/device';
import type { Label } from '../words';

interface KindOf {
  readonly kind: string;
  readonly label: Label;
}

const NOT_YET: Label = { zh: '', en: '' };
const known = shallowRef<ReadonlyMap<string, Label>>(new Map());
let loading: Promise<void> | undefined;

/** What a kind of subject is called, as the api declares it; empty until that is known. */
export function kindLabel(kind: string): Label {
  return kindLabelOf(kind) ?? NOT_YET;
}

export function kindLabelOf(kind: string): Label | undefined {
  const learn = (items: readonly KindOf[]): void => void (known.value = new Map(items.map((one) => [one.kind, one.label])));
  loading ??= remembered(
    'history/subjects',
    async () => (await ask<{ readonly items: readonly KindOf[] }>('history/subjects')).items,
    learn,
  ).then(learn, () => {
    loading = undefined;
  });
  return known.value.get(kind);
}
