import { isObject } from '#kernel';
import type { Door } from './door';
import { CommandFailure, EXIT, type Output } from './output';

/** Pages of a history fetched at most: 100 × 500 facts; what is beyond is said. */
const PAGES_MAX = 100;

/** `history`: every fact about a subject (`unit=330681001`) or of a stream (`mandates-330681001.funds.approve`). */
export async function history(
  subject: string,
  from: string | undefined,
  until: string | undefined,
  door: Door,
  out: Output,
): Promise<void> {
  const items: unknown[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await door.getJson(pathOf(subject, { from, until, cursor }));
    if (Array.isArray(page['items'])) items.push(...(page['items'] as unknown[]));
    cursor = typeof page['next'] === 'string' ? page['next'] : undefined;
    pages += 1;
  } while (cursor !== undefined && pages < PAGES_MAX);
  const more = cursor !== undefined;
  out.result({ items, more }, [...items.map(lineOf), ...(more ? ['……还有更多，请用 --from / --until 缩小范围'] : [])]);
}

function pathOf(subject: string, more: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams({ limit: '500' });
  for (const [name, value] of Object.entries(more)) if (value !== undefined) query.set(name, value);
  const asked = /^(unit|payment|card|mandate|round|actor)=(.+)$/.exec(subject);
  if (asked?.[1] !== undefined && asked[2] !== undefined) {
    query.set(asked[1], asked[2]);
    return `/api/history?${query.toString()}`;
  }
  const dash = subject.indexOf('-');
  if (dash < 1 || dash === subject.length - 1)
    throw new CommandFailure(
      EXIT.usage,
      'history.subject',
      `“${subject}”既不是对象（如 unit=330681001，还有 payment= card= mandate= round= actor=），也不是流名（如 mandates-330681001.funds.approve）。`,
      `"${subject}" is neither a subject (unit=330681001; also payment= card= mandate= round= actor=) nor a stream (mandates-330681001.funds.approve).`,
    );
  return `/api/history/${encodeURIComponent(subject.slice(0, dash))}/${encodeURIComponent(subject.slice(dash + 1))}?${query.toString()}`;
}

function lineOf(item: unknown): string {
  if (!isObject(item)) return '';
  const text = (name: string): string => (typeof item[name] === 'string' || typeof item[name] === 'number' ? String(item[name]) : '');
  const actor = isObject(item['actor']) ? `${String(item['actor']['account'])}(${String(item['actor']['role'])})` : text('actor');
  return [
    text('occurredOn'),
    text('recordedAt'),
    actor,
    text('stream'),
    `#${text('revision')}`,
    isObject(item['says']) ? String(item['says']['zh']) : text('type'),
  ].join('  ');
}
