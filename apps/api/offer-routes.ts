import { fieldsOf, INNER_ID, isForAnyone, type ActionSpec, type Contract } from '#contracts';
import {
  FACT_SUBJECTS,
  FACTS,
  LIST_SCHEMA,
  problem,
  readAnswer,
  standardAsk,
  withReading,
  type Categories,
  type EdgeOutcome,
  type EdgeRequest,
  type Folds,
  type Held,
  type KnownCategory,
  type ReadingParts,
  type RouteSpec,
  type UnitTree,
} from '#gateway';
import type { JsonObject, StreamName } from '#kernel';
import type { ReadContext } from '#readside';
import { query } from './history-routes';
import { unitNames } from './shown-facts';
import type { Words } from './words';

export interface OfferParts extends ReadingParts {
  readonly categories: Categories;
  readonly folds: Folds;
  readonly units: UnitTree;
  readonly city: string;
  readonly words: Words;
}

/**
 * What a form's field may name of what was recorded before: which payment to approve, which measure is done. One route per action that has such a
 * field, open to the roles of that action alone; and of a stream only what concerns a unit in whose tree the asker holds such a role, by the
 * mechanism's own rule of what an action concerns. Nothing but the id, the sentence of the fact that made it, and what became of it.
 */
export function offerRoutes(parts: OfferParts): readonly RouteSpec[] {
  return [...parts.categories.values()].flatMap((category) =>
    Object.entries(category.contract.actions)
      .filter(([name, action]) => action.who.length > 0 && !isForAnyone(action) && recordedFields(category.contract, name).length > 0)
      .map(([name, action]) => offerRoute(category, name, action, parts)),
  );
}

/** Fields that name something an earlier action of the category made: the first that names it is the one that makes it. */
export function recordedFields(contract: Contract, action: string): readonly string[] {
  const inner = (of: ActionSpec): readonly string[] =>
    fieldsOf(of.payload)
      .filter(({ kind, pattern }) => kind === 'code' && pattern === INNER_ID.pattern)
      .map(({ name }) => name);
  const all = Object.entries(contract.actions);
  const own = all.find(([name]) => name === action)?.[1];
  return own === undefined ? [] : inner(own).filter((field) => all.find(([, other]) => inner(other).includes(field))?.[0] !== action);
}

function offerRoute(category: KnownCategory, name: string, action: ActionSpec, parts: OfferParts): RouteSpec {
  const { contract } = category;
  const item: JsonObject = {
    type: 'object',
    required: ['value', 'says', 'now'],
    properties: {
      value: { type: 'string' },
      says: { type: 'object', description: 'The sentence of the fact that made it' },
      now: { type: 'object', description: 'The last fact about it' },
    },
  };
  return {
    method: 'GET',
    path: `/api/${contract.category}/:id/${name}/offers`,
    label: { zh: `${action.label.zh}：可选的对象`, en: `${action.label.en}: what it may be about` },
    who: [...new Set(action.who.flatMap((permission) => permission.roles))],
    scope: 'unit',
    operation: {
      tags: [contract.category],
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        {
          ...query('field', 'The field of the form'),
          required: true,
          schema: { type: 'string', enum: [...recordedFields(contract, name)] },
        },
        query('q', 'Part of the id or of the sentence'),
        query('after', 'Wait until the rows have reached this position'),
        query('limit'),
      ],
      responses: { '200': { description: 'Newest first', content: { 'application/json': { schema: LIST_SCHEMA(item) } } } },
    },
    handle: (request) => offers(request, category, name, action, parts),
  };
}

async function offers(
  request: EdgeRequest,
  category: KnownCategory,
  name: string,
  action: ActionSpec,
  parts: OfferParts,
): Promise<EdgeOutcome> {
  const today = parts.today();
  const asked = standardAsk(request, today);
  if ('status' in asked) return asked;
  const { id, field, q = '', ...others } = asked.own as Readonly<Record<string, string>>;
  if (Object.keys(others).length > 0 || typeof q !== 'string' || q.length > 100) return problem('request.query');
  if (field === undefined || !recordedFields(category.contract, name).includes(field)) return problem('request.query');
  if (id === undefined || id.length > 128 || !category.id.test(id)) return problem('thing.unknown', { id: String(id).slice(0, 64) });
  const { asOf, after, page } = asked;
  return withReading({ asOf, knownAt: undefined, after, today, reader: undefined }, parts, async ({ context, position }) => {
    const { known, acting } = request;
    const held = (acting ? [acting] : (known?.held ?? [])).filter(({ role }) => action.who.some(({ roles }) => roles.includes(role)));
    const stream = { category: category.contract.category, id };
    const { state } = await parts.folds.load(stream);
    const concerned = (data: JsonObject, by: Held): string | undefined =>
      category.decider.concerns({ action: { name, data }, id, state, city: parts.city, actor: { account: known?.account ?? '', ...by } });
    const reach = new Reach(action, held, today, parts);
    const items: JsonObject[] = [];
    const found = await recorded(stream, field, held[0] && concerned({}, held[0]), context);
    const names = await unitNames(
      context,
      new Set(found.flatMap(({ data }) => Object.values(data).map((value) => String(value).split('.')[0] ?? ''))),
    );
    for (const one of found) {
      const { value, type, data, now } = one;
      const says = parts.words.says(stream.category, type, data, names) ?? parts.words.fact(stream.category, type);
      if (items.length >= page.limit) break;
      if (![value, says.zh, says.en].some((text) => text.includes(q))) continue;
      if (!(await reach.has((by) => concerned(data, by)))) continue;
      items.push({ value, says: { ...says }, now: { ...parts.words.fact(stream.category, now) } });
    }
    return readAnswer({ items, next: null }, context, position);
  });
}

/** How far appointments reach for an action: into their trees, on the levels the action is for. Asked once per unit. */
class Reach {
  private readonly known = new Map<string, Promise<boolean>>();

  constructor(
    private readonly action: ActionSpec,
    private readonly held: readonly Held[],
    private readonly today: string,
    private readonly parts: OfferParts,
  ) {}

  async has(unitOf: (by: Held) => string | undefined): Promise<boolean> {
    for (const [index, by] of this.held.entries()) {
      const unit = unitOf(by) ?? this.parts.city;
      const key = `${index} ${unit}`;
      const reaches = this.known.get(key) ?? this.reaches(by, unit);
      this.known.set(key, reaches);
      if (await reaches) return true;
    }
    return false;
  }

  private async reaches(by: Held, unit: string): Promise<boolean> {
    const { units, city } = this.parts;
    if (by.unit !== city && !(unit !== city && (await units.holds(by.unit, unit, this.today)))) return false;
    const level = await units.level(unit, this.today);
    return this.action.who.some(
      ({ roles, levels }) => roles.includes(by.role) && (levels === undefined || (level !== undefined && levels.includes(level))),
    );
  }
}

interface Recorded {
  readonly value: string;
  readonly type: string;
  /** As recorded by the fact that made it, values of persons masked. */
  readonly data: JsonObject;
  /** Type of the last fact about it. */
  readonly now: string;
}

/** Things of one stream looked through at most. */
const RECORDED_MAX = 500;

/**
 * What was recorded under this member in the stream, or by another of the category about the unit concerned and naming this stream (a sending to this
 * account); newest first.
 */
async function recorded(stream: StreamName, member: string, unit: string | undefined, context: ReadContext): Promise<readonly Recorded[]> {
  const [facts, subjects] = [context.table(FACTS.name), context.table(FACT_SUBJECTS.name)];
  return context.rows<Recorded>(
    `WITH named AS (
       SELECT f.key, f.type, f.data, f.data->>$3 AS value FROM ${facts} f WHERE f.stream = $1 || '-' || $2 AND f.data ? $3
       UNION ALL
       SELECT f.key, f.type, f.data, f.data->>$3 FROM ${subjects} s JOIN ${facts} f ON f.key = s.fact
       WHERE s.subject = 'unit:' || $4::text AND f.category = $1 AND f.id <> $2 AND f.data ? $3
         AND EXISTS (SELECT 1 FROM jsonb_each_text(f.data) m WHERE m.value = $2))
     SELECT n.value, n.type, n.data, n.now FROM (
       SELECT named.*, last_value(named.type) OVER w AS now, row_number() OVER w AS nth FROM named
       WINDOW w AS (PARTITION BY named.value ORDER BY named.key ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) n
     WHERE n.nth = 1 ORDER BY n.key DESC, n.value LIMIT ${RECORDED_MAX}`,
    [stream.category, stream.id, member, unit ?? null],
  );
}
