import { isDay, isInstant, isObject, type JsonObject } from '#kernel';
import type { Metadata } from './recorded';

/**
 * The stored form of metadata, asserted at both ends. Members are written in this order and absent ones left out.
 * @throws Error naming the member that is wrong: before writing a bug of ours, after reading a foreign or damaged fact.
 */
export function checkedMetadata(value: unknown): Metadata {
  const wrong = firstWrong(value);
  if (wrong !== undefined) throw new Error(`metadata: ${wrong}`);
  return value as Metadata;
}

/** Metadata as it is stored: checked, and its members in the fixed order. */
export function storedMetadata(meta: Metadata): JsonObject {
  checkedMetadata(meta);
  const { v, submission, digest, action, actor, authority, refs, occurredOn, recordedAt, source, trace, unit, subjects } = meta;
  const before = {
    v,
    submission,
    digest,
    action,
    actor: given(actor),
    authority: given(authority),
    refs,
    occurredOn,
    recordedAt,
    source: given(source),
    trace,
  };
  return { ...before, ...(unit === undefined ? {} : { unit }), subjects };
}

/** Without members that are undefined: absent is absent. */
function given(value: object): JsonObject {
  const members = Object.entries(value);
  return (
    members.every(([, member]) => member !== undefined) ? value : Object.fromEntries(members.filter(([, member]) => member !== undefined))
  ) as JsonObject;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DIGEST = /^[0-9a-f]{64}$/;
const SOURCES: readonly unknown[] = ['web', 'api', 'excel', 'reactor', 'genesis', 'demo', 'public'];
const AUTHORITIES: readonly unknown[] = ['mandate', 'duty', 'clause', 'grant'];
const LIST_MAX = 1000;

/** Straight on, without a list of checks: it runs for every fact that is followed. */
function firstWrong(value: unknown): string | undefined {
  if (!isObject(value)) return 'is not an object';
  if (value['v'] !== 1) return `v is ${JSON.stringify(value['v'])}, not 1`;
  if (!matches(UUID, value['submission'])) return 'submission';
  if (!matches(DIGEST, value['digest'])) return 'digest';
  if (!isText(value['action'])) return 'action';
  if (!isActor(value['actor'])) return 'actor';
  if (!isAuthority(value['authority'])) return 'authority';
  if (!isTexts(value['refs'])) return 'refs';
  if (!isDay(value['occurredOn'])) return 'occurredOn';
  if (!isInstant(value['recordedAt'])) return 'recordedAt';
  if (!isSource(value['source'])) return 'source';
  if (typeof value['trace'] !== 'string') return 'trace';
  if (!isOptionalText(value['unit'])) return 'unit';
  return isTexts(value['subjects']) ? undefined : 'subjects';
}

function isActor(value: unknown): boolean {
  return (
    isObject(value) &&
    isText(value['account']) &&
    isText(value['role']) &&
    typeof value['unit'] === 'string' &&
    isOptionalText(value['organisation'])
  );
}

function isAuthority(value: unknown): boolean {
  if (!isObject(value) || !AUTHORITIES.includes(value['kind'])) return false;
  return isText(value['power']) && typeof value['clause'] === 'string' && isOptionalText(value['rests']);
}

function isSource(value: unknown): boolean {
  return isObject(value) && SOURCES.includes(value['kind']) && isOptionalText(value['copy']) && isOptionalText(value['row']);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || isText(value);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length <= LIST_MAX && value.every(isText);
}

function matches(pattern: RegExp, value: unknown): boolean {
  return typeof value === 'string' && pattern.test(value);
}
