import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '#contracts';
import type { Json, JsonObject, Label } from '#kernel';
import type { Position } from '#ledger';
import type { Held } from '../ports';
import type { Problem } from '../problem';

/** Who is known by a valid login. */
export interface Known {
  readonly account: string;
  readonly session: string;
  /** Appointments in force today. */
  readonly held: readonly Held[];
  /** Logged in with a one-time password: may only change it. */
  readonly mustChange: boolean;
  /** A screen on a wall: it reads until its end, and records nothing. */
  readonly wall?: { readonly endsAt: string };
}

/** A request after the access check. */
export interface EdgeRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: FastifyRequest['headers'];
  readonly body: unknown;
  readonly trace: string;
  readonly ip: string;
  /** Undefined without a login. */
  readonly known: Known | undefined;
  /** The appointment named by `Acting-As`. */
  readonly acting: Held | undefined;
  readonly raw: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface EdgeAnswer {
  readonly status?: number;
  readonly body: Json | object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly position?: Position;
  /** The body as it goes out, where it is already written. */
  readonly written?: Buffer;
}

/** A file: like any other reading it is in the access log before its first byte leaves. */
export interface EdgeFile {
  readonly file: Buffer;
  /** Media type. */
  readonly type: string;
  /** ASCII, with its ending. */
  readonly name: string;
  /** Shown by the browser rather than kept. */
  readonly inline?: true;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `handled`: the route wrote its answer itself (event streams). */
export type EdgeOutcome = EdgeAnswer | EdgeFile | Problem | 'handled';

/**
 * Who may call it. `public`: all; `known`: any login, appointed or not (also with a one-time password when `passwordOnly`); else the roles.
 * The whole access table is the list of these: a route that is not in it does not start.
 */
export type RouteAccess = 'public' | 'known' | readonly Role[];

export interface RouteSpec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Whole path, Fastify style: `/api/mandates/:id/grant`. */
  readonly path: string;
  readonly label: Label;
  readonly who: RouteAccess;
  /** How far a role reaches: `unit` = within the tree of the appointment's unit, checked where the unit is known. */
  readonly scope: 'none' | 'unit' | 'city' | 'own';
  /** Open to a login that must change its password first. */
  readonly passwordOnly?: true;
  /** Open to a wall though it is no reading: what keeps it up, and what ends it. */
  readonly wall?: true;
  /** A page may ask it by itself, with nobody before the screen: it does not count as use of the session. */
  readonly unattended?: true;
  /** A login attempt: counted more strictly. */
  readonly login?: true;
  /** Records what anybody says, without a login: counted most strictly per address, and short (`ANYONE_BYTES_MAX`). */
  readonly anyone?: true;
  /** Written to the access log when it succeeds, though it is no reading. */
  readonly logged?: true;
  /** Not written to the access log (health, static files, public reading without a login never are). */
  readonly quiet?: true;
  /** The OpenAPI operation beside summary, security and problems: `parameters requestBody responses`. */
  readonly operation: JsonObject;
  readonly handle: (request: EdgeRequest) => Promise<EdgeOutcome>;
}
