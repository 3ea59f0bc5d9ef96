import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { DataFolder } from './data-folder';
import type { StandaloneOptions } from './options';
import type { Terminal } from './terminal';

export interface Greeting {
  readonly options: StandaloneOptions;
  readonly folder: DataFolder;
  readonly embedded: readonly string[];
  readonly seconds: number;
}

/** What is printed once all is ready: where to look, and who may sign in. */
export function greet(terminal: Terminal, { options, folder, embedded, seconds }: Greeting): void {
  const [first = '', ...more] = addresses(options);
  terminal.line('');
  terminal.both(`治理账本已就绪（${seconds.toFixed(1)} 秒）`, `The governance ledger is ready (${seconds.toFixed(1)} s)`);
  if (folder.synthetic) terminal.both('  ※ 演示数据，并非真实记录', 'Demonstration data: nothing here is real');
  terminal.both(`  公开与查询  ${first}/`, 'board and queries');
  for (const address of more) terminal.line(`              ${address}/`);
  terminal.both(`  接口文档    ${first}/api/docs`, 'API');
  terminal.both(`  数据目录    ${folder.path}`, `data folder; logs in ${join(folder.path, 'logs')}`);
  terminal.both(`  内置引擎    ${embedded.length === 0 ? '无' : embedded.join('、')}`, 'embedded engines');
  for (const line of accountLines(folder.path)) terminal.line(line);
  terminal.both('  Ctrl-C 停止', 'stops everything in order');
}

function addresses({ host, port }: StandaloneOptions): string[] {
  const at = (name: string): string => `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
  if (host !== '0.0.0.0' && host !== '::') return [at(host)];
  const outward = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter((one) => one.family === 'IPv4' && !one.internal)
    .map((one) => at(one.address));
  return [at('127.0.0.1'), ...outward];
}

function accountLines(folder: string): string[] {
  const accounts = readAccounts(join(folder, 'first-accounts.json'));
  if (accounts.length === 0) return [];
  const width = Math.max(...accounts.map(({ account }) => account.length));
  return [
    `  首批账号    （首次口令，登录后请修改）  first accounts (${join(folder, 'first-accounts.json')})`,
    ...accounts.map(
      ({ account, password, role, unit, organisation }) => `    ${account.padEnd(width)}  ${password}  ${role} @ ${organisation ?? unit}`,
    ),
  ];
}

interface FirstAccount {
  readonly account: string;
  readonly password: string;
  readonly role: string;
  readonly unit: string;
  readonly organisation?: string;
}

function readAccounts(file: string): FirstAccount[] {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(value) ? value.filter(isAccount) : [];
  } catch {
    return [];
  }
}

function isAccount(value: unknown): value is FirstAccount {
  if (typeof value !== 'object' || value === null) return false;
  return ['account', 'password', 'role', 'unit'].every(
    (name) => name in value && typeof Object.entries(value).find(([key]) => key === name)?.[1] === 'string',
  );
}
