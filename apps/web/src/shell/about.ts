import { ref } from 'vue';
import { ask } from '../api/client';

export interface About {
  readonly city?: string;
  readonly cityName?: string;
  readonly synthetic?: boolean;
}

/** Which city's ledger this is, and whether its data is synthetic. Empty until answered. */
export const about = ref<About>({});

/** Without an answer nothing is known of it; the screens stand without. */
export async function learnAbout(): Promise<void> {
  const answer = await ask<About>('about').catch(() => undefined);
  if (answer) about.value = answer;
}
