import { ref } from 'vue';

interface Seen {
  readonly code: string;
  readonly name: string;
}
const [KEPT, MOST] = ['ledger.lately', 4];

/** Units whose boards were opened on this device, the latest first. */
export const lately = ref<readonly Seen[]>(kept());

export function wasSeen(code: string, name: string): void {
  lately.value = [{ code, name }, ...lately.value.filter((one) => one.code !== code)].slice(0, MOST);
  localStorage.setItem(KEPT, JSON.stringify(lately.value));
}

function kept(): readonly Seen[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(value)
      ? value.filter((one: Partial<Seen>): one is Seen => typeof one?.code === 'string' && typeof one.name === 'string').slice(0, MOST)
      : [];
  } catch {
    return [];
  }
}
