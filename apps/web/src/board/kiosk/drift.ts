import { onScopeDispose, ref, type Ref } from 'vue';

/** A screen that shows the same picture for years burns it in: all of it moves by some pixels once a minute, round a small circle. */
const [STEPS, RADIUS_PX, EVERY_MS] = [12, 6, 60_000];

export function drift(): { readonly x: Ref<number>; readonly y: Ref<number> } {
  const [x, y] = [ref(0), ref(0)];
  let step = 0;
  const timer = setInterval(() => {
    step = (step + 1) % STEPS;
    x.value = Math.round(RADIUS_PX * Math.sin((2 * Math.PI * step) / STEPS));
    y.value = Math.round((RADIUS_PX * (1 - Math.cos((2 * Math.PI * step) / STEPS))) / 2);
  }, EVERY_MS);
  onScopeDispose(() => clearInterval(timer));
  return { x, y };
}
