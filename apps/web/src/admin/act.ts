import { ref, type Ref } from 'vue';
import type { Payload } from '../forms/spec';

/** An action asked for from a list: which form, about what, with what is known already. */
export interface Act {
  readonly category: string;
  readonly action: string;
  readonly id?: string | undefined;
  readonly prefill?: Payload | undefined;
  /** What it is about, in words. */
  readonly about?: string | undefined;
}

/** The open form of a page, and the position from which its list is asked after something was recorded. */
export function acting(): {
  readonly act: Ref<Act | undefined>;
  readonly after: Ref<string | undefined>;
  readonly open: (act: Act) => void;
  readonly close: () => void;
  readonly recorded: (position: string) => void;
} {
  const act = ref<Act | undefined>();
  const after = ref<string | undefined>();
  return {
    act,
    after,
    open: (asked) => void (act.value = asked),
    close: () => void (act.value = undefined),
    recorded: (position) => void (after.value = position),
  };
}
