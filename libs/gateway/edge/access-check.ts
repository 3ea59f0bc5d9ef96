import type { FastifyRequest } from 'fastify';
import type { Role } from '#contracts';
import type { Held } from '../ports';
import { problem, type Problem } from '../problem';
import type { RateLimiter } from './rate';
import type { Known, RouteSpec } from './route';

/** Turns a bearer token into who it is; undefined when it is expired, revoked or forged. */
export interface Identities {
  identify(bearer: string): Promise<Known | undefined>;
}

export interface AccessParts {
  readonly identities: Identities;
  readonly perAddress: RateLimiter;
  readonly perAccount: RateLimiter;
  readonly logins: RateLimiter;
}

export interface Passed {
  readonly known: Known | undefined;
  readonly acting: Held | undefined;
  /** Why it may not go on; who it was is kept for the log. */
  readonly refused?: Problem;
}

/** Default deny: rate, login, one-time password, role. The body has not been read yet. */
export async function checkAccess(route: RouteSpec, request: FastifyRequest, parts: AccessParts): Promise<Passed> {
  const bearer = bearerOf(request);
  if (route.login && !parts.logins.takes(request.ip)) return refused(problem('request.too-many', {}, { retryAfter: 1 }));
  if (bearer === undefined) {
    if (!parts.perAddress.takes(request.ip)) return refused(problem('request.too-many', {}, { retryAfter: 1 }));
    return route.who === 'public' ? { known: undefined, acting: undefined } : refused(problem('access.login'));
  }
  const known = await parts.identities.identify(bearer);
  if (!parts.perAccount.takes(known?.account ?? request.ip)) return refused(problem('request.too-many', {}, { retryAfter: 1 }), known);
  if (!known) return refused(problem('access.token'));
  if (known.mustChange && !route.passwordOnly && route.who !== 'public') return refused(problem('access.must-change'), known);
  return allowed(route, known, request);
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
