// Reading the public API: answers, what went wrong in words, and the live stream.
import { language, word } from './words.js';

/** Position and time of the newest answer: what "data as of" says. */
export const seen = { position: '', at: undefined };
const WAIT_MS = 15_000;

export class Problem extends Error {
  constructor(status, detail, next) {
    super(detail);
    this.status = status;
    this.next = next;
  }
}

/** GET /api/{path}?…; undefined values are left out. Throws Problem. */
export async function ask(path, query = {}, signal = undefined) {
  const own = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const url = `/api/${path}${own.length > 0 ? `?${new URLSearchParams(own)}` : ''}`;
  const late = AbortSignal.timeout(WAIT_MS);
  let response;
  try {
    response = await fetch(url, { headers: { accept: 'application/json' }, signal: signal ? AbortSignal.any([signal, late]) : late });
  } catch (reason) {
    if (signal?.aborted) throw reason;
    throw new Problem(0, word('failed'), word('failedNext'));
  }
  const body = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOf(response.status, body);
  noted(response);
  return body;
}

function problemOf(status, body) {
  const chinese = language() === 'zh';
  const next = chinese ? body?.nextZh : body?.next;
  return new Problem(status, (chinese ? body?.detailZh : body?.detail) ?? word('failed'), next ?? word('failedNext'));
}

function noted(response) {
  const position = response.headers.get('ledger-position');
  const at = response.headers.get('date');
  if (position) seen.position = position;
  seen.at = at ? new Date(at) : new Date();
}

/** Whether the folder holds synthetic data; which city it is. Unknown members are simply not there. */
export async function aboutHere() {
  try {
    const response = await fetch('/healthz');
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

/** Follows a unit's public lines; the browser reconnects by itself. Returns what ends it. */
export function follow(unit, onLines, onState) {
  const stream = new EventSource(`/api/stream?unit=${encodeURIComponent(unit)}`);
  stream.addEventListener('open', () => onState(true));
  stream.addEventListener('error', () => onState(false));
  stream.addEventListener('reset', () => onLines([]));
  stream.addEventListener('message', (event) => {
    try {
      onLines(JSON.parse(event.data).items ?? []);
    } catch {
      onLines([]);
    }
  });
  return () => stream.close();
}
