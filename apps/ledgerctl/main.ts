import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { isObject } from '#kernel';
import { EnvironmentFault, readEnvironment, type Environment } from '../environment';
import { admit } from './admit';
import { backup, restore } from './backup';
import { completion } from './completion';
import { writeErasures } from './erasures';
import { Door } from './door';
import { history } from './history';
import { importSheet } from './import-sheet';
import { cityOf, importUnits } from './import-units';
import { migrate } from './migrate';
import { CommandFailure, EXIT, output, sayFailure, type Output } from './output';
import { status } from './status';
import { lag, rebuild, redrive, rollback } from './views';

interface Common {
  readonly data: string;
  readonly url: string;
  readonly json?: boolean;
  readonly account?: string;
  readonly passwordFile?: string;
  readonly actingAs?: string;
}

// A driver's, at every connection to an address over TLS: nothing a person at the command line can do about it.
process.noDeprecation = true;
const program = new Command('ledgerctl')
  .description('治理账本的命令行 / the command line of the governance ledger')
  .option('--data <dir>', '数据目录 / data folder', './.ledger')
  .option('--url <url>', '前门地址 / address of the front door', 'http://127.0.0.1:3000')
  .option('--account <name>', '登录账号 / account to sign in as')
  .option('--password-file <file>', '密码文件（或环境变量 LEDGER_PASSWORD） / file of the password')
  .option('--acting-as <role@unit>', '以哪一任职 / appointment acted under')
  .option('--json', '只输出 JSON / JSON alone on standard output')
  .showHelpAfterError()
  .exitOverride();

const imports = program.command('import').description('导入 / import');
imports
  .command('units <file>')
  .description('按区划代码表新建缺少的单位 / found the units of a CSV that are missing')
  .option('--from <day>', '起始日 / day in effect')
  .action(async (file: string, options: { readonly from?: string }) => {
    const gate = door('registrar');
    await importUnits(file, await cityOf(gate), options.from, gate, out());
  });
imports
  .command('xlsx <file>')
  .description('导入填好的模板 / import a filled-in template')
  .option('--dry-run', '只试算，不记录 / rehearse only')
  .option('--compensate', '撤回此表已记录的行 / take back what the sheet recorded')
  .option('--reason <text>', '撤回理由 / reason of taking back')
  .option('--faults <file>', '错误表写到 / where the sheet with its errors goes')
  .action(
    (
      file: string,
      options: { readonly dryRun?: boolean; readonly compensate?: boolean; readonly reason?: string; readonly faults?: string },
    ) =>
      importSheet(
        file,
        {
          dryRun: options.dryRun ?? false,
          compensate: options.compensate ?? false,
          reason: options.reason,
          faultsTo: options.faults ?? file.replace(/\.xlsx$/i, '') + '.errors.xlsx',
        },
        door('registrar'),
        out(),
      ),
  );
program
  .command('rebuild <view>')
  .description('重建一个视图并比较 / rebuild a view, compare, swap')
  .option('--dry', '只比较 / compare only')
  .action((view: string, options: { readonly dry?: boolean }) => rebuild(view, options.dry ?? false, environment(), out()));
program
  .command('rollback <view>')
  .description('退回上一版行 / serve the rows before the last swap again')
  .action((view: string) => rollback(view, environment(), out()));
program
  .command('redrive <view> <stream>')
  .description('补处理暂停的流 / drive a parked stream again')
  .action((view: string, stream: string) => redrive(view, stream, environment(), out()));
program
  .command('lag')
  .description('各视图落后多少 / how far each view is behind')
  .action(() => lag(environment(), out()));
program
  .command('status')
  .description('是否正常 / whether all is well')
  .action(() => status(door(undefined), out()));
program
  .command('history <subject>')
  .description('历史：unit=330681001、card=…，或流名 / every fact about a subject or of a stream')
  .option('--from <day>', '起 / from')
  .option('--until <day>', '止 / until')
  .action((subject: string, options: { readonly from?: string; readonly until?: string }) =>
    history(subject, options.from, options.until, door('auditor'), out()),
  );
program
  .command('backup')
  .description('备份数据目录（可在运行中） / back up the data folder, running or not')
  .requiredOption('--to <dir>', '目标空目录 / empty folder')
  .action((options: { readonly to: string }) => backup(folder(), resolve(options.to), out()));
program
  .command('restore')
  .description('从备份恢复到新的数据目录 / restore into a new data folder')
  .requiredOption('--from <dir>', '备份目录 / folder of the backup')
  .option('--erasures <file>', '首次启动时再次抹除的清单 / erasures to carry out again at the first start')
  .action((options: { readonly from: string; readonly erasures?: string }) =>
    restore(resolve(options.from), folder(), options.erasures, out()),
  );
program
  .command('erasures')
  .description('写出抹除清单，应另存且比备份更勤 / write down who was erased, apart from backups and more often')
  .requiredOption('--to <file>', '清单文件 / file of the list')
  .action((options: { readonly to: string }) => writeErasures(resolve(options.to), environment(), out()));
program
  .command('migrate')
  .description(
    '把账本逐字节复制到另一台事件库，可续传，最后比较 / copy the ledger into another event store, resumable, compared at the end',
  )
  .requiredOption('--from <url|file>', '来源地址，或写有地址的文件 / source, or a file that holds its URL')
  .requiredOption('--to <url|file>', '目标地址，或写有地址的文件 / target, or a file that holds its URL')
  .option('--prefix <prefix>', '账本前缀 / prefix of the ledger', process.env['LEDGER_PREFIX'] ?? '')
  .action((options: { readonly from: string; readonly to: string; readonly prefix: string }) => migrate(options, out()));
program
  .command('admit')
  .description('让事件库的一个账户可读 $all，不必是管理员 / let an account of an event store read $all without being its administrator')
  .requiredOption('--store <url|file>', '管理员的地址，或写有地址的文件 / URL of an administrator, or a file that holds it')
  .option('--name <account>', '账户 / account', 'ledger')
  .action((options: { readonly store: string; readonly name: string }) => admit(options.store, options.name, out()));
program
  .command('completion <shell>')
  .description('bash 或 zsh 的补全脚本 / completion script')
  .action((shell: string) => void process.stdout.write(completion(shell, program)));

// Whoever reads our output may stop early (`| head`): that is no failure.
process.stdout.on('error', () => process.exit(EXIT.done));
program.parseAsync(process.argv).catch((reason: unknown) => {
  process.exitCode = failed(reason);
});

function failed(reason: unknown): number {
  if (reason instanceof CommanderError) return reason.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (reason instanceof EnvironmentFault)
    return sayFailure(new CommandFailure(EXIT.usage, 'environment', reason.message, '', {}), common().json ?? false);
  return sayFailure(reason, common().json ?? false);
}

function common(): Common {
  return program.opts<Common>();
}

function out(): Output {
  return output(common().json ?? false);
}

function folder(): string {
  return resolve(common().data);
}

/** The account asked for, else the first account of a role when the folder is on this machine. */
function door(role: string | undefined): Door {
  const { url, account, passwordFile, actingAs } = common();
  return new Door({
    url,
    account: account ?? (role === undefined ? undefined : firstOf(role)),
    passwordFile,
    actingAs,
    dataFolder: folder(),
  });
}

function firstOf(role: string): string | undefined {
  try {
    const first: unknown = JSON.parse(readFileSync(join(folder(), 'first-accounts.json'), 'utf8'));
    const found: unknown = Array.isArray(first) ? first.find((one: unknown) => isObject(one) && one['role'] === role) : undefined;
    return isObject(found) && typeof found['account'] === 'string' ? found['account'] : undefined;
  } catch {
    return undefined;
  }
}

/** Engines of the running folder on this machine, unless the environment names them. */
function environment(): Environment {
  if (process.env['EVENTSTORE_URL'] !== undefined) return readEnvironment();
  try {
    return readEnvironment(JSON.parse(readFileSync(join(folder(), 'engines.json'), 'utf8')) as Record<string, string>);
  } catch (reason) {
    if (reason instanceof EnvironmentFault) throw reason;
    throw new CommandFailure(
      EXIT.away,
      'engines.away',
      `${folder()} 的账本没有在运行。请先 npm start,或设置 EVENTSTORE_URL、DATABASE_URL、KEYS_DATABASE_URL。`,
      `The ledger of ${folder()} does not run. Start it with npm start, or set EVENTSTORE_URL, DATABASE_URL and KEYS_DATABASE_URL.`,
    );
  }
}
