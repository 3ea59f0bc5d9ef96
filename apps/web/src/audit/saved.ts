import { shallowRef } from 'vue';
import { ask } from '../api/client';
import { Problem, unreached } from '../api/problem';

export interface SavedSearch {
  readonly name: string;
  /** The query of a timeline's address. */
  readonly query: Readonly<Record<string, string>>;
}

const items = shallowRef<readonly SavedSearch[]>([]);
const problem = shallowRef<Problem | undefined>();

/** One's own saved searches, the same on every screen. */
export const saved = {
  items,
  problem,
  read: (): Promise<boolean> =>
    told(async () => (items.value = (await ask<{ readonly items: readonly SavedSearch[] }>('saved-searches')).items)),
  keep: (name: string, query: Readonly<Record<string, string>>): Promise<boolean> =>
    told(async () => {
      await ask(`saved-searches/${encodeURIComponent(name)}`, {}, { method: 'PUT', body: { query } });
      items.value = [{ name, query }, ...items.value.filter((one) => one.name !== name)];
    }),
  drop: (name: string): Promise<boolean> =>
    told(async () => {
      await ask(`saved-searches/${encodeURIComponent(name)}`, {}, { method: 'DELETE' });
      items.value = items.value.filter((one) => one.name !== name);
    }),
};

/** Whether it was done; else `problem` says why not. */
async function told(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    problem.value = undefined;
    return true;
  } catch (reason) {
    problem.value = reason instanceof Problem ? reason : unreached();
    return false;
  }
}
