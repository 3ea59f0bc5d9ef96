import { computed, ref, shallowRef } from 'vue';
import { askAll } from '../api/client';
import { Problem, unreached } from '../api/problem';
import { keep, keptOne } from '../forms/device';
import { formOf } from '../forms/catalogue';
import { isDoneBy, type Task } from './task-list';
import { outbox } from '../forms/outbox';
import { session } from '../session/session';

// What waits for the signed-in person, shared by the pages of the area; the last list stays when the network is gone.

const listed = shallowRef<readonly Task[] | undefined>();
const problem = shallowRef<Problem | undefined>();
const loading = shallowRef(false);
const listedAt = ref(0);
let of = '';

export const tasks = {
  /** Without those already sent from here. */
  open: computed(() => listed.value?.filter((task) => !outbox.mine.value.some((item) => isDoneBy(task, item, listedAt.value)) && (task.action === null || formOf(task.action.category, task.action.name) !== undefined))),
  problem,
  loading,
  async load(): Promise<void> {
    const held = session.acting.value;
    const path = `tasks/${session.account.value ?? ''}/${held?.role ?? ''}@${held?.unit ?? ''}`;
    if (path !== of) listed.value = (await keptOne<{ readonly value: readonly Task[] }>('answers', path))?.value;
    of = path;
    loading.value = true;
    try {
      const asked = Date.now();
      const value = await askAll<Task>('tasks', { after: lastRecorded() }, 1_000);
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
