import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { checkFields, fieldsOf, type FactSpec } from '#contracts';
import { isClause } from '#policy';
import { factOf, recordedAs } from '../testing/histories';
import { usually, validPayload } from '../testing/payloads';
import { isPersonal, namesOf } from './board/story.rules';
import { all, type Category } from '.';

// Looped over all mechanisms: what each declares is said, shown and exercised.

const categories = all.flatMap((mechanism) => mechanism.categories.map((category) => [category.contract.category, category] as const));

describe('what a mechanism declares', () => {
  it.each(all.filter((mechanism) => mechanism.categories.length > 0).map((mechanism) => [mechanism.name, mechanism] as const))(
    '%s: every action and every refusal is exercised in its specs',
    (name, mechanism) => {
      const specs = specsOf(name);
      for (const { contract } of mechanism.categories) {
        const codes = [...new Set(Object.values(contract.actions).flatMap((action) => action.refusals))];
        expect(codes.filter((code) => !specs.includes(`'${code}'`))).toEqual([]);
        expect(Object.keys(contract.refusals).filter((code) => !codes.includes(code))).toEqual([]);
        expect(Object.keys(contract.actions).filter((action) => !specs.includes(`'${action}'`))).toEqual([]);
      }
    },
  );

  it.each(categories)('%s: what takes an action back is a right payload of another of its actions', (_name, { contract }) => {
    for (const { payload, compensation } of Object.values(contract.actions)) {
      if (!compensation) continue;
      const undo = fieldsOf(contract.actions[compensation.action]?.payload ?? payload);
      fc.assert(
        fc.property(validPayload(fieldsOf(payload)), (data) => {
          expect(checkFields(undo, compensation.data(data, '录入有误', '2021-06-15'))).toEqual([]);
        }),
        { numRuns: 20 },
      );
    }
  });

  it.each(categories)('%s: leaves nobody without an answer: what a person may record is taken back or put right', (_name, { contract }) => {
    const people = Object.entries(contract.actions).filter(([, action]) => action.who.length > 0);
    const corrections = contract.corrections ?? {};
    for (const [name, { compensation }] of people)
      expect([name, compensation !== undefined, Object.hasOwn(corrections, name)]).toEqual([
        name,
        compensation !== undefined,
        compensation === undefined,
      ]);
    for (const { says, by } of Object.values(corrections)) {
      expect(says.zh).toMatch(/\p{Script=Han}/u);
      expect(says.en).toMatch(/^[^\p{Script=Han}]*[a-zA-Z]/u);
      expect(by.filter((name) => !people.some(([known]) => known === name))).toEqual([]);
    }
  });

  it.each(categories)('%s: where the decision takes no other day of the act, the declaration says so', (_name, { contract }) => {
    for (const [name, action] of Object.entries(contract.actions))
      expect([name, action.occurredOn]).toEqual([
        name,
        action.refusals.some((code) => code.endsWith('.not-that-day')) ? 'today' : undefined,
      ]);
  });

  it.each(categories)('%s: says everything in both languages, and what to do next', (_name, { contract }) => {
    const labels = [contract.label, contract.id.says, contract.id.label, ...Object.values(contract.actions).map((action) => action.label)];
    labels.push(
      ...Object.values(contract.facts).flatMap((fact: FactSpec) => [fact.label, fact.says, ...(fact.tells ? [fact.tells] : [])]),
      ...Object.values(contract.refusals).flatMap((refusal) => [refusal, refusal.next]),
    );
    for (const { zh, en } of labels) {
      expect(zh).toMatch(/\p{Script=Han}|^x$/u);
      expect(en).toMatch(/^[^\p{Script=Han}]*[a-zA-Z]|三\(|一/u);
    }
  });

  it.each(categories)('%s: what a fact tells residents names members that it has, and no personal one', (_name, { contract }) => {
    for (const [type, spec] of Object.entries(contract.facts) as [string, FactSpec][]) {
      const open = fieldsOf(spec.data).filter((field) => !isPersonal(field));
      expect([type, [...namesOf(spec)].filter((name) => !open.some((field) => field.name === name))]).toEqual([type, []]);
    }
  });

  it('what is measured, what is late and what waits is said in both languages, of a clause, each once', () => {
    const measured = all.flatMap(({ indicators = [] }) => indicators.flatMap((source) => source.indicators));
    const waiting = all.flatMap(({ tasks = [] }) => tasks);
    const late = all.flatMap(({ overdue }) => (overdue ? [overdue] : []));
    expect([measured.length, waiting.length, late.length].every((count) => count > 3)).toBe(true);
    for (const { zh, en } of [...measured, ...late].map(({ label }) => label).concat(waiting.map(({ title }) => title))) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[^\p{Script=Han}]*[a-zA-Z]/u);
    }
    expect(measured.filter(({ clause }) => !isClause(clause))).toEqual([]);
    for (const { name, tasks = [] } of all) expect([name, new Set(tasks.map(({ id }) => id)).size]).toEqual([name, tasks.length]);
  });

  it.each(categories)('%s: every fact it records has a row in some view', (_name, { contract }) => {
    const seen = new Set(
      all
        .filter((mechanism) => mechanism.categories.length > 0)
        .flatMap((mechanism) => mechanism.views.flatMap((view) => Object.keys(view.on))),
    );
    expect(Object.keys(contract.facts).filter((type) => !seen.has(type))).toEqual([]);
  });

  it('every view writes to its own tables and columns alone', () => {
    for (const { views } of all)
      for (const view of views) {
        const tables = new Map(view.tables.map((table) => [table.name, new Set([...Object.keys(table.columns), 'timeline'])]));
        for (const [type, category] of factTypes()) {
          const meaning = view.on[type];
          if (!meaning) continue;
          fc.assert(
            fc.property(usually(category.contract.id.pattern), factOf(category, type), (id, told) => {
              const recorded = recordedAs(category, id, told);
              for (const op of meaning(recorded)) {
                const columns = tables.get(op.table);
                expect(columns).toBeDefined();
                const row =
                  op.op === 'put' || op.op === 'patch'
                    ? op.row
                    : op.op === 'span'
                      ? { ...op.row, ...op.set }
                      : op.op === 'add'
                        ? { ...op.add, ...op.set }
                        : {};
                expect(Object.keys(row).filter((column) => !columns?.has(column))).toEqual([]);
                expect(op.key).not.toBe('');
              }
            }),
            { numRuns: 5, seed: 3 },
          );
        }
      }
  });
});

function factTypes(): readonly (readonly [string, Category])[] {
  return categories.flatMap(([, category]) => Object.keys(category.contract.facts).map((type) => [type, category] as const));
}

/** The specs of a mechanism, as text: they lie in its folder. */
function specsOf(name: string): string {
  const folder = join(__dirname, name);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}
