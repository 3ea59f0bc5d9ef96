import { isObject } from '#kernel';
import type { Door } from './door';
import { CommandFailure, EXIT, type Output } from './output';

/** `status`: what /readyz says, in words. Exit 4 when the ledger is not ready. */
export async function status(door: Door, out: Output): Promise<void> {
  let answer: Record<string, unknown>;
  try {
    answer = await door.getJson('/readyz');
  } catch (reason) {
    if (reason instanceof CommandFailure && reason.code !== 'door.away')
      throw new CommandFailure(
        EXIT.away,
        'status.not-ready',
        `账本还不能用：${reason.zh}`,
        `The ledger is not ready: ${reason.en}`,
        reason.details,
      );
    throw reason;
  }
  const parts = isObject(answer['parts']) ? Object.entries(answer['parts']).map(([name, state]) => `  ${name}: ${String(state)}`) : [];
  const lag = isObject(answer['lag'])
    ? [`  行落后 ${String(answer['lag']['behind_ms'])} ms（上限 ${String(answer['lag']['max_ms'])} ms）`]
    : [];
  out.result(answer, [answer['ready'] === true ? '正常' : '不正常', ...parts, ...lag]);
  if (answer['ready'] !== true) process.exitCode = EXIT.away;
}
