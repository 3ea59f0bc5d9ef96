import { ref } from 'vue';
import { session } from '../session/session';
import { Problem, problemOf, unreached } from './problem';

/** Position of the newest answer and when it came: what "data as of" says. */
export const newest = ref<{ position: string; at: Date } | undefined>(undefined);
const WAIT_MS = 20_000;

export type Query = Readonly<Record<string, string | number | boolean | undefined | null>>;
/** A list as every list route answers it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly asOf: string;
  readonly knownAt: string | null;
  readonly position: string;
}
/** What a recorded submission answers. */
export interface Recorded {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly already?: boolean;
}
export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Longest wait for an answer; 20 s unless told. */
  readonly waitMs?: number;
}

/** `ask('units', { level: 'community' })` → the answer's body. Throws Problem. Empty members of the query are left out. */
export async function ask<T>(path: string, query: Query = {}, options: AskOptions = {}): Promise<T> {
  const response = await request(path, query, options);
  return (response.status === 204 ? undefined : await bodyRead(() => response.json())) as T;
}

/** One resource with its revision (`ETag`), for `If-Match`. */
export async function askOne<T>(path: string, query: Query = {}): Promise<{ readonly value: T; readonly revision: number | undefined }> {
  const response = await request(path, query, {});
  const tag = /^"(\d+)"$/.exec(response.headers.get('etag') ?? '')?.[1];
  return { value: (await bodyRead(() => response.json())) as T, revision: tag === undefined ? undefined : Number(tag) };
}

/** A file the api makes (PDF, XLSX, JSON), with the name it gives it. */
export async function askFile(
  path: string,
  query: Query = {},
  options: AskOptions = {},
): Promise<{ readonly blob: Blob; readonly name: string }> {
  const response = await request(path, query, options);
  const disposition = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const name = encoded ? decodeURIComponent(encoded) : (/filename="([^"]+)"/.exec(disposition)?.[1] ?? path.split('/').at(-1) ?? 'file');
  return { blob: await bodyRead(() => response.blob()), name };
}

/** The answer, or undefined where there is no such thing (404); every other problem is thrown. */
export function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((reason: unknown) => (reason instanceof Problem && reason.status === 404 ? undefined : Promise.reject(reason)));
}

/** Submits one action. The key makes a repetition harmless: keep it until the answer came. */
export function submit(category: string, id: string, action: string, payload: object, key: string, revision?: number): Promise<Recorded> {
  const headers = { 'idempotency-key': key, ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }) };
  return ask<Recorded>(`${category}/${encodeURIComponent(id)}/${action}`, {}, { method: 'POST', body: payload, headers });
}

/** All pages of a list, at most `most` items. */
export async function askAll<T>(path: string, query: Query = {}, most = 5_000): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<T> = await ask<Page<T>>(path, { limit: 500, ...query, cursor });
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && items.length < most);
  return items;
}

async function request(path: string, query: Query, options: AskOptions): Promise<Response> {
  const own = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const search = own.length > 0 ? `?${new URLSearchParams(own.map(([name, value]) => [name, String(value)]))}` : '';
  const late = AbortSignal.timeout(options.waitMs ?? WAIT_MS);
  let response: Response;
  try {
    response = await fetch(`/api/${path}${search}`, {
      method: options.method ?? 'GET',
      headers: headersOf(options),
      body: bodyOf(options.body),
      signal: options.signal ? AbortSignal.any([options.signal, late]) : late,
    });
  } catch (reason) {
    if (options.signal?.aborted) throw reason;
    throw unreached();
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (response.status === 401) session.ended(problem.code);
    throw problem;
  }
  const position = response.headers.get('ledger-position');
  if (position !== null) newest.value = { position, at: new Date(response.headers.get('date') ?? Date.now()) };
  return response;
}

/** An answer that breaks off, or comes too slowly, did not come. */
async function bodyRead<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch {
    throw unreached();
  }
}

function headersOf({ body, headers }: AskOptions): Record<string, string> {
  const json = body !== undefined && !(body instanceof Blob);
  return {
    accept: 'application/json, */*;q=0.5',
    ...(json ? { 'content-type': 'application/json' } : {}),
    ...session.headers(),
    ...headers,
  };
}

function bodyOf(body: unknown): BodyInit | null {
  if (body === undefined) return null;
  return body instanceof Blob ? body : JSON.stringify(body);
}
