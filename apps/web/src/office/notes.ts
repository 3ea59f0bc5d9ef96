import { computed, ref } from 'vue';
import type { Note } from '../api/answers';
import { askAll } from '../api/client';
import { Problem, unreached } from '../api/problem';
import { session } from '../session/session';

const READERS = ['secretary', 'clerk', 'leader', 'auditor'];
const listed = ref<readonly Note[] | undefined>();
const problem = ref<Problem | undefined>();

export const notes = {
  listed,
  problem,
  mayRead: computed(() => READERS.includes(session.acting.value?.role ?? '')),
  open: computed(() => listed.value?.filter(({ status }) => status === 'open').length),
  async load(): Promise<void> {
    if (!notes.mayRead.value) return void (listed.value = undefined);
    try {
      listed.value = await askAll<Note>('notes', { unit: session.acting.value?.unit }, 500);
      problem.value = undefined;
    } catch (reason) {
      problem.value = reason instanceof Problem ? reason : unreached();
    }
  },
};
