import { describe, type LogEvent } from '../protocol/recorded-event';
import { type Filter } from '../protocol/read-request';
import { refuse } from '../protocol/refusal';

export type Wanted = (event: LogEvent & { readonly stream?: string; readonly type?: string }) => boolean;

const REGEX_LENGTH_MAX = 1024;

/** A regex wins over prefixes; neither wants everything. Throws Refusal when the regex is broken. */
export function wanted(filter: Filter | undefined): Wanted | undefined {
  if (filter === undefined) return undefined;
  const matches = matcher(filter);
  if (matches === undefined) return undefined;
  const on = filter.on;
  return (event) => matches(event[on] ?? describe(event.body)[on]);
}

function matcher(filter: Filter): ((text: string) => boolean) | undefined {
  if (filter.regex === '') {
    const { prefixes } = filter;
    return prefixes.length === 0 ? undefined : (text) => prefixes.some((prefix) => text.startsWith(prefix));
  }
  if (filter.regex.length > REGEX_LENGTH_MAX) throw refuse.unknown(`The filter's regex is longer than ${REGEX_LENGTH_MAX} characters.`);
  try {
    const regex = new RegExp(filter.regex);
    return (text) => regex.test(text);
  } catch {
    throw refuse.unknown(`The filter's regex cannot be read: ${filter.regex}`);
  }
}
