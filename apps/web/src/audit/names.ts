import { computed, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { ask, askAll } from '../api/client';
import { say, type Label } from '../words';
import type { Subject } from './facts';

const units = shallowRef<ReadonlyMap<string, string>>(new Map());
let all: Promise<void> | undefined;

/** Names of all units of the city by code, for long lists. */
export function unitNames(): ShallowRef<ReadonlyMap<string, string>> {
  all ??= askAll<{ readonly code: string; readonly name: string }>('units', {}, 2_000).then(
    (found) => void (units.value = new Map([...units.value, ...found.map(({ code, name }) => [code, name] as const)])),
    () => (all = undefined),
  );
  return units;
}
const labels = shallowRef<ReadonlyMap<string, Label>>(new Map());

/** Categories by their declared names. */
export function categoryNames(): ShallowRef<ReadonlyMap<string, Label>> {
  void learnLabels();
  return labels;
}

/** What a subject is called: units by name, streams by their category's label, everything else by its id. */
export function subjectName(subject: Ref<Subject | undefined>): ComputedRef<string | undefined> {
  watch(
    subject,
    (now) => {
      if (now?.kind === 'unit') void learnUnit(now.value);
      if (now?.kind === 'stream') void learnLabels();
    },
    { immediate: true },
  );
  return computed(() => {
    const now = subject.value;
    if (now === undefined) return undefined;
    if (now.kind === 'unit') return units.value.get(now.value) ?? now.value;
    if (now.kind !== 'stream') return now.value;
    const label = labels.value.get(now.category);
    return `${label ? say(label) : now.category} ${now.id}`;
  });
}

async function learnUnit(code: string): Promise<void> {
  if (units.value.has(code)) return;
  const unit = await ask<{ readonly name: string }>(`units/${encodeURIComponent(code)}`).catch(() => undefined);
  if (unit) units.value = new Map([...units.value, [code, unit.name]]);
}

async function learnLabels(): Promise<void> {
  if (labels.value.size > 0) return;
  const forms = await ask<{ readonly items: readonly { readonly category: string; readonly label: Label }[] }>('forms').catch(
    () => undefined,
  );
  if (forms) labels.value = new Map(forms.items.map(({ category, label }) => [category, label]));
}
