import { admitReader, LedgerDenied, LedgerError, LedgerTimeout, LedgerUnavailable } from '#ledger';
import { urlOf } from './migrate';
import { CommandFailure, EXIT, type Output } from './output';

/** `admit --store URL --name ACCOUNT`: the ledger's account of a given event store may read and follow `$all`. Exit 4 when the store is away, 1 when it refuses. */
export async function admit(store: string, name: string, out: Output): Promise<void> {
  if (!/^[^\s$:/@]{1,64}$/.test(name))
    throw new CommandFailure(EXIT.usage, 'admit.name', `--name ${name} 不是账户名。`, `--name ${name} is no name of an account.`);
  const url = urlOf('--store', store);
  try {
    const done = await admitReader(url, name);
    out.result({ account: name, done }, [done === 'admitted' ? `账户 ${name} 现在可以读 $all。` : `账户 ${name} 原本就可以读 $all。`]);
  } catch (reason) {
    throw reason instanceof LedgerError ? failureOf(reason) : reason;
  }
}

function failureOf(reason: LedgerError): CommandFailure {
  const away = reason instanceof LedgerUnavailable || reason instanceof LedgerTimeout;
  const next =
    reason instanceof LedgerDenied
      ? { zh: '请用事件库管理员的地址（--store）', en: 'give the URL of an administrator of the store as --store' }
      : { zh: '请稍后再运行同一命令，重复运行无妨', en: 'run the same command again later, it does no harm twice' };
  return new CommandFailure(
    away ? EXIT.away : EXIT.failed,
    reason.code,
    `${reason.text.zh}。${next.zh}。`,
    `${reason.text.en}; ${next.en}.`,
  );
}
