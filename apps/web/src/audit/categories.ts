import { shallowRef, type ShallowRef } from 'vue';
import { ask } from '../api/client';

const known = shallowRef<ReadonlySet<string>>(new Set());
let asked = false;
/** Categories without forms: what the ledger records of itself. */
const OWN = ['ledger', 'reservations'];

/** The categories of the ledger, from their declarations: where the name of a stream is divided. Empty until answered. */
export function categories(): ShallowRef<ReadonlySet<string>> {
  if (!asked) {
    asked = true;
    ask<{ readonly items: readonly { readonly category: string }[] }>('forms').then(
      ({ items }) => (known.value = new Set([...items.map(({ category }) => category), ...OWN])),
      () => (asked = false),
    );
  }
  return known;
}
