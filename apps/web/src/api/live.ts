import { onScopeDispose, ref, watch, type Ref, type WatchSource } from 'vue';

export interface LiveItem {
  readonly position: string;
  readonly items: readonly unknown[];
}

/** Follows a unit's public lines (`/api/stream`); the browser reconnects and resumes by position on its own. `connected` says whether it is live. */
export function live(unit: WatchSource<string | undefined>, onLines: (told: LiveItem) => void): { readonly connected: Ref<boolean> } {
  const connected = ref(false);
  let stream: EventSource | undefined;
  const close = (): void => {
    stream?.close();
    connected.value = false;
  };
  watch(
    unit,
    (code) => {
      close();
      if (code === undefined) return;
      stream = new EventSource(`/api/stream?unit=${encodeURIComponent(code)}`);
      stream.addEventListener('open', () => (connected.value = true));
      stream.addEventListener('error', () => (connected.value = false));
      stream.addEventListener('reset', () => onLines({ position: '', items: [] }));
      stream.addEventListener('message', (event) => onLines(read(event.data as string)));
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
