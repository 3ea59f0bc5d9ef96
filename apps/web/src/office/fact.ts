import type { Label } from '../words';

/** A recorded fact as histories tell it. */
export interface Fact {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly type: string;
  readonly label: Label;
  readonly categoryLabel?: Label;
  readonly says?: Label;
  readonly occurredOn: string;
  readonly recordedAt: string;
  readonly actor: { readonly account: string; readonly role?: string; readonly unit?: string };
  readonly data: Readonly<Record<string, unknown>>;
}

/** Who may read histories; the api decides for itself. */
export const HISTORY_READERS: readonly string[] = ['clerk', 'auditor'];
