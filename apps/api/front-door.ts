import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openAccess, type Access } from '#access';
import {
  acceptWorkbooks,
  excelRoutes,
  exportRoutes,
  commandBusOf,
  createEdge,
  EventStream,
  formRoutes,
  KeptAnswers,
  questionRoutes,
  RateLimiter,
  registerRoutes,
  submissionRoutes,
  systemRoutes,
  type EdgeParts,
  type Rate,
  type ReadingParts,
  type RouteSpec,
} from '#gateway';
import { dayOf } from '#kernel';
import { ReadSide } from '#readside';
import type { Environment } from '../environment';
import { house, systemClock, wire, type Wired } from '../wiring';
import { followForFolds, type Followed } from '../wiring/followed';
import { administrationRoutes } from './administration';
import { acceptAttachments } from './attachment-routes';
import { healthOf } from './health';
import { caseFileRoutes } from './casefile-routes';
import { differenceRoutes } from './difference-routes';
import { calendarRoutes } from './history-calendar';
import type { HistoryParts } from './history-reading';
import { historyRoutes } from './history-routes';
import { offerRoutes } from './offer-routes';
import { ownRoutes } from './own-routes';
import { pageRoutes, servePages } from './pages';
import { publicLines } from './public-lines';
import { refusedRoutes } from './refused-routes';
import { subjectKindsRoute } from './subject-kinds';
import { UnitChanges } from './unit-changes';
import { Words } from './words';

export interface FrontDoor {
  readonly app: NestFastifyApplication;
  readonly routes: readonly RouteSpec[];
  /** Resolves with the reason when this process must not go on deciding. */
  readonly broken: Promise<unknown>;
  close(): Promise<void>;
}

/** Requests per second: of one account, of one address without a login, of logins from one address, of what anybody may record. */
export interface Rates {
  readonly perAccount: Rate;
  readonly perAddress: Rate;
  readonly logins: Rate;
  /** What anybody may record, from one address: five at once, then one a minute, unless said otherwise. */
  readonly anyone?: Rate;
}

const ANYONE: Rate = { perSecond: 1 / 60, burst: 5 };

const ratesOf = ({ ratePerAccount }: Environment): Rates => ({
  perAccount: { perSecond: ratePerAccount, burst: 2 * ratePerAccount },
  perAddress: { perSecond: 200, burst: 600 },
  logins: { perSecond: 2, burst: 60 },
});

/** Everything behind the front door of one process, not yet listening. */
export async function openFrontDoor(
  environment: Environment,
  log: (line: string) => void,
  rates: Rates = ratesOf(environment),
): Promise<FrontDoor> {
  const wired = await wire(environment);
  const begun = await wired.begun();
  const { city = '' } = begun;
  const parts = wired.submissionParts(city);
  const { databaseUrl, prefix, tokenKey } = environment;
  const labelOf = (method: string, path: string) => all().find((route) => route.method === method && route.path === path)?.label;
  const idle_ms = environment.idleMinutes * 60_000;
  const access = await openAccess({
    databaseUrl,
    prefix,
    tokenKey,
    appointments: parts.standing.appointments,
    now: systemClock.now,
    idle_ms,
    labelOf,
  });
  const side = new ReadSide({ databaseUrl, prefix, views: house.views, city });
  const followed = await followForFolds(wired.ledger, wired.folds, log, environment.alone ? wired.listStreams : undefined);
  const events = new EventStream(publicLines(side, today));
  const late: { app?: NestFastifyApplication } = {};
  const bus = (): CommandBus => commandBusOf(late.app as NestFastifyApplication);
  const all = (): readonly RouteSpec[] => Object.values(controllers).flat();
  const controllers = controllersOf({ environment, wired, begun, city, parts, access, side, followed, events, bus, all });
  const app = await createEdge({
    submissions: parts,
    controllers,
    access: {
      identities: access.sessions,
      perAddress: limiter(rates.perAddress),
      perAccount: limiter(rates.perAccount),
      logins: limiter(rates.logins),
      anyone: limiter(rates.anyone ?? ANYONE),
    },
    accessLog: access.log,
    position: () => side.position,
    log,
    plugins: async (fastify) => {
      acceptWorkbooks(fastify);
      acceptAttachments(fastify);
      await servePages(fastify);
    },
    also: pageRoutes,
    proxies: environment.proxies,
  });
  late.app = app;
  const close = async (): Promise<void> => {
    events.close();
    await app.close();
    await followed.close();
    await Promise.all([side.close(), access.close()]);
    await wired.close();
  };
  return { app, routes: all(), broken: followed.broken, close };
}

type CommandBus = ReturnType<typeof commandBusOf>;

/** What the routes stand on, opened. */
interface Opened {
  readonly environment: Environment;
  readonly wired: Wired;
  readonly begun: Awaited<ReturnType<Wired['begun']>>;
  readonly city: string;
  readonly parts: ReturnType<Wired['submissionParts']>;
  readonly access: Access;
  readonly side: ReadSide;
  readonly followed: Followed;
  readonly events: EventStream;
  /** There once the application is. */
  readonly bus: () => CommandBus;
  readonly all: () => readonly RouteSpec[];
}

function controllersOf({
  environment,
  wired,
  begun,
  city,
  parts,
  access,
  side,
  followed,
  events,
  bus,
  all,
}: Opened): EdgeParts['controllers'] {
  const { ledger, folds, keys } = wired;
  const { standing } = parts;
  const { synthetic } = environment;
  const { now } = systemClock;
  const reading: ReadingParts = { reading: side, today, kept: new KeptAnswers(new UnitChanges(side, today, city)) };
  const asked = new Set(house.questions.map((question) => `/api/${question.path}`));
  const questions = questionRoutes(house.questions, reading);
  // A question with a name of its own goes before the plain register of that path.
  const scoped = { ...reading, folds, units: standing.units, city, words: new Words(house.contracts) };
  const registers = registerRoutes(house.registers, scoped).filter((route) => !asked.has(route.path));
  const told: HistoryParts = { ...scoped, ledger, house, secret: environment.ledgerSecret };
  const histories = historyRoutes(told);
  const listed = new Set(house.questions.filter((question) => question.list).map((question) => `/api/${question.path}`));
  const lists = [
    ...questions.filter((route) => listed.has(route.path)),
    ...registers.filter((route) => !route.path.includes(':')),
    ...histories,
  ];
  return {
    SystemController: systemRoutes(
      healthOf({ side, followed, ledger, access, about: { city, synthetic } }),
      all,
      environment.standalone ? 'public' : 'known',
    ),
    AccessController: access.routes,
    SubmissionController: submissionRoutes(house.categories, bus),
    QuestionController: questions,
    RegisterController: registers,
    HistoryController: [
      subjectKindsRoute,
      ...ownRoutes(told),
      ...refusedRoutes({ ...reading, categories: house.categories, log: access.log }),
      ...calendarRoutes(told),
      ...histories,
      ...differenceRoutes(told),
      ...caseFileRoutes({ ...told, synthetic, now }),
    ],
    ExcelController: [
      ...excelRoutes({ submissions: parts, bus, units: () => unitNames(side, today()), synthetic }),
      ...exportRoutes(lists, { contracts: house.contracts, synthetic, now }),
    ],
    FormController: [...formRoutes(house.contracts), ...offerRoutes({ ...scoped, categories: house.categories })],
    EventController: [events.route()],
    AdministrationController: administrationRoutes({ environment, ledger, keys, side, followed, access, standing, begun, now }),
  };
}

function today(): string {
  return dayOf(systemClock.now());
}

function limiter(rate: Rate): RateLimiter {
  return new RateLimiter(rate, () => performance.now());
}

/** `code 名称` of the units alive today: what a dropdown offers. */
async function unitNames(side: ReadSide, today: string): Promise<readonly string[]> {
  const context = side.context({ asOf: today, knownAt: undefined, today, reader: undefined });
  const rows = await context.rows<{ name: string }>(
    `SELECT u.key || ' ' || u.name AS name FROM ${context.effective('units')} u ORDER BY u.key LIMIT 2000`,
  );
  return rows.map((row) => row.name);
}
