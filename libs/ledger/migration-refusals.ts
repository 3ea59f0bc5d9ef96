import type { Label } from '#kernel';
import { LedgerError } from './errors';
import type { RawEvent } from './raw-events';

/** Why nothing more is copied. */
export class MigrationRefused extends LedgerError {
  constructor(code: string, text: Label, next: Label) {
    super(`migrate.${code}`, text, next, 'not-recorded');
  }
}

export function sameServer(): MigrationRefused {
  return new MigrationRefused(
    'same-server',
    {
      zh: '两个地址是同一台事件库（或其备份的恢复）',
      en: 'both addresses are the same event store (or one is a restored copy of the other)',
    },
    { zh: '请给出另一台事件库作为 --to', en: 'name another event store as --to' },
  );
}

export function nothing(): MigrationRefused {
  return new MigrationRefused(
    'source-empty',
    { zh: '来源中没有这个前缀的账本', en: 'the source holds no ledger under this prefix' },
    { zh: '请检查 --from 与 --prefix', en: 'check --from and --prefix' },
  );
}

export function gap(event: RawEvent, count: bigint): MigrationRefused {
  return new MigrationRefused(
    'source-gap',
    { zh: `来源的 ${event.stream} 缺第 ${count} 版`, en: `the source lacks revision ${count} of ${event.stream}` },
    { zh: '请保全现场并通知审计人员', en: 'keep everything as it is and tell the auditors' },
  );
}

export function touched(event: RawEvent): MigrationRefused {
  const stream = event.stream.replace(/^\$\$/, '');
  return new MigrationRefused(
    'stream-touched',
    {
      zh: `${stream} 曾被删除、截断或另设规则（位置 ${event.position}）`,
      en: `${stream} was deleted, truncated or given rules of its own (position ${event.position})`,
    },
    { zh: '账本从不这样做：请保全现场并通知审计人员', en: 'the ledger never does this: keep everything as it is and tell the auditors' },
  );
}

export function differs(held: Pick<RawEvent, 'stream' | 'revision'>, wanted: RawEvent | undefined): MigrationRefused {
  const instead = wanted
    ? { zh: `应为 ${wanted.stream} 第 ${wanted.revision} 版`, en: `not what the source holds there, ${wanted.stream}@${wanted.revision}` }
    : { zh: '来源没有', en: 'which the source lacks' };
  return new MigrationRefused(
    'target-differs',
    {
      zh: `目标已有别的内容：${held.stream} 第 ${held.revision} 版，${instead.zh}`,
      en: `the target holds something else: ${held.stream}@${held.revision}, ${instead.en}`,
    },
    { zh: '请换一台空的事件库；不要在复制时写入目标', en: 'choose an empty event store, and let nobody write to it while copying' },
  );
}
