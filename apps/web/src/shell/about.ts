import { ref } from 'vue';

export interface About {
  readonly city?: string;
  readonly cityName?: string;
  readonly synthetic?: boolean;
}

/** Which city's ledger this is, and whether its data is synthetic. Empty until answered. */
export const about = ref<About>({});

export async function learnAbout(): Promise<void> {
  for (const path of ['/api/about', '/healthz']) {
    const response = await fetch(path).catch(() => undefined);
    if (!response?.ok) continue;
    about.value = (await response.json()) as About;
    return;
  }
}
