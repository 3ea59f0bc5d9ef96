import type { Access } from '#access';
import { LAG_MS_MAX, type RouteSpec } from '#gateway';
import { dayOf, type Instant } from '#kernel';
import type { Ledger, PostgresKeys } from '#ledger';
import { isLater, viewStandings, type ReadSide } from '#readside';
import type { Environment } from '../environment';
import type { Followed } from '../wiring/followed';
import { lastBackup, reactorStanding, restartsSince, roomOf } from './health-sources';
import { backupItem, diskItem, filesItem, restartsItem } from './health-machine';
import {
  engineItem,
  followItem,
  parkedItem,
  reactorItem,
  viewsItem,
  type EngineName,
  type HealthItem,
  type Reached,
  type ViewLag,
} from './health-words';

export interface HealthDetailParts {
  readonly environment: Environment;
  readonly ledger: Ledger;
  readonly keys: PostgresKeys;
  readonly side: ReadSide;
  readonly followed: Followed;
  readonly access: Access;
  /** Of the genesis. */
  readonly synthetic: boolean;
  readonly now: () => Instant;
}

/** An engine is asked for so long. */
const CHECK_MS = 3_000;
const DAY_MS = 86_400_000;

/** How the ledger is, part by part, in words an administrator understands, each with what to do next. No business data in it. */
export function healthRoute(parts: HealthDetailParts): RouteSpec {
  return {
    method: 'GET',
    path: '/api/health/detail',
    label: { zh: '运行状况', en: 'Health in detail' },
    who: ['administrator', 'auditor'],
    scope: 'city',
    quiet: true,
    unattended: true,
    operation: {
      responses: { '200': { description: 'Each part with its status', content: { 'application/json': { schema: { type: 'object' } } } } },
    },
    handle: async () => {
      const items = await healthItems(parts);
      const status = (['bad', 'warn'] as const).find((one) => items.some((item) => item.status === one)) ?? 'ok';
      return { body: { status, at: parts.now(), items } };
    },
  };
}

async function healthItems({
  environment,
  ledger,
  keys,
  side,
  followed,
  access,
  synthetic,
  now,
}: HealthDetailParts): Promise<readonly HealthItem[]> {
  const { databaseUrl, prefix, dataFolder, standalone } = environment;
  const now_ms = Date.parse(now());
  // One after the other: asked together they would wait for each other, and for what follows.
  const engines: HealthItem[] = [];
  const ways: readonly (readonly [EngineName, () => Promise<unknown>])[] = [
    ['eventstore', () => ledger.head()],
    ['database', () => access.log.lines({ limit: 1 })],
    ['keys', () => keys.reach()],
  ];
  for (const [name, reach] of ways) engines.push(engineItem(name, await reached(reach()), standalone));
  const [views, parked, reactor, room, files] = await Promise.all([
    told(viewStandings(databaseUrl, prefix)),
    told(side.parked()),
    told(reactorStanding(databaseUrl, prefix, dayOf(now()))),
    roomOf(dataFolder),
    told(access.attachments.totals()),
  ]);
  const recorded = followed.position();
  const lag = views?.map(({ view, position, movedAt }): ViewLag => {
    const behind = isLater(recorded, position ?? '0');
    return { view, position, behind, still_ms: behind ? Math.max(0, now_ms - movedAt.getTime()) : 0 };
  });
  return [
    ...engines,
    followItem(followed.fault(), recorded),
    viewsItem(lag, LAG_MS_MAX),
    parkedItem(parked),
    reactorItem(reactor, recorded, synthetic),
    diskItem(room, dataFolder),
    backupItem(lastBackup(dataFolder), now_ms, synthetic, standalone),
    restartsItem(restartsSince(dataFolder, now_ms - DAY_MS, standalone)),
    filesItem(files),
  ];
}

/** Undefined when it cannot be told: the engine's own line says why. */
async function told<T>(task: Promise<T>): Promise<T | undefined> {
  return Promise.race([task, late().then(() => undefined)]).catch(() => undefined);
}

async function reached(task: Promise<unknown>): Promise<Reached> {
  const began = performance.now();
  try {
    const answer = await Promise.race([task.then(() => 'answered' as const), late()]);
    return answer === 'answered'
      ? { ms: Math.round(performance.now() - began) }
      : { fault: { zh: `${CHECK_MS / 1_000} 秒内没有应答`, en: `no answer within ${CHECK_MS / 1_000} s` } };
  } catch {
    return { fault: { zh: '连接不上', en: 'it cannot be reached' } };
  }
}

function late(): Promise<'late'> {
  return new Promise((resolve) => setTimeout(() => resolve('late'), CHECK_MS).unref());
}
