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
  /** This tab is a wall: it shows until then, and records nothing. */
  readonly wall?: { readonly endsAt: string };
}

/** As kept between two pages of the same tab. */
interface KeptSession extends Opened {
  readonly actingAs?: string;
}

const KEPT = 'ledger.session';
const opened = ref<KeptSession | undefined>(kept());
const acting = ref<Held | undefined>(heldAs(opened.value?.actingAs) ?? opened.value?.roles[0]);
/** Why the last session ended, when it was not the person who ended it. */
const endedBy = ref<string | undefined>();

/** Who is signed in, in which role they act. Kept for this browser tab only: a shared desk's next user starts anew. */
export const session = {
  account: computed(() => opened.value?.account),
  roles: computed(() => opened.value?.roles ?? []),
  acting: computed(() => acting.value),
  signedIn: computed(() => opened.value !== undefined),
  mustChange: computed(() => opened.value?.mustChange === true),
  wall: computed(() => opened.value?.wall),
  endedBy: computed(() => endedBy.value),

  open(answer: Opened): void {
    opened.value = answer;
    acting.value = answer.roles[0];
    endedBy.value = undefined;
    keep();
  },
  /** A new token, or newer roles, of the session that stands. */
  renewed(part: Partial<Pick<Opened, 'token' | 'expires' | 'roles'>>): void {
    if (!opened.value) return;
    const before = acting.value && nameOf(acting.value);
    opened.value = { ...opened.value, ...part };
    acting.value = heldAs(before) ?? opened.value.roles[0];
    keep();
  },
  actAs(held: Held): void {
    acting.value = held;
    keep();
  },
  /** Acts in the first held role of these unless already in one; false when none is held. */
  actAsOneOf(roles: readonly string[]): boolean {
    if (acting.value && roles.includes(acting.value.role)) return true;
    const held = opened.value?.roles.find(({ role }) => roles.includes(role));
    if (held) session.actAs(held);
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
    return {
      authorization: `Bearer ${opened.value.token}`,
      ...(role && opened.value.roles.length > 1 ? { 'acting-as': `${role.role}@${role.unit}` } : {}),
    };
  },
};

function nameOf({ role, unit }: Held): string {
  return `${role}@${unit}`;
}

function heldAs(name: string | undefined): Held | undefined {
  return opened.value?.roles.find((held) => nameOf(held) === name);
}

function keep(): void {
  if (opened.value)
    sessionStorage.setItem(KEPT, JSON.stringify({ ...opened.value, ...(acting.value ? { actingAs: nameOf(acting.value) } : {}) }));
}

function kept(): KeptSession | undefined {
  try {
    // Whether it still stands is for the api to say: this device's clock may be wrong.
    return (JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as KeptSession | null) ?? undefined;
  } catch {
    return undefined;
  }
}
