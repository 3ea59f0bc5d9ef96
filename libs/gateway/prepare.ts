import { checkFields, holdsPersonalNumber, openPersonalNumbers, type FieldError } from '#contracts';
import { dayOf, isDay, isObject, streamOf, type Day, type Instant, type Json, type JsonObject, type Label, type StreamName } from '#kernel';
import { submissionIdOf } from '#ledger';
import type { Categories, KnownAction, KnownCategory } from './categories';
import { requestDigest } from './identity';
import type { Held } from './ports';
import { problem, refusedBy, type Problem } from './problem';
import { canonicalRequest, type SubmissionRequest } from './submission';
import { veiled } from './veiling';

/** A submission that is well-formed and was asked by someone with the role: what remains needs the ledger. */
export interface Prepared {
  readonly request: SubmissionRequest;
  readonly category: KnownCategory;
  readonly action: KnownAction;
  readonly target: StreamName;
  readonly stream: string;
  readonly submission: string;
  readonly digest: string;
  readonly asked: { readonly name: string; readonly data: JsonObject };
  readonly personal: readonly string[];
  /** Appointments that carry a role of this action; empty for those who bring their authority. */
  readonly candidates: readonly Held[];
  readonly occurredOn: Day;
  readonly today: Day;
  readonly now: Instant;
}

export interface PrepareParts {
  readonly categories: Categories;
  readonly secret: Buffer;
  readonly now: () => Instant;
}

const KEY = /^[\x21-\x7e]{1,128}$/;

/** Everything that can be said of a submission without looking at the ledger: who and role, the form of the payload, ids. */
export function prepared(request: SubmissionRequest, parts: PrepareParts): Prepared | Problem {
  const category = parts.categories.get(request.category);
  const action = category?.actions.get(request.action);
  if (!category || !action) return problem('route.unknown');
  if (!KEY.test(request.idempotencyKey)) return problem('submission.key-missing');
  const candidates = candidatesOf(request, action);
  if ('status' in candidates) return candidates;
  if (request.id.length > 128 || !category.id.test(request.id))
    return problem('id.invalid', { says: category.contract.id.says.zh, saysEn: category.contract.id.says.en });
  const now = request.recordedAt ?? parts.now();
  const today = dayOf(now);
  const payload = payloadOf(request.body, action, today);
  if ('status' in payload) return payload as Problem;
  const open = openlyPersonal(request, category, action, payload.data as JsonObject);
  if (open) return open;
  const { data, personal } = action.personal
    ? veiled(action.fields, payload.data as JsonObject, parts.secret)
    : { data: payload.data as JsonObject, personal: [] };
  const target = { category: request.category, id: request.id };
  return {
    request,
    category,
    action,
    target,
    stream: streamOf(target),
    submission: submissionIdOf({ account: request.caller.account, ...target, action: action.name, key: request.idempotencyKey }),
    digest: requestDigest(parts.secret, canonicalRequest(request)),
    asked: { name: action.name, data },
    personal,
    candidates,
    occurredOn: payload.occurredOn as Day,
    today,
    now,
  };
}

/**
 * What is not sealed stays as it is for ever, and residents may read it: no phone, ID-card or bank-card number goes into it, nor into an id.
 * Said in the mechanism's own words where it has some (`….shows-a-person`).
 */
function openlyPersonal(
  request: SubmissionRequest,
  { contract }: KnownCategory,
  { fields, spec }: KnownAction,
  data: JsonObject,
): Problem | undefined {
  const paths = [...(holdsPersonalNumber(request.id) ? ['id'] : []), ...openPersonalNumbers(fields, data)];
  if (paths.length === 0) return undefined;
  const own = spec.refusals.find((code) => code.endsWith('shows-a-person'));
  const words = own === undefined ? undefined : contract.refusals[own];
  const text: Label = words ? { zh: words.zh, en: words.en } : NO_NUMBERS;
  const errors = paths.map((field): FieldError => ({ field, code: 'shows-a-person', text }));
  return own === undefined || !words ? problem('payload.shows-a-person', {}, { errors }) : refusedBy(own, words, {}, errors);
}

const NO_NUMBERS: Label = { zh: '不能含有手机号、身份证号或银行卡号', en: 'must not hold a phone, ID-card or bank-card number' };

function candidatesOf({ caller }: SubmissionRequest, { roles, spec }: KnownAction): readonly Held[] | Problem {
  if (caller.authority) return [];
  if (caller.account === 'public' && spec.reserved?.includes('public')) return [];
  const held = caller.acting ? [caller.acting] : caller.held;
  const able = held.filter((appointment) => roles.has(appointment.role));
  return able.length > 0 ? able : problem('access.role');
}

function payloadOf(body: Json, action: KnownAction, today: Day): { readonly data: Json; readonly occurredOn: Day } | Problem {
  const { occurredOn = today, ...data } = isObject(body) ? (body as JsonObject) : {};
  const shape = isObject(body) ? data : body;
  const errors = [...checkFields(action.fields, shape)];
  if (!isDay(occurredOn))
    errors.push({ field: 'occurredOn', code: 'day', text: { zh: '应为日期，如 2026-03-05', en: 'must be a day such as 2026-03-05' } });
  if (errors.length > 0) return problem('payload.invalid', {}, { errors });
  const day = String(occurredOn);
  if (day > today)
    return problem(
      'submission.occurred-in-future',
      { day },
      { errors: [{ field: 'occurredOn', code: 'future', text: { zh: '不能晚于今天', en: 'must not lie in the future' } }] },
    );
  return { data, occurredOn: day };
}
