import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Authority, Day, JsonObject } from '#kernel';
import { startPostgres } from '#embedded';
import type { StoredNames } from '#ledger';
import { ReadSide, runViews, type Answer, type QuestionSpec, type ReadContext, type Reader, type ViewSpec } from '#readside';
import { InMemoryLedger } from './in-memory-ledger';

/** A fact to be recorded: what it says, and who, when and where if not as usual. */
export interface Told {
  readonly stream: readonly [category: string, id: string];
  readonly type: string;
  readonly data: object;
  readonly on?: Day;
  /** Shanghai day on which it is recorded (noon); default `on`. */
  readonly recordedOn?: Day;
  readonly account?: string;
  readonly role?: string;
  readonly unit?: string;
  /** What it rests on, if not on the clause itself. */
  readonly authority?: Authority;
}

/** A unit that was there before all else, under a name made of its code. */
export function unitFounded(code: string, level: string, kind: string, parent?: string): Told {
  return {
    stream: ['territory', '330681'],
    type: 'UnitFounded',
    on: '2018-09-27',
    data: { code, name: `名${code}`, level, kind, from: '0001-01-01', ...(parent === undefined ? {} : { parent }) },
  };
}

export interface Asked {
  readonly asOf: Day;
  readonly knownAt?: Day;
  readonly cursor?: string;
  readonly limit?: number;
  readonly reader?: Reader;
}

/** Views over a real PostgreSQL (DATABASE_URL, else an embedded one), fed from a ledger in memory. */
export interface RowsOf {
  /** Records facts and waits until every view has them. */
  tell(...facts: readonly Told[]): Promise<void>;
  ask(question: QuestionSpec, own: Readonly<Record<string, string>>, asked: Asked): Promise<Answer>;
  context(asked: Asked): ReadContext;
  stop(): Promise<void>;
}

/** Once per spec file, in `beforeAll`; takes about two seconds. */
export async function startRows(contracts: readonly StoredNames[], views: readonly ViewSpec[]): Promise<RowsOf> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-rows-'));
  const given = process.env['DATABASE_URL'];
  const postgres = given === undefined ? await startPostgres({ dataDir: join(folder, 'postgres'), databases: ['ledger'] }) : undefined;
  const databaseUrl = given ?? postgres?.url('ledger') ?? '';
  const prefix = `t${randomBytes(5).toString('hex')}_`;
  const ledger = new InMemoryLedger(contracts);
  const end = new AbortController();
  const running = runViews({
    ledger,
    databaseUrl,
    prefix,
    views,
    signal: end.signal,
    renew: () => Promise.reject(new Error('no view is old here')),
  });
  const reading = new ReadSide({ databaseUrl, prefix, views, city: '330681' });
  const context = (asked: Asked): ReadContext =>
    reading.context({ asOf: asked.asOf, knownAt: asked.knownAt, today: asked.asOf, reader: asked.reader });
  return {
    async tell(...facts) {
      for (const fact of facts) await record(ledger, fact);
      await reading.waitFor(await ledger.head(), 20_000);
    },
    ask: (question, own, asked) => question.answer(own, context(asked), { cursor: asked.cursor, limit: asked.limit ?? 100 }),
    context,
    async stop() {
      end.abort();
      await running;
      await reading.close();
      await ledger.close();
      await postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function record(ledger: InMemoryLedger, told: Told): Promise<void> {
  const [category, id] = told.stream;
  const { revision: at } = await ledger.readStream({ category, id });
  const on = told.on ?? '2021-06-15';
  const actor = { account: told.account ?? 'zhou', role: told.role ?? 'clerk', unit: told.unit ?? '330681' };
  await ledger.append({
    stream: { category, id },
    at,
    facts: [{ type: told.type, data: told.data as JsonObject, subjects: [] }],
    personal: [],
    meta: {
      v: 1,
      submission: crypto.randomUUID(),
      digest: '0'.repeat(64),
      action: 'told',
      actor,
      authority: told.authority ?? { kind: 'clause', power: 'test.tell', clause: '1' },
      refs: [],
      occurredOn: on,
      recordedAt: `${told.recordedOn ?? on}T04:00:00.000Z`,
      source: { kind: 'web' },
      trace: 'test',
      ...(told.unit === undefined ? {} : { unit: told.unit }),
    },
  });
}
