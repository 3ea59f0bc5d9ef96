import { computed, ref } from 'vue';

/** A role someone holds today; in the api's words an appointment. */
export interface Held {
  readonly role: string;
  readonly unit: string;
  readonly unitName?: string;
  readonly organisation?: string;
}
export interface Opened {
  readonly account: string;
  readonly token: string;
  readonly expires: string;
  readonly roles: readonly Held[];
  readonly mustChange?: boolean;
}

const KEPT = 'ledger.session';
const opened = ref<Opened | undefined>(kept());
const acting = ref<Held | undefined>(opened.value?.roles[0]);
/** Why the last session ended, when it was not the person who ended it. */
const endedBy = ref<string | undefined>();

/** Who is signed in, in which role they act. Kept for this browser tab only: a shared desk's next user starts anew. */
export const session = {
  account: computed(() => opened.value?.account),
  roles: computed(() => opened.value?.roles ?? []),
  acting: computed(() => acting.value),
  signedIn: computed(() => opened.value !== undefined),
  mustChange: computed(() => opened.value?.mustChange === true),
  endedBy: computed(() => endedBy.value),

  open(answer: Opened): void {
    opened.value = answer;
    acting.value = answer.roles[0];
    endedBy.value = undefined;
    sessionStorage.setItem(KEPT, JSON.stringify(answer));
  },
  actAs(held: Held): void {
    acting.value = held;
  },
  /** Acts in the first held role of these unless already in one; false when none is held. */
  actAsOneOf(roles: readonly string[]): boolean {
    if (acting.value && roles.includes(acting.value.role)) return true;
    const held = opened.value?.roles.find(({ role }) => roles.includes(role));
    if (held) acting.value = held;
    return held !== undefined;
  },
  /** The session is over: on request (no reason) or because the api said so. */
  ended(reason?: string): void {
    if (opened.value === undefined) return;
    opened.value = undefined;
    acting.value = undefined;
    endedBy.value = reason;
    sessionStorage.removeItem(KEPT);
  },
  /** What every request carries. */
  headers(): Record<string, string> {
    if (!opened.value) return {};
    const role = acting.value;
    return { authorization: `Bearer ${opened.value.token}`, ...(role && opened.value.roles.length > 1 ? { 'acting-as': `${role.role}@${role.unit}` } : {}) };
  },
};

function kept(): Opened | undefined {
  try {
    const value = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Opened | null;
    return value && new Date(value.expires) > new Date() ? value : undefined;
  } catch {
    return undefined;
  }
}
