import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isDay, type Day } from '#kernel';
import { StartRefusal } from './start-refusal';

export interface StandaloneOptions {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly demo: boolean;
  /** The last day of the demonstration played, when not its own. */
  readonly demoUntil: Day | undefined;
  readonly help: boolean;
}

export const usage = `npm start -- [--port 3000] [--host 127.0.0.1] [--data ./.ledger] [--demo [--demo-until DAY]]

  --port N     网页与接口的端口 (1–65535)            port of the pages and the API
  --host H     监听地址；0.0.0.0 让手机也能打开公开栏   address to listen on; 0.0.0.0 lets a phone open the board
  --data DIR   数据目录（日志也在其中）               data folder (logs lie there too)
  --demo       播放一届合成的演示数据（只用于新目录）    play a synthetic term of office (new folders only)
  --demo-until DAY  只播放到这一天，如 2021-06-30        play it up to this day only

  EVENTSTORE_URL, DATABASE_URL, KEYS_DATABASE_URL：各自替代相应的内置引擎 / each one given replaces its embedded engine
`;

/** @throws StartRefusal `start.option` */
export function readOptions(args: readonly string[]): StandaloneOptions {
  const values = parse(args);
  const port = values.port ?? '3000';
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
    throw new StartRefusal(
      'start.option',
      `--port 应为 1 到 65535 的整数，不是“${port}”。`,
      `--port must be a whole number from 1 to 65535, not "${port}".`,
    );
  }
  const data = values.data ?? './.ledger';
  if (data.trim() === '') throw new StartRefusal('start.option', '--data 需要一个目录。', '--data needs a folder.');
  const demoUntil = values['demo-until'];
  if (demoUntil !== undefined && !isDay(demoUntil)) {
    throw new StartRefusal(
      'start.option',
      `--demo-until 应为日期，如 2021-06-30，不是“${demoUntil}”。`,
      `--demo-until must be a day such as 2021-06-30, not "${demoUntil}".`,
    );
  }
  return {
    port: Number(port),
    host: values.host ?? '127.0.0.1',
    data: resolve(data),
    demo: values.demo ?? demoUntil !== undefined,
    demoUntil,
    help: values.help ?? false,
  };
}

interface RawOptions {
  port?: string;
  host?: string;
  data?: string;
  demo?: boolean;
  'demo-until'?: string;
  help?: boolean;
}

function parse(args: readonly string[]): RawOptions {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        demo: { type: 'boolean' },
        'demo-until': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (reason) {
    const said = reason instanceof Error ? reason.message : String(reason);
    throw new StartRefusal(
      'start.option',
      `选项有误（${said}）。全部选项见 npm start -- --help。`,
      `Wrong option: ${said}. npm start -- --help lists them.`,
    );
  }
}
