import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';
import { arrayLiteral, JsonText, type ArrayText, type Element } from './binary-arrays';

/** Characters sent at once. */
const CHUNK = 256 * 1024;

/**
 * Sends new rows by COPY in its text form: what fills shadow tables, where nothing can be in the way. One list of values per column.
 * The connection must not pipeline.
 */
export async function copyRows(
  client: ClientBase,
  table: string,
  columns: readonly (readonly [string, Element])[],
  values: readonly (readonly unknown[])[],
): Promise<void> {
  const target = client.query(from(`COPY ${table} (${columns.map(([name]) => `"${name}"`).join(', ')}) FROM STDIN`));
  await pipeline(
    Readable.from(
      chunks(
        columns.map(([, element]) => element),
        values,
      ),
    ),
    target,
  );
}

function* chunks(elements: readonly Element[], values: readonly (readonly unknown[])[]): Iterable<Buffer> {
  let text = '';
  for (let row = 0; row < (values[0]?.length ?? 0); row++) {
    for (let column = 0; column < elements.length; column++)
      text += (column === 0 ? '' : '\t') + field(elements[column] ?? 'text', values[column]?.[row]);
    text += '\n';
    if (text.length >= CHUNK) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text);
}

function field(element: Element, value: unknown): string {
  if (value === undefined || value === null) return '\\N';
  switch (element) {
    case 'bytea':
      return `\\\\x${(value as Buffer).toString('hex')}`;
    case 'jsonb':
      return escaped(value instanceof JsonText ? value.text : JSON.stringify(value));
    case 'text[]':
      return escaped(arrayLiteral(value as readonly string[]));
    case 'int4[]':
      return (value as ArrayText).text;
    case 'text':
      return escaped(value as string);
    default:
      return String(value);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(text: string): string {
  return /[\\\n\r\t]/.test(text) ? text.replace(/[\\\n\r\t]/g, (sign) => ESCAPES[sign] ?? sign) : text;
}
