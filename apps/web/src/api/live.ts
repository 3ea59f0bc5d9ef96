import { onScopeDispose, ref, watch, type Ref, type WatchSource } from 'vue';

export interface LiveItem {
  readonly position: string;
  readonly items: readonly unknown[];
}

/** A stream that the server refused (too many, starting up) is not tried again by the browser: we do. */
const AGAIN_MS = 5_000;

/**
 * Follows a unit's public lines (`/api/stream`); the browser reconnects and resumes by position on its own. Told without a position: something
 * may have been missed, read anew. `connected` says whether it is live.
 */
export function live(unit: WatchSource<string | undefined>, onLines: (told: LiveItem) => void): { readonly connected: Ref<boolean> } {
  const connected = ref(false);
  let stream: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = (): void => {
    clearTimeout(timer);
    stream?.close();
    connected.value = false;
  };
  const open = (code: string): void => {
    const mine = new EventSource(`/api/stream?unit=${encodeURIComponent(code)}`);
    stream = mine;
    mine.addEventListener('open', () => {
      connected.value = true;
      // Between what was read and where the stream began lay a moment.
      onLines({ position: '', items: [] });
    });
    mine.addEventListener('error', () => {
      connected.value = false;
      if (mine.readyState === EventSource.CLOSED && stream === mine) timer = setTimeout(() => open(code), AGAIN_MS);
    });
    mine.addEventListener('reset', () => onLines({ position: '', items: [] }));
    mine.addEventListener('message', (event) => onLines(read(event.data as string)));
  };
  watch(
    unit,
    (code) => {
      close();
      if (code !== undefined) open(code);
    },
    { immediate: true },
  );
  onScopeDispose(close);
  return { connected };
}

function read(data: string): LiveItem {
  try {
    return JSON.parse(data) as LiveItem;
  } catch {
    return { position: '', items: [] };
  }
}
