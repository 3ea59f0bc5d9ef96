import { computed, ref } from 'vue';
import { session } from '../session/session';
import type { FormState } from './ActionForm.vue';
import { forget, freshKey, keep, kept, keptOne } from './device';
import { withoutPersonal, type EnteredMembers } from './entered';
import type { FormSpec, Label } from './spec';

/** A form begun and not sent, without values of persons. */
export interface Draft {
  readonly draft: string;
  readonly account: string;
  readonly category: string;
  readonly action: string;
  readonly label: Label;
  readonly id: string;
  readonly entered: EnteredMembers;
  readonly occurredOn: string;
  readonly at: number;
}
/** What was sent last of an action, to be copied for the next period. */
interface Last {
  readonly of: string;
  readonly id: string;
  readonly entered: EnteredMembers;
  readonly at: number;
}

const all = ref<readonly Draft[]>([]);

export const drafts = {
  mine: computed(() => all.value.filter(({ account }) => account === session.account.value).sort((a, b) => b.at - a.at)),
  load: async (): Promise<void> => void (all.value = await kept<Draft>('drafts')),
  of: (category: string, action: string, id?: string): Draft | undefined =>
    drafts.mine.value.find((draft) => draft.category === category && draft.action === action && (id === undefined || draft.id === id)),
  freshId: freshKey,

  async save(draft: string, form: FormSpec, state: FormState): Promise<void> {
    const saved: Draft = copied({
      draft,
      account: session.account.value ?? '',
      category: form.category,
      action: form.action,
      label: form.label,
      id: state.id,
      entered: withoutPersonal(form.fields, state.entered),
      occurredOn: state.occurredOn,
      at: Date.now(),
    });
    await keep('drafts', saved);
    all.value = [...all.value.filter((other) => other.draft !== draft), saved];
  },
  async drop(draft: string): Promise<void> {
    all.value = all.value.filter((other) => other.draft !== draft);
    await forget('drafts', draft);
  },
};

export function lastOf(form: FormSpec): Promise<Last | undefined> {
  return keptOne<Last>('lasts', lastKey(form));
}

export function keepLast(form: FormSpec, state: FormState): Promise<void> {
  return keep('lasts', copied({ of: lastKey(form), id: state.id, entered: withoutPersonal(form.fields, state.entered), at: Date.now() }));
}

function lastKey({ category, action }: FormSpec): string {
  return `${session.account.value ?? ''}/${category}.${action}`;
}

/** IndexedDB takes no proxies. */
function copied<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
