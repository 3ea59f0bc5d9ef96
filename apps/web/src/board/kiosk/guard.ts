import { onScopeDispose } from 'vue';
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router';

/** Keys with a use on the screen; every other one, and every chord, does nothing. */
const USED = new Set([
  'Tab',
  'Enter',
  ' ',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'PageUp',
  'PageDown',
  'Home',
  'End',
  'Escape',
]);
const REACHED = 'button:not(:disabled), input, select, textarea, summary, [tabindex="0"]';

/**
 * Keeps a screen where it is: no chord, no function key, no way back, no menu, and Tab goes round within the page. What a browser does not
 * let a page hold (closing its window) is the kiosk mode of the browser's own.
 */
export function guardScreen(isKiosk: (query: Readonly<Record<string, unknown>>) => boolean): void {
  const key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !USED.has(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === 'Tab') round(event);
  };
  const nothing = (event: Event): void => event.preventDefault();
  // The way back leads here again.
  const back = (): void => history.pushState(history.state, '');
  back();
  window.addEventListener('keydown', key, { capture: true });
  window.addEventListener('contextmenu', nothing);
  window.addEventListener('dragstart', nothing);
  window.addEventListener('popstate', back);
  onBeforeRouteLeave(() => false);
  onBeforeRouteUpdate((to) => isKiosk(to.query));
  onScopeDispose(() => {
    window.removeEventListener('keydown', key, { capture: true });
    window.removeEventListener('contextmenu', nothing);
    window.removeEventListener('dragstart', nothing);
    window.removeEventListener('popstate', back);
  });
}

/** From the last thing that can be reached to the first, never out of the page. */
function round(event: KeyboardEvent): void {
  const within = document.querySelector('dialog[open]') ?? document.body;
  const reached = [...within.querySelectorAll<HTMLElement>(REACHED)].filter(
    (element) => element.offsetParent !== null || element.getClientRects().length > 0,
  );
  if (reached.length === 0) return event.preventDefault();
  const at = reached.indexOf(document.activeElement as HTMLElement);
  const next = event.shiftKey ? at - 1 : at + 1;
  event.preventDefault();
  reached[(next + reached.length) % reached.length]?.focus();
}
