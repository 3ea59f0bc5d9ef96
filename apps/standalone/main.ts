import { readOptions, usage, type StandaloneOptions } from './options';
import { watchParent } from './parent-watch';
import { sayRefusal, Supervisor } from './supervisor';
import { Terminal } from './terminal';

const terminal = new Terminal();

function main(): void {
  let options: StandaloneOptions;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (reason) {
    sayRefusal(terminal, reason);
    process.exit(2);
  }
  if (options.help) {
    terminal.line(usage);
    return;
  }
  const supervisor = new Supervisor(options, terminal);
  stopOnRequest(supervisor);
  supervisor
    .start()
    .then(() => supervisor.whileRunning())
    .catch(async (reason: unknown) => {
      sayRefusal(terminal, reason);
      await supervisor.stop().catch(() => undefined);
      process.exit(1);
    });
}

/** Ctrl-C, SIGTERM, a closed terminal, or npm's death: stop in order, once. A second Ctrl-C forces. */
function stopOnRequest(supervisor: Supervisor): void {
  let asked = 0;
  const stop = (): void => {
    asked += 1;
    if (asked > 1) return;
    terminal.both('正在依次停止…（再按一次 Ctrl-C 强制结束）', 'Stopping in order… (Ctrl-C again to force)');
    supervisor.stop().then(
      () => {
        terminal.both('已全部停止。', 'Everything has stopped.');
        process.exit(0);
      },
      (reason: unknown) => {
        sayRefusal(terminal, reason);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => {
    if (asked === 0) return stop();
    supervisor.kill();
    process.exit(130);
  });
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  watchParent(stop);
}

main();
