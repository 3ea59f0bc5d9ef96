import type { FastifyRequest } from 'fastify';
import type { Role } from '#contracts';
import type { Held } from '../ports';
import { problem, type Problem } from '../problem';
import { sourceOf, type RateLimiter } from './rate';
import type { Known, RouteSpec } from './route';

/** Turns a bearer token into who it is; undefined when it is expired, revoked, forged or long unused. */
export interface Identities {
  /** `used`: somebody is at work under it. Asked for by a page alone (`RouteSpec.unattended`, `Ledger-Unattended: 1`) it is not. */
  identify(bearer: string, used: boolean): Promise<Known | undefined>;
}

export interface AccessParts {
  readonly identities: Identities;
  readonly perAddress: RateLimiter;
  readonly perAccount: RateLimiter;
  readonly logins: RateLimiter;
  /** Submissions without a login, per address. */
  readonly anyone: RateLimiter;
}

export interface Passed {
  readonly known: Known | undefined;
  readonly acting: Held | undefined;
  /** Why it may not go on; who it was is kept for the log. */
  readonly refused?: Problem;
}

/** Bytes of what anybody may record: a text of some hundred signs, however they are escaped. */
export const ANYONE_BYTES_MAX = 16_384;
/** Seconds after which somebody without a login may record again. */
const ANYONE_AGAIN_S = 60;

/** Default deny: rate, login, one-time password, role. The body has not been read yet. */
export async function checkAccess(route: RouteSpec, request: FastifyRequest, parts: AccessParts): Promise<Passed> {
  const bearer = bearerOf(request);
  const source = sourceOf(request.ip);
  if (route.login && !parts.logins.takes(source)) return refused(problem('request.too-many', {}, { retryAfter: 1 }));
  const unheard = route.anyone ? barred(request, parts) : undefined;
  if (unheard) return refused(unheard);
  if (bearer === undefined) {
    if (!parts.perAddress.takes(source)) return refused(problem('request.too-many', {}, { retryAfter: 1 }));
    return route.who === 'public' ? { known: undefined, acting: undefined } : refused(problem('access.login'));
  }
  const known = await parts.identities.identify(bearer, !route.unattended && request.headers['ledger-unattended'] !== '1');
  if (!parts.perAccount.takes(known?.account ?? source)) return refused(problem('request.too-many', {}, { retryAfter: 1 }), known);
  if (!known) return refused(problem('access.token'));
  if (known.mustChange && !route.passwordOnly && route.who !== 'public') return refused(problem('access.must-change'), known);
  if (known.wall && route.method !== 'GET' && !route.wall) return refused(problem('access.wall'), known);
  return allowed(route, known, request);
}

/** A body of unsaid length may be of any length: it is not begun to be read. */
function barred(request: FastifyRequest, { anyone }: AccessParts): Problem | undefined {
  const bytes = Number(request.headers['content-length'] ?? Number.NaN);
  if (!(bytes <= ANYONE_BYTES_MAX)) return problem('request.too-large', { limit: ANYONE_BYTES_MAX });
  return anyone.takes(sourceOf(request.ip)) ? undefined : problem('request.too-many', {}, { retryAfter: ANYONE_AGAIN_S });
}

function refused(refusal: Problem, known?: Known): Passed {
  return { known, acting: undefined, refused: refusal };
}

function allowed(route: RouteSpec, known: Known, request: FastifyRequest): Passed {
  const named = request.headers['acting-as'];
  const acting = named === undefined ? undefined : actingAs(String(named), known.held);
  if (named !== undefined && !acting) return refused(problem('access.acting', { acting: String(named).slice(0, 80) }), known);
  if (route.who === 'public' || route.who === 'known') return { known, acting };
  const roles: readonly Role[] = route.who;
  const able = (acting ? [acting] : known.held).some((held) => roles.includes(held.role));
  return able ? { known, acting } : refused(problem('access.role'), known);
}

function actingAs(named: string, held: readonly Held[]): Held | undefined {
  return held.find((appointment) => `${appointment.role}@${appointment.unit}` === named);
}

function bearerOf(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  return header.startsWith('Bearer ') ? header.slice(7) : '';
}
