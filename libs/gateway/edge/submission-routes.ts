import type { CommandBus } from '@nestjs/cqrs';
import { fieldsOf, isForAnyone, schemaOf, type ActionSpec, type Contract } from '#contracts';
import type { Json, JsonObject } from '#kernel';
import type { Source } from '#ledger';
import type { Categories } from '../categories';
import { isProblem, problem } from '../problem';
import { Submission, type Caller } from '../submission';
import type { EdgeOutcome, EdgeRequest, RouteSpec } from './route';

/** One real route per action that may be asked for over HTTP: `POST /api/{category}/:id/{action}`. What anybody may ask for needs no login. */
export function submissionRoutes(categories: Categories, bus: () => CommandBus): readonly RouteSpec[] {
  return [...categories.values()].flatMap(({ contract }) =>
    Object.entries(contract.actions)
      .filter(([, action]) => action.who.length > 0 || isForAnyone(action))
      .map(([name, action]) => submissionRoute(contract, name, action, bus)),
  );
}

function submissionRoute(contract: Contract, name: string, action: ActionSpec, bus: () => CommandBus): RouteSpec {
  return {
    method: 'POST',
    path: `/api/${contract.category}/:id/${name}`,
    label: action.label,
    ...(isForAnyone(action)
      ? { who: 'public', scope: 'none', anyone: true }
      : { who: [...new Set(action.who.flatMap((permission) => permission.roles))], scope: 'unit' }),
    operation: operationOf(contract, action),
    handle: (request) => submit(contract.category, name, request, bus(), isForAnyone(action) ? ANYBODY : callerOf(request)),
  };
}

/** Also of whoever is logged in: what a resident says is nobody's in particular. */
const ANYBODY: Caller = { account: 'public', held: [] };

async function submit(category: string, action: string, request: EdgeRequest, bus: CommandBus, caller: Caller): Promise<EdgeOutcome> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return problem('submission.key-missing');
  const ifMatch = revisionOf(request.headers['if-match']);
  if (ifMatch === 'malformed') return problem('request.header', { name: 'If-Match' });
  const outcome = await bus.execute(
    new Submission({
      category,
      id: request.params['id'] ?? '',
      action,
      body: (request.body ?? {}) as Json,
      idempotencyKey: key,
      caller,
      source: sourceOf(request),
      trace: request.trace,
      ...(ifMatch === undefined ? {} : { ifMatch }),
    }),
  );
  if (isProblem(outcome)) return outcome;
  return { body: outcome, position: outcome.position, headers: { etag: `"${outcome.revision}"` } };
}

function callerOf({ known, acting }: EdgeRequest): Caller {
  if (!known) return ANYBODY;
  return { account: known.account, held: known.held, ...(acting ? { acting } : {}) };
}

/** Screens say `Ledger-Source: web`; everything else over HTTP is `api`. */
function sourceOf({ headers }: EdgeRequest): Source {
  return { kind: headers['ledger-source'] === 'web' ? 'web' : 'api' };
}

/** `"12"` → 12; `*` and absence ask for nothing. */
export function revisionOf(header: string | undefined): number | undefined | 'malformed' {
  if (header === undefined || header === '*') return undefined;
  const match = /^(?:W\/)?"(-1|\d{1,15})"$/.exec(header);
  return match?.[1] === undefined ? 'malformed' : Number(match[1]);
}

function operationOf(contract: Contract, action: ActionSpec): JsonObject {
  const schema = schemaOf(action.payload) as { readonly properties?: JsonObject };
  const description =
    action.occurredOn === 'today'
      ? 'The day of the act: today in Shanghai, and no other'
      : 'The day of the act; default today in Shanghai, never later';
  const occurredOn = { type: 'string', format: 'date', title: '办理日期', description };
  return {
    tags: [contract.category],
    ...(action.help ? { description: `${action.help.zh}\n\n${action.help.en}` } : {}),
    parameters: [
      {
        name: 'id',
        in: 'path',
        required: true,
        description: contract.id.says.en,
        schema: { type: 'string', pattern: contract.id.pattern },
      },
      { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' } },
      { name: 'If-Match', in: 'header', schema: { type: 'string' } },
      { name: 'Acting-As', in: 'header', description: '{role}@{unit}', schema: { type: 'string' } },
    ],
    requestBody: {
      required: fieldsOf(action.payload).some((field) => !field.optional),
      content: { 'application/json': { schema: { ...schema, properties: { ...(schema.properties ?? {}), occurredOn } } } },
    },
    responses: { '200': { description: 'Recorded, or recorded before', content: { 'application/json': { schema: ANSWER } } } },
    'x-power': action.power ?? action.who.map((permission) => permission.power).join(' '),
    'x-clause': action.clause,
    'x-refusals': action.refusals as readonly string[] as Json,
  };
}

const ANSWER: JsonObject = {
  type: 'object',
  required: ['stream', 'revision', 'position'],
  properties: {
    stream: { type: 'string' },
    revision: { type: 'integer' },
    position: { type: 'string' },
    already: { type: 'boolean', const: true },
  },
  additionalProperties: false,
};
