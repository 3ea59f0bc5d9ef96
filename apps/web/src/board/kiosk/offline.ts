/** Keeps the page itself on the device, so that a screen that restarts without a network still comes up. Asked for by screens alone. */
export async function keepPageOffline(scope = '/board/'): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/kiosk-worker.js', { scope });
    const { active } = await navigator.serviceWorker.ready;
    const loaded = performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && /^\/(assets\/|icon)/.test(pathname));
    active?.postMessage({ page: location.pathname, files: loaded.map(({ pathname }) => pathname) });
  } catch {
    // Without https (other than on this machine) a browser keeps no page: it then needs the network to start, and nothing else changes.
  }
}
