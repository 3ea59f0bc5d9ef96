import type { Contract } from '#contracts';
import { getRow, listRows, type Narrowing, type Reader, type TableSpec } from '#readside';
import type { Folds, UnitTree } from '../ports';
import { problem } from '../problem';
import { LIST_SCHEMA, readAnswer, readerOf, standardAsk, standardParameters, withReading, type ReadingParts } from './reading';
import type { EdgeOutcome, EdgeRequest, RouteSpec } from './route';

export interface Register {
  readonly contract: Contract;
  readonly table: TableSpec;
}

export interface RegisterParts extends ReadingParts {
  readonly folds: Folds;
  readonly units: UnitTree;
  readonly city: string;
}

/** `GET /api/{category}` and `/api/{category}/:id`, of the categories whose rows lie in a table of their name. */
export function registerRoutes(registers: readonly Register[], parts: RegisterParts): readonly RouteSpec[] {
  return registers.flatMap((register) => [listRoute(register, parts), singleRoute(register, parts)]);
}

function listRoute(register: Register, parts: RegisterParts): RouteSpec {
  const { contract } = register;
  return {
    method: 'GET',
    path: `/api/${contract.category}`,
    label: { zh: `${contract.label.zh}：登记簿`, en: `${contract.label.en}: the register` },
    who: contract.readers,
    scope: contract.readers === 'public' ? 'none' : 'unit',
    operation: {
      tags: [contract.category],
      parameters: standardParameters(true),
      responses: { '200': { description: 'Rows by key', content: { 'application/json': { schema: LIST_SCHEMA({ type: 'object' }) } } } },
    },
    handle: (request) => list(register, request, parts),
  };
}

async function list(register: Register, request: EdgeRequest, parts: RegisterParts): Promise<EdgeOutcome> {
  const today = parts.today();
  const asked = standardAsk(request, today);
  if ('status' in asked) return asked;
  const { q, ...more } = asked.own;
  const columns = Object.entries(more);
  const { table } = register;
  if (
    (q !== undefined && typeof q !== 'string') ||
    columns.some(([name, value]) => typeof value !== 'string' || !(Object.hasOwn(table.columns, name) && filterable(table, name)))
  )
    return problem('request.query');
  const reader = readerOf(request, register.contract.readers);
  const where = [
    ...columns.map(([column, value]): Narrowing => ({ column, among: [String(value)] })),
    ...(await scoped(table, reader, parts)),
  ];
  const { asOf, knownAt, after, page } = asked;
  return withReading({ asOf, knownAt, after, today, reader }, parts, async ({ context, position }) =>
    readAnswer(await listRows(context, table, { where, page, ...(q === undefined ? {} : { q }) }), context, position),
  );
}

function filterable(table: TableSpec, column: string): boolean {
  const type = table.columns[column];
  return type !== 'json' && type !== 'texts';
}

function singleRoute(register: Register, parts: RegisterParts): RouteSpec {
  const { contract } = register;
  return {
    method: 'GET',
    path: `/api/${contract.category}/:id`,
    label: { zh: `${contract.label.zh}：单项`, en: `${contract.label.en}: one of them` },
    who: contract.readers,
    scope: contract.readers === 'public' ? 'none' : 'unit',
    operation: {
      tags: [contract.category],
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }, ...standardParameters(false)],
      responses: {
        '200': {
          description: 'The row; ETag is the revision of its stream',
          content: { 'application/json': { schema: { type: 'object' } } },
        },
      },
    },
    handle: (request) => single(register, request, parts),
  };
}

async function single(register: Register, request: EdgeRequest, parts: RegisterParts): Promise<EdgeOutcome> {
  const today = parts.today();
  const asked = standardAsk(request, today);
  if ('status' in asked) return asked;
  const { id: given, ...more } = asked.own;
  if (Object.keys(more).length > 0) return problem('request.query');
  const id = String(given);
  if (id.length > 128 || !new RegExp(register.contract.id.pattern, 'u').test(id)) return problem('thing.unknown', { id: id.slice(0, 64) });
  const reader = readerOf(request, register.contract.readers);
  const { asOf, knownAt } = asked;
  // The row must not be older than the revision it is said to have.
  const folded = knownAt === undefined ? await parts.folds.load({ category: register.contract.category, id }) : undefined;
  const after = asked.after ?? (folded && folded.revision >= 0 ? folded.position : undefined);
  return withReading({ asOf, knownAt, after, today, reader }, parts, async ({ context, position }) => {
    const row = await getRow(context, register.table, id);
    if (!row) return problem('thing.unknown', { id });
    if (!(await inScope(register.table, row, reader, parts))) return problem('access.scope');
    return readAnswer(row, context, position, folded?.revision);
  });
}

/** Those of a unit below the city see the rows of their own tree, where rows say to which unit they belong. */
async function scoped(table: TableSpec, reader: Reader | undefined, parts: RegisterParts): Promise<readonly Narrowing[]> {
  const bounded = reader !== undefined && reader.acting.unit !== parts.city && Object.hasOwn(table.columns, 'unit');
  return bounded ? [{ column: 'unit', among: await parts.units.below(reader.acting.unit) }] : [];
}

async function inScope(
  table: TableSpec,
  row: Readonly<Record<string, unknown>>,
  reader: Reader | undefined,
  parts: RegisterParts,
): Promise<boolean> {
  const [narrowing] = await scoped(table, reader, parts);
  return narrowing === undefined || narrowing.among.includes(String(row['unit']));
}
