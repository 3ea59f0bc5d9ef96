import type { Day, Json, JsonObject, Label } from '#kernel';
import type { Role, Shape } from '#contracts';
import type { Position } from '#ledger';
import type { Row } from './view';

/** Where a question reads: live rows, or the rows as they were known at the end of a day. */
export interface ReadContext {
  /** Day in effect, default today in Shanghai. */
  readonly asOf: Day;
  /** Day of knowledge; undefined = now. */
  readonly knownAt: Day | undefined;
  readonly city: string;
  readonly today: Day;
  /** The rows are at least as far; undefined where nobody asked how far they are. */
  readonly position?: Position;
  /** Who reads; undefined = no login. */
  readonly reader: Reader | undefined;
  /** `read.units`, or the subselect of its rows as known at `knownAt`; the same columns either way. Use in FROM. */
  table(name: string): string;
  /**
   * The same, for tables with spans: every spanned column holds what was in effect on `asOf`; rows that begin later are left out.
   * Use in FROM with an alias.
   */
  effective(name: string): string;
  /** Whether a row of this table may be behind, because facts of its stream wait; shown as `held: true`. */
  held?(table: string, stream: string): boolean;
  /** Runs parameterised SQL ($1 …) with the read-only role and a statement timeout. */
  rows<T extends object = Row>(sql: string, values?: readonly unknown[]): Promise<readonly T[]>;
}

export interface Reader {
  readonly account: string;
  readonly roles: readonly { readonly role: Role; readonly unit: string; readonly organisation?: string }[];
  /** The appointment acted under. */
  readonly acting: { readonly role: Role; readonly unit: string; readonly organisation?: string };
}

/** A list answers `{items, next}` (`told`: further members, of the list as a whole), a single one any object. The edge adds asOf, knownAt and position. */
export interface QuestionSpec {
  /** Path below `/api/`, Fastify style: `board/:unit`. */
  readonly path: string;
  readonly label: Label;
  /** Query parameters beside asOf, knownAt, after, cursor and limit; path parameters are members too. Strings; checked like payloads. */
  readonly asks: Shape;
  readonly who: 'public' | readonly Role[];
  readonly list: boolean;
  /** What the answer looks like (documentation and the route test): a JSON Schema of the answer or of one item. */
  readonly answers: JsonObject;
  /**
   * The unit whose changes alone change the answer, beside what concerns the whole city: until then the same question is given the kept answer.
   * Public questions only. Undefined: not kept.
   */
  readonly keptBy?: (asked: Readonly<Record<string, string | undefined>>) => string | undefined;
  readonly answer: (asked: Readonly<Record<string, string | undefined>>, context: ReadContext, page: Page) => Promise<Answer>;
}

export interface Page {
  readonly cursor: string | undefined;
  readonly limit: number;
}

export type Answer =
  | { readonly items: readonly Json[]; readonly next: string | null; readonly told?: JsonObject }
  | { readonly found: Json }
  | { readonly missing: string };
