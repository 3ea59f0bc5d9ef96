import { beginnings, categoriesOf, historyView, reservations, type Categories, type RuledCategory } from '#gateway';
import type { Contract } from '#contracts';
import type { Mechanism } from '#mechanisms';
import type { QuestionSpec, TableSpec, ViewSpec } from '#readside';

/** Everything the mechanisms declare, put together once for all apps: no app knows a mechanism by name. */
export interface House {
  readonly mechanisms: readonly Mechanism[];
  /** The mechanisms' categories and the system's own. */
  readonly ruled: readonly RuledCategory[];
  readonly categories: Categories;
  readonly contracts: readonly Contract[];
  readonly views: readonly ViewSpec[];
  readonly questions: readonly QuestionSpec[];
  /** The table of a category's register. */
  readonly registers: readonly { readonly contract: Contract; readonly table: TableSpec }[];
}

export function houseOf(mechanisms: readonly Mechanism[]): House {
  const ruled = [...mechanisms.flatMap((mechanism) => mechanism.categories), beginnings, reservations];
  const contracts = ruled.map((category) => category.contract);
  const views = [...mechanisms.flatMap((mechanism) => mechanism.views), historyView(contracts)];
  const tables = new Map(views.flatMap((view) => view.tables.map((table) => [table.name, table] as const)));
  const registers = mechanisms.flatMap((mechanism) =>
    Object.entries(mechanism.registers).map(([category, name]) => {
      const [contract, table] = [contracts.find((known) => known.category === category), tables.get(name)];
      if (!contract || !table) throw new Error(`${mechanism.name}: the register ${name} of ${category} has no contract or no table`);
      return { contract, table };
    }),
  );
  return {
    mechanisms,
    ruled,
    categories: categoriesOf(ruled),
    contracts,
    views,
    questions: mechanisms.flatMap((mechanism) => mechanism.questions),
    registers,
  };
}
