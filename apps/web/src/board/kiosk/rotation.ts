import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue';

export interface Rotation {
  readonly index: Ref<number>;
  /** Seconds until it goes on by itself; 0 while it turns. */
  readonly pausedFor: ComputedRef<number>;
  /** Seconds left of this page. */
  readonly left: Ref<number>;
  /** Somebody touches the screen: it waits until nobody has for a minute. */
  touched(): void;
  to(index: number): void;
  resume(): void;
}

export interface RotationOptions {
  readonly pages: () => number;
  /** Seconds a page stands. */
  readonly seconds: () => number;
  /** Called when nobody has touched it for a minute: everything opened is closed. */
  readonly onIdle: () => void;
}

const IDLE_S = 60;

/** Turns the pages, one tick a second. */
export function rotation({ pages, seconds, onIdle }: RotationOptions): Rotation {
  const [index, left, idle] = [ref(0), ref(seconds()), ref(0)];
  const turn = (to: number): void => {
    index.value = pages() === 0 ? 0 : ((to % pages()) + pages()) % pages();
    left.value = seconds();
  };
  const resume = (): void => {
    if (idle.value === 0) return;
    idle.value = 0;
    left.value = seconds();
    onIdle();
  };
  const tick = (): void => {
    if (idle.value > 1) idle.value -= 1;
    else if (idle.value === 1) resume();
    else if (left.value > 1) left.value -= 1;
    else turn(index.value + 1);
  };
  const timer = setInterval(tick, 1_000);
  watch(pages, (count) => {
    if (index.value >= count) turn(0);
  });
  onScopeDispose(() => clearInterval(timer));
  return {
    index,
    left,
    pausedFor: computed(() => idle.value),
    touched: () => void (idle.value = IDLE_S),
    to: turn,
    resume,
  };
}
