import { computed, ref } from 'vue';
import { askAll } from '../api/client';
import { Problem, unreached } from '../api/problem';
import { session } from '../session/session';

/** A note from the leadership or the auditors, as `GET /api/notes` tells it. */
export interface Note {
  readonly id: string;
  readonly unit: string;
  readonly text: string;
  readonly about?: { readonly path: string; readonly label: string } | null;
  readonly status: 'open' | 'answered' | 'closed';
  readonly sentOn: string;
  readonly sentBy: { readonly role: string; readonly unit: string };
  readonly answer?: string;
  readonly answeredOn?: string;
  readonly closedOn?: string;
  readonly reason?: string;
}

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
