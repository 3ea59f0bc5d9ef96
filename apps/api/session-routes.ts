import type { DemoSignIn, Sessions } from '#access';
import {
  isProblem,
  problem,
  type Appointments,
  type EdgeOutcome,
  type EdgeRequest,
  type Held,
  type Problem,
  type RouteSpec,
} from '#gateway';
import { dayOf, isObject, type Instant, type JsonObject, type Label } from '#kernel';
import type { ReadSide } from '#readside';

export interface SessionPageParts {
  readonly side: ReadSide;
  readonly sessions: Sessions;
  readonly appointments: Appointments;
  /** Undefined unless the genesis says that the data are synthetic. */
  readonly demo: DemoSignIn | undefined;
  readonly city: string;
  readonly synthetic: boolean;
  readonly version: string;
  readonly now: () => Instant;
}

/** The screens of the demonstration, and the first account each is for. */
const SCREENS: readonly { readonly screen: string; readonly account: string; readonly label: Label }[] = [
  { screen: 'cockpit', account: 'leader', label: { zh: '领导驾驶舱', en: 'Cockpit' } },
  { screen: 'audit', account: 'auditor', label: { zh: '监督审计', en: 'Audit' } },
  { screen: 'office', account: 'clerk', label: { zh: '社区工作台', en: 'Community workbench' } },
  { screen: 'secretary', account: 'secretary', label: { zh: '社区书记', en: 'Community secretary' } },
  { screen: 'approver', account: 'approver', label: { zh: '街道审批', en: 'Subdistrict approvals' } },
  { screen: 'finance', account: 'finance', label: { zh: '市级财政', en: 'City finance' } },
  { screen: 'desk', account: 'desk-1', label: { zh: '志愿服务前台', en: 'Volunteer desk' } },
  { screen: 'inspector', account: 'inspector-1', label: { zh: '巡察工作', en: 'Inspection' } },
  { screen: 'registrar', account: 'registrar', label: { zh: '登记管理', en: 'Registry' } },
  { screen: 'admin', account: 'administrator', label: { zh: '系统管理', en: 'Administration' } },
];

/** What a screen asks first: which ledger this is, who is signed in, and, in a demonstration, as whom one may look around. */
export function sessionPageRoutes(parts: SessionPageParts): readonly RouteSpec[] {
  return [
    {
      method: 'GET',
      path: '/api/about',
      label: { zh: '关于本账本', en: 'About this ledger' },
      who: 'public',
      scope: 'none',
      quiet: true,
      operation: ANSWER,
      handle: () => about(parts),
    },
    {
      method: 'GET',
      path: '/api/session',
      label: { zh: '我的登录', en: 'Who is signed in' },
      who: 'known',
      scope: 'own',
      passwordOnly: true,
      unattended: true,
      quiet: true,
      operation: ANSWER,
      handle: (request) => whoAmI(request, parts),
    },
    {
      method: 'GET',
      path: '/api/session/demo',
      label: { zh: '演示账号', en: 'Accounts of the demonstration' },
      who: 'public',
      scope: 'none',
      operation: ANSWER,
      handle: () => offers(parts),
    },
    {
      method: 'POST',
      path: '/api/session/demo',
      label: { zh: '以演示账号登录', en: 'Sign in to the demonstration' },
      who: 'public',
      scope: 'none',
      login: true,
      logged: true,
      operation: {
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['screen'],
                properties: { screen: { type: 'string', enum: SCREENS.map(({ screen }) => screen) } },
                additionalProperties: false,
              },
            },
          },
        },
        ...ANSWER,
      },
      handle: (request) => signIn(request, parts),
    },
  ];
}

async function about({ side, city, synthetic, version, now }: SessionPageParts): Promise<EdgeOutcome> {
  const names = await unitNamesOf(side, [city], now());
  return { body: { city, cityName: names.get(city) ?? null, synthetic, position: side.position, version }, position: side.position };
}

async function whoAmI({ known }: EdgeRequest, { side, sessions, city, synthetic, now }: SessionPageParts): Promise<EdgeOutcome> {
  if (!known) return problem('access.login');
  const names = await unitNamesOf(
    side,
    known.held.map(({ unit }) => unit),
    now(),
  );
  const roles = known.held.map((held) => ({ ...held, unitName: names.get(held.unit) ?? null }));
  return {
    body: {
      account: known.account,
      roles,
      mustChange: known.mustChange,
      idleMinutes: sessions.idle_ms / 60_000,
      synthetic,
      city,
      ...(known.wall ? { wall: known.wall } : {}),
    },
  };
}

async function offers(parts: SessionPageParts): Promise<EdgeOutcome> {
  if (!parts.demo) return NO_DEMO;
  const held = await Promise.all(SCREENS.map(async (one) => ({ ...one, held: await firstHeld(one.account, parts) })));
  const open = held.flatMap(({ held: first, ...one }) => (first ? [{ ...one, ...first }] : []));
  const names = await unitNamesOf(
    parts.side,
    open.map(({ unit }) => unit),
    parts.now(),
  );
  const items = open.map(({ screen, account, label, role, unit }) => ({
    screen,
    label,
    account,
    role,
    unit,
    unitName: names.get(unit) ?? null,
  }));
  return { body: { items, next: null, asOf: dayOf(parts.now()), knownAt: null, position: parts.side.position } };
}

async function signIn({ body }: EdgeRequest, parts: SessionPageParts): Promise<EdgeOutcome> {
  if (!parts.demo) return NO_DEMO;
  const asked = isObject(body) && Object.keys(body).length === 1 ? SCREENS.find(({ screen }) => screen === body['screen']) : undefined;
  if (!asked)
    return problem(
      'payload.invalid',
      {},
      {
        errors: [
          {
            field: 'screen',
            code: 'choice',
            text: { zh: '没有这个画面的演示账号', en: 'is no screen with an account of the demonstration' },
          },
        ],
      },
    );
  const outcome = await parts.demo.open(asked.account);
  return isProblem(outcome) ? outcome : { body: outcome };
}

async function firstHeld(account: string, { appointments, now }: SessionPageParts): Promise<Held | undefined> {
  return (await appointments.held(account, dayOf(now())))[0];
}

async function unitNamesOf(side: ReadSide, codes: readonly string[], now: Instant): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const today = dayOf(now);
  const context = side.context({ asOf: today, knownAt: undefined, today, reader: undefined });
  const rows = await context.rows<{ key: string; name: string }>(
    `SELECT u.key, u.name FROM ${context.effective('units')} u WHERE u.key = ANY($1)`,
    [[...new Set(codes)]],
  );
  return new Map(rows.map(({ key, name }) => [key, name]));
}

/** To whoever asks, these addresses are simply not there. */
const NO_DEMO: Problem = { ...problem('demo.not-synthetic'), status: 404 };

const ANSWER: JsonObject = { responses: { '200': { description: 'OK', content: { 'application/json': { schema: { type: 'object' } } } } } };
