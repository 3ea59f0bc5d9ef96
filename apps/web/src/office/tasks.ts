import { computed, ref, shallowRef } from 'vue';
import { askAll } from '../api/client';
import { Problem, unreached } from '../api/problem';
import { keep, keptOne } from '../forms/device';
import { catalogue, formOf } from '../forms/catalogue';
import { isDecision, isDoneBy, type Task } from './task-list';
import { outbox } from '../forms/outbox';
import { session } from '../session/session';

// What waits for the signed-in person, shared by the pages of the area; the last list stays when the network is gone.

const listed = shallowRef<readonly Task[] | undefined>();
const problem = shallowRef<Problem | undefined>();
const loading = shallowRef(false);
const listedAt = ref(0);
let of = '';
let known: string | undefined;
/** A list this young is not asked for again when one page leads to the next. */
const FRESH_MS = 20_000;

/** Without those already sent from here. */
const open = computed(() =>
  listed.value?.filter(
    (task) =>
      !outbox.mine.value.some((item) => isDoneBy(task, item, listedAt.value)) &&
      (task.action === null || catalogue.value === undefined || formOf(task.action.category, task.action.name) !== undefined),
  ),
);
/** Those that only want a yes or no. */
const decisions = computed(() =>
  open.value?.filter((task) => task.action !== null && isDecision(task, formOf(task.action.category, task.action.name))),
);

export const tasks = {
  open,
  decisions,
  problem,
  loading,
  async load(): Promise<void> {
    const held = session.acting.value;
    const path = `tasks/${session.account.value ?? ''}/${held?.role ?? ''}@${held?.unit ?? ''}`;
    if (path !== of) listed.value = (await keptOne<{ readonly value: readonly Task[] }>('answers', path))?.value;
    if (
      path === of &&
      listed.value !== undefined &&
      problem.value === undefined &&
      Date.now() - listedAt.value < FRESH_MS &&
      known === lastRecorded()
    )
      return;
    of = path;
    known = lastRecorded();
    loading.value = true;
    try {
      const asked = Date.now();
      const value = await askAll<Task>('tasks', { after: known }, 1_000);
      if (of !== path) return;
      [listed.value, listedAt.value] = [value, asked];
      problem.value = undefined;
      await keep('answers', { path, value });
    } catch (reason) {
      problem.value = reason instanceof Problem ? reason : unreached();
    } finally {
      loading.value = false;
    }
  },
};

/** The list must know what this device has had recorded. */
function lastRecorded(): string | undefined {
  const positions = outbox.mine.value.flatMap(({ recorded }) => (recorded ? [BigInt(recorded.position)] : []));
  return positions.length === 0 ? undefined : String(positions.reduce((a, b) => (a > b ? a : b)));
}
