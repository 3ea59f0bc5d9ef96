import { shallowRef, type ShallowRef } from 'vue';
import { askAll } from '../api/client';
import type { Unit } from '../api/answers';

const names: ShallowRef<ReadonlyMap<string, string>> = shallowRef(new Map());
let asked: Promise<void> | undefined;

/** Names of the city's units by code, read once and only when a screen needs them; empty until then. */
export function unitNames(): ShallowRef<ReadonlyMap<string, string>> {
  asked ??= askAll<Unit>('units')
    .then((units) => void (names.value = new Map(units.map((unit) => [unit.code, unit.name]))))
    .catch(() => void (asked = undefined));
  return names;
}
