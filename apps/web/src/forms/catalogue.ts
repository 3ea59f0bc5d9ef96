import { ref, shallowRef } from 'vue';
import { ask, askAll } from '../api/client';
import { Problem, unreached } from '../api/problem';
import { remembered } from './device';
import type { CategoryForms, FormSpec } from './spec';

/** Everything that can be done, by category, as declared. Undefined until known. */
export const catalogue = shallowRef<readonly CategoryForms[] | undefined>();
export const catalogueProblem = ref<Problem | undefined>();
let loading: Promise<void> | undefined;

/** Reads the declarations once per page; without a network those of the last time. */
export function loadCatalogue(): Promise<void> {
  loading ??= (async () => {
    try {
      catalogueProblem.value = undefined;
      catalogue.value = await remembered('forms', whole, (newer) => (catalogue.value = newer));
    } catch (reason) {
      catalogueProblem.value = reason instanceof Problem ? reason : unreached();
      loading = undefined;
    }
  })();
  return loading;
}

async function whole(): Promise<readonly CategoryForms[]> {
  const { items } = await ask<{ readonly items: readonly { readonly category: string }[] }>('forms');
  return Promise.all(items.map(({ category }) => ask<CategoryForms>(`forms/${category}`)));
}

export function formOf(category: string, action: string): FormSpec | undefined {
  return catalogue.value?.find((known) => known.category === category)?.forms.find((form) => form.action === action);
}

export function categoryOf(category: string): CategoryForms | undefined {
  return catalogue.value?.find((known) => known.category === category);
}

export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly parent: string | null;
}

/** Units alive today, for names of codes and for search without a network. */
export const units = shallowRef<ReadonlyMap<string, Unit>>(new Map());
let unitsLoading: Promise<void> | undefined;

export function loadUnits(): Promise<void> {
  const learn = (all: readonly Unit[]): void => void (units.value = new Map(all.map((unit) => [unit.code, unit])));
  unitsLoading ??= remembered(
    'units',
    async () => (await askAll<Unit>('units')).map(({ code, name, level, parent }) => ({ code, name, level, parent })),
    learn,
  ).then(learn, () => {
    unitsLoading = undefined;
  });
  return unitsLoading;
}

export function unitName(code: string): string {
  return units.value.get(code)?.name ?? code;
}

/** `江东社区 · 暨阳街道`: the unit under the one above it, below the city. */
export function unitPath(code: string): string {
  const unit = units.value.get(code);
  const above = unit?.parent ? units.value.get(unit.parent) : undefined;
  return unit ? (above && above.level !== 'city' ? `${unit.name} · ${above.name}` : unit.name) : code;
}
