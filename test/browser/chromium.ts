import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** No sandbox (root in a container has none), no card, and nothing said to anybody but the ledger. */
const FLAGS = [
  '--no-sandbox',
  '--lang=zh-CN',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where a Chromium lies on this machine: CHROMIUM, else the usual places, else one that playwright was told to fetch. */
export function findChromium(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const given = env['CHROMIUM'];
  if (given !== undefined && given !== '') return existsSync(given) ? given : undefined;
  return [...USUAL, chromium.executablePath()].find((path) => path !== '' && existsSync(path));
}

/** What is said where there is none: the suite is left out, visibly. */
export const NO_CHROMIUM =
  'no Chromium: these tests were not run. Install one (apt-get install chromium chromium-l10n fonts-noto-cjk) or set CHROMIUM to its path. 没有找到 Chromium,浏览器测试未执行。';

/** @throws Error when there is none. */
export async function startChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(NO_CHROMIUM);
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, LANGUAGE: 'zh_CN' } });
}
