// Keeps the screen's page and its files, so that it starts without a network. Data are kept by the page itself; nothing of the api passes here.
const KEPT = 'ledger-screen';
const WAIT_MS = 4000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => event.waitUntil(keep(event.data)));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (/^\/(assets\/|icon)/.test(pathname)) event.respondWith(file(request));
});

/** What this version of the page consists of, and nothing older. */
async function keep({ page: path, files }) {
  const cache = await caches.open(KEPT);
  await cache.add(new Request('/', { cache: 'reload' })).catch(() => undefined);
  const wanted = new Set(['/', path, ...files]);
  await Promise.all(files.map(async (name) => (await cache.match(name)) || cache.add(name).catch(() => undefined)));
  for (const request of await cache.keys()) if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
}

async function page(request) {
  const kept = await caches.match('/');
  const fresh = fetch(request, kept ? { signal: AbortSignal.timeout(WAIT_MS) } : {});
  return kept ? fresh.then((answer) => (answer.ok ? answer : kept)).catch(() => kept) : fresh;
}

/** A file's name holds its hash: once kept it never changes. */
async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) || fetch(request);
}
