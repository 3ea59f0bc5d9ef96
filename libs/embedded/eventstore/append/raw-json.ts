/**
 * Sets `$tb` in a stream's metadata and leaves every other value as it was written, digit by digit: numbers beyond 2^53 (the `$tb` of a
 * deleted stream is 2^63 - 1) do not survive JSON.parse. Whitespace goes, as with the real server. undefined when it is no JSON object.
 */
export function withTruncateBefore(json: string, truncateBefore: bigint): string | undefined {
  const members = objectMembers(json);
  if (members === undefined) return undefined;
  const kept = new Map(members);
  kept.set('"$tb"', String(truncateBefore));
  return `{${[...kept].map(([key, value]) => `${key}:${value}`).join(',')}}`;
}

/** The members of a JSON object: key as written (with quotes) and value as written without whitespace. undefined when it is no valid JSON object. */
export function objectMembers(json: string): [key: string, value: string][] | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  } catch {
    return undefined;
  }
  const tokens = json.match(TOKEN) ?? [];
  const members: [string, string][] = [];
  let depth = 0;
  let key = '';
  let value = '';
  for (const token of tokens.slice(1, -1)) {
    if (depth === 0 && key === '') key = token;
    else if (depth === 0 && token === ':' && value === '') continue;
    else if (depth === 0 && token === ',') {
      members.push([key, value]);
      key = value = '';
    } else {
      if (token === '{' || token === '[') depth++;
      else if (token === '}' || token === ']') depth--;
      value += token;
    }
  }
  if (key !== '') members.push([key, value]);
  return members;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
