import { shallowRef } from 'vue';
import { ask, type Page } from '../api/client';
import { Problem } from '../api/problem';
import type { Label } from '../words';
import { session, type Opened } from './session';

/** A screen of the demonstration with the account it is for. */
export interface Offer {
  readonly screen: string;
  readonly label: Label;
  readonly account: string;
  readonly role: string;
  readonly unit: string;
  readonly unitName: string | null;
}

/** Empty where the ledger is a real one: the api answers that there is no such thing. */
export const offers = shallowRef<readonly Offer[]>([]);

export async function learnOffers(): Promise<void> {
  try {
    offers.value = (await ask<Page<Offer>>('session/demo')).items;
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason;
    offers.value = [];
  }
}

export async function enter(offer: Offer): Promise<void> {
  const answer = await ask<Omit<Opened, 'account'>>('session/demo', {}, { method: 'POST', body: { screen: offer.screen } });
  session.open({ ...answer, account: offer.account });
}
