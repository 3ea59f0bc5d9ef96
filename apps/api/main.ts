import 'reflect-metadata';
import { LedgerError } from '#ledger';
import { EnvironmentFault, readEnvironment } from '../environment';
import { endOnRequest, tellFatal, tellReady } from '../supervised';
import { openFrontDoor } from './front-door';

async function main(): Promise<void> {
  const environment = readEnvironment();
  const log = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);
  const door = await openFrontDoor(environment, log);
  endOnRequest(() => door.close());
  await door.app.listen(environment.port, environment.host);
  tellReady();
  void door.broken.then(end);
  process.stdout.write(`listening on http://${environment.host}:${environment.port}\n`);
}

main().catch(end);

function end(reason: unknown): void {
  if (reason instanceof EnvironmentFault) process.stderr.write(`${reason.message}\n`);
  else if (reason instanceof LedgerError && (reason.code === 'ledger.unknown-fact' || reason.code === 'ledger.halted'))
    tellFatal(reason.text.zh, reason.text.en);
  else process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
  // What was just said has to leave through the pipe.
  setTimeout(() => process.exit(1), 200);
}
