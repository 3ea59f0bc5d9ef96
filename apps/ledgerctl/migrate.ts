import { readFileSync } from 'node:fs';
import { LedgerDenied, LedgerError, LedgerTimeout, LedgerUnavailable, migrateLedger, type Migration } from '#ledger';
import { house } from '../wiring';
import { CommandFailure, EXIT, type Bar, type Output } from './output';

export interface MigrateArguments {
  readonly from: string;
  readonly to: string;
  /** Heads every stream name, LEDGER_PREFIX by default. */
  readonly prefix: string;
}

/**
 * `migrate --from URL --to URL`: copies the ledger fact by fact and byte by byte, goes on where an earlier run ended, and compares every stream at the
 * end. Exit 3 when a stream or the order differs, 4 when a server is away, 1 when refused or interrupted.
 */
export async function migrate(given: MigrateArguments, out: Output): Promise<void> {
  const [from, to] = [urlOf('--from', given.from), urlOf('--to', given.to)];
  if (!/^([a-z][a-z0-9_]{0,19})?$/.test(given.prefix))
    throw new CommandFailure(
      EXIT.usage,
      'migrate.prefix',
      `--prefix ${given.prefix} 无效。`,
      `--prefix ${given.prefix} is no prefix of a ledger.`,
    );
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  let [step, bar]: [string, Bar] = ['copy', out.bar('复制 %', 100)];
  try {
    const migration = await migrateLedger({
      from,
      to,
      prefix: given.prefix,
      contracts: house.contracts,
      signal: interrupted.signal,
      onProgress: (next, done) => {
        if (next !== step) {
          bar.end();
          [step, bar] = [next, out.bar('比较 %', 100)];
        }
        bar.at(done);
      },
    });
    bar.end();
    say(migration, out);
  } catch (reason) {
    throw interrupted.signal.aborted ? stopped() : failureOf(reason);
  } finally {
    bar.end();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function say(migration: Migration, out: Output): void {
  const { source, target, sha256, differing, differences } = migration;
  const same = differing === 0 && sha256.source === sha256.target;
  const lines = [
    `${migration.facts} 条事实，${migration.streams} 个流：原有 ${migration.alreadyThere}，新复制 ${migration.copied}（${migration.appends} 次追加）`,
    `复制到来源位置 ${source.position}（事件 ${source.eventId}），目标位置 ${target.position}。两台事件库的位置互不相同:`,
    '  各视图、公证与跟读的检查点不能沿用，换到新事件库后请重建（ledgerctl rebuild）。',
    ...(migration.sourceGrew ? ['来源在复制期间又有新的事实，未复制：请停止写入后再运行一次。'] : []),
    `比较：来源 ${sha256.source} / 目标 ${sha256.target}：${same ? '相同' : `不同（${differing} 个流）`}`,
    ...differences.map(
      ({ stream, source: one, target: other }) => `  ${stream}:${one.count} 条 ${one.sha256} / ${other.count} 条 ${other.sha256}`,
    ),
  ];
  out.result({ same, ...migration }, lines);
  if (!same) process.exitCode = EXIT.found;
}

/** A URL with a password is better not an argument, which everybody on the machine sees: then it is the name of a file. */
export function urlOf(option: string, given: string): string {
  const url = given.includes('://') ? given : read(given);
  if (url !== undefined && /^(esdb|kurrentdb)(\+discover)?:\/\/./.test(url)) return url;
  throw new CommandFailure(
    EXIT.usage,
    'migrate.url',
    `${option} 应是 esdb://… 地址，或写有地址的文件。`,
    `${option} must be an esdb:// URL, or a file that holds one.`,
  );
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function stopped(): CommandFailure {
  return new CommandFailure(
    EXIT.failed,
    'migrate.interrupted',
    '已中断。再运行同一命令即从中断处继续。',
    'Interrupted. Run the same command again to go on from here.',
  );
}

function failureOf(reason: unknown): unknown {
  if (!(reason instanceof LedgerError)) return reason;
  const away = reason instanceof LedgerUnavailable || reason instanceof LedgerTimeout;
  const next = away
    ? { zh: '稍后再运行同一命令，即从中断处继续', en: 'run the same command again later, it goes on from here' }
    : reason instanceof LedgerDenied
      ? {
          zh: '请检查两个地址中的账号、密码及其读取 $all 的权限',
          en: 'check accounts and passwords in both URLs, and their right to read $all',
        }
      : reason.next;
  return new CommandFailure(
    away ? EXIT.away : EXIT.failed,
    reason.code,
    `${reason.text.zh}。${next.zh}。`,
    `${reason.text.en}; ${next.en}.`,
  );
}
