import { readFileSync } from 'node:fs';
import { isObject } from '#kernel';
import type { Door } from './door';
import { CommandFailure, EXIT, type Output } from './output';

interface UnitLine {
  readonly code: string;
  readonly name: string;
  readonly parent: string;
  readonly level: string;
  readonly kind: string;
}

/**
 * `import units FILE`: founds the units of a CSV (`code,name,parent_code,level`, the form of the published divisions) that the ledger lacks,
 * parents first. A unit that is there already is passed over, and said when its name or parent is another; sent again, nothing is there twice.
 */
export async function importUnits(path: string, city: string, from: string | undefined, door: Door, out: Output): Promise<void> {
  const lines = readUnits(path, city);
  const there = await unitsThere(door);
  const present = lines.filter(({ code }) => there.has(code));
  const differing = present.filter(({ code, name, parent }) => there.get(code) !== `${name} ${parent}`).map(({ code }) => code);
  const missing = lines.filter(({ code }) => !there.has(code));
  const bar = out.bar('导入单位', missing.length);
  try {
    for (const [i, line] of missing.entries()) {
      await door.post(`/api/territory/${city}/found-unit`, `units:${line.code}`, { ...line, ...(from === undefined ? {} : { from }) });
      bar.at(i + 1);
    }
  } finally {
    bar.end();
  }
  out.result({ founded: missing.length, present: present.length, differing }, [
    `新建 ${missing.length} 个单位，已有 ${present.length} 个`,
    ...(differing.length > 0 ? [`已有但名称或上级不同，未改动：${differing.join('、')}`] : []),
  ]);
}

/** Name and parent of every unit alive today, by its code. */
async function unitsThere(door: Door): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let cursor = '';
  do {
    const page = await door.getJson(`/api/units?limit=500${cursor}`);
    for (const unit of Array.isArray(page['items']) ? (page['items'] as readonly unknown[]) : [])
      if (isObject(unit)) found.set(String(unit['code']), `${String(unit['name'])} ${String(unit['parent'])}`);
    cursor = typeof page['next'] === 'string' ? `&cursor=${encodeURIComponent(page['next'])}` : '';
  } while (cursor !== '');
  return found;
}

function readUnits(path: string, city: string): readonly UnitLine[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new CommandFailure(EXIT.usage, 'import.file', `读不到文件 ${path}。`, `The file ${path} cannot be read.`);
  }
  const [head = '', ...rows] = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((row) => row !== '');
  if (head !== 'code,name,parent_code,level')
    throw new CommandFailure(
      EXIT.usage,
      'import.columns',
      '第一行应为 code,name,parent_code,level。',
      'The first line must be code,name,parent_code,level.',
    );
  return rows
    .map((row, i) => unitLine(row, i + 2))
    .filter((line) => line.code !== city)
    .toSorted((a, b) => a.code.length - b.code.length || (a.code < b.code ? -1 : 1));
}

const KINDS: Readonly<Record<string, string>> = {
  subdistrict: 'subdistrict',
  town: 'subdistrict',
  township: 'subdistrict',
  community: 'community',
  village: 'community',
};

function unitLine(row: string, number: number): UnitLine {
  const [code = '', name = '', parent = '', kind = ''] = row.split(',');
  const level = KINDS[kind] ?? (kind === 'county' ? 'city' : undefined);
  if (!/^(\d{6}|\d{9}|\d{12})$/.test(code) || name === '' || level === undefined)
    throw new CommandFailure(EXIT.usage, 'import.line', `第 ${number} 行不对：${row}`, `Line ${number} is not right: ${row}`);
  return { code, name, parent, level, kind };
}

/** The city of a running ledger: the one unit of level city. */
export async function cityOf(door: Door): Promise<string> {
  const answer = await door.getJson('/api/units?level=city');
  const items: unknown = answer['items'];
  const first: unknown = Array.isArray(items) ? items[0] : undefined;
  if (!isObject(first) || typeof first['code'] !== 'string')
    throw new CommandFailure(EXIT.failed, 'city.none', '账本里还没有市。', 'The ledger has no city yet.');
  return first['code'];
}
