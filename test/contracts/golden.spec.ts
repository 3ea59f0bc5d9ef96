import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storedSchemaOf, type Contract } from '#contracts';
import { beginnings, reservations } from '#gateway';
import { isObject, type Json, type JsonObject } from '#kernel';
import { all } from '#mechanisms';

// The shape of every recorded fact is frozen: a shape that changes is a new fact type and an upcast. `UPDATE_GOLDENS=1` writes new types.

const FOLDER = join(__dirname, 'facts');
const contracts: readonly Contract[] = [...all.flatMap((mechanism) => mechanism.categories), beginnings, reservations].map(
  (category) => category.contract,
);
const update = process.env['UPDATE_GOLDENS'] === '1';

describe.each(contracts.map((contract) => [contract.category, contract] as const))('facts of %s', (category, contract) => {
  const path = join(FOLDER, `${category}.json`);
  const shapes: JsonObject = Object.fromEntries(
    Object.entries(contract.facts).map(([type, fact]) => [type, untitled(storedSchemaOf(fact.data))]),
  );
  if (update) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, `${JSON.stringify(shapes, null, 2)}\n`);
  }
  const golden = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, JsonObject>>) : {};

  it.each(Object.keys(shapes))('%s has a golden, and is shaped as it', (type) => expect(shapes[type]).toEqual(golden[type]));
  it('declares or reads as another every fact that was ever recorded', () => {
    const read = new Set([...Object.keys(contract.facts), ...(contract.upcasts ?? []).map((upcast) => upcast.type)]);
    expect(Object.keys(golden).filter((type) => !read.has(type))).toEqual([]);
  });
});

it('no golden lacks its category', () => {
  const categories = contracts.map((contract) => `${contract.category}.json`);
  expect(readdirSync(FOLDER).filter((file) => !categories.includes(file))).toEqual([]);
});

it('a fact type has one meaning over the whole ledger', () => {
  const types = contracts.flatMap((contract) => Object.keys(contract.facts));
  expect(types.filter((type, i) => types.indexOf(type) !== i)).toEqual([]);
});

/** Labels may be reworded; what is stored may not. */
function untitled(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(untitled);
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([name, value]) => !(name === 'title' && typeof value === 'string'))
      .map(([name, value]) => [name, untitled(value as Json)]),
  );
}
