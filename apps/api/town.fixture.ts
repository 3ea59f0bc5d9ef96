import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { openAccess } from '#access';
import { GENESIS } from '#gateway';
import { ReadSide, rebuildView, runViews } from '#readside';
import { openFacts } from '#ledger';
import { startEngines, type Engines } from '#testing';
import type { Environment } from '../environment';
import { house, wire, type Wired } from '../wiring';
import { begin, makeAccounts, type Extent, type Written } from './beginning';
import { openFrontDoor, type FrontDoor, type Rates } from './front-door';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

/** A whole ledger in one process over real engines: genesis, projector and front door, reached over HTTP. */
export class Town {
  private readonly tokens = new Map<string, string>();
  private readonly made = new Map<string, string>();

  private constructor(
    readonly base: string,
    readonly environment: Environment,
    readonly accounts: readonly Written[],
    readonly door: FrontDoor,
    private readonly end: () => Promise<void>,
  ) {}

  static async start(extent: Extent, rates?: Rates, kind: Partial<Pick<Environment, 'synthetic' | 'proxies'>> = {}): Promise<Town> {
    const engines = await startEngines();
    const folder = mkdtempSync(join(tmpdir(), 'ledger-town-'));
    const environment = { ...environmentOf(engines, folder), ...kind };
    const wired = await wire(environment, engines.begin);
    await makeAccounts(environment, wired, extent);
    await begin(environment, wired, extent, () => undefined);
    const stop = new AbortController();
    const projecting = project(wired, environment, stop.signal);
    const door = await openFrontDoor(environment, () => undefined, rates);
    await door.app.listen(0, '127.0.0.1');
    const { port } = door.app.getHttpServer().address() as AddressInfo;
    const base = `http://127.0.0.1:${port}`;
    await shown(wired, environment);
    const accounts = JSON.parse(readFileSync(join(folder, 'first-accounts.json'), 'utf8')) as readonly Written[];
    return new Town(base, environment, accounts, door, async () => {
      await door.close();
      stop.abort();
      await projecting;
      await wired.close();
      await engines.stop();
      rmSync(folder, { recursive: true, force: true });
    });
  }

  stop(): Promise<void> {
    return this.end();
  }

  passwordOf(account: string): string {
    return this.made.get(account) ?? this.accounts.find((one) => one.account === account)?.password ?? '';
  }

  /** Logs in once per account; later calls reuse the token. */
  async token(account: string): Promise<string> {
    const known = this.tokens.get(account);
    if (known !== undefined) return known;
    const { body } = await this.call(undefined, 'POST', '/api/session', { account, password: this.passwordOf(account) });
    const token = String(body['token']);
    this.tokens.set(account, token);
    return token;
  }

  async call(
    account: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const authorization = account === undefined ? {} : { authorization: `Bearer ${await this.token(account)}` };
    const sent = body === undefined ? {} : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(this.base + path, { method, headers: { ...authorization, ...type, ...headers }, ...sent });
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : { text },
      headers: response.headers,
    };
  }

  /** Appoints an account of its own to a role in the city, and makes it able to log in. Needs a registrar. */
  async appoint(account: string, role: string, more: object = {}): Promise<void> {
    const { status, body } = await this.submit('registrar', `/api/appointments/${account}/appoint`, {
      role,
      unit: '330681',
      from: '2020-01-01',
      ...more,
    });
    if (status !== 200) throw new Error(`${account} cannot be appointed: ${JSON.stringify(body)}`);
    const { databaseUrl, prefix, tokenKey } = this.environment;
    const access = await openAccess({
      databaseUrl,
      prefix,
      tokenKey,
      appointments: { held: () => Promise.resolve([]) },
      now: () => new Date().toISOString(),
    });
    const password = `password of ${account.length}`;
    await access.accounts.ensure(account, password);
    await access.close();
    this.made.set(account, password);
  }

  /** Submits under a key of its own unless one is given. */
  submit(
    account: string,
    path: string,
    body: unknown,
    key = `k${(this.keys += 1)}`,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.call(account, 'POST', path, body, { 'idempotency-key': key, ...headers });
  }

  private keys = 0;
}

/** The tables of all views are made first: on a slow server that takes longer than a reading waits. */
async function shown({ folds }: Wired, { databaseUrl, prefix }: Environment): Promise<void> {
  const side = new ReadSide({ databaseUrl, prefix, views: house.views, city: '330681' });
  try {
    await side.waitFor((await folds.load(GENESIS)).position, 60_000);
  } finally {
    await side.close();
  }
}

async function project(wired: Wired, { databaseUrl, prefix }: Environment, signal: AbortSignal): Promise<void> {
  const { ledger, keys } = wired;
  const personal = {
    open: (facts: Parameters<typeof openFacts>[0]) => openFacts(facts, keys),
    restrict: (subject: string) => keys.restrict(subject),
    lift: (subject: string) => keys.lift(subject),
    erase: (subject: string, upTo: string) => keys.erase(subject, upTo),
  };
  await runViews({
    ledger,
    databaseUrl,
    prefix,
    views: house.views,
    signal,
    personal,
    renew: async (view) => void (await rebuildView({ ledger, databaseUrl, prefix, view, signal })),
  });
}

function environmentOf(engines: Engines, dataFolder: string): Environment {
  const { eventStoreUrl, databaseUrl, keysDatabaseUrl, prefix } = engines;
  const bytes = (sign: string): Buffer => Buffer.alloc(32, sign);
  return {
    eventStoreUrl,
    databaseUrl,
    keysDatabaseUrl,
    prefix,
    ledgerSecret: bytes('l'),
    masterKey: bytes('m'),
    tokenKey: bytes('t'),
    dataFolder,
    port: 0,
    host: '127.0.0.1',
    synthetic: false,
    standalone: true,
    alone: true,
    ratePerAccount: 500,
    idleMinutes: 30,
    proxies: [],
    attachments: join(dataFolder, 'attachments'),
  };
}
