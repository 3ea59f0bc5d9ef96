import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium, NO_CHROMIUM } from './chromium';
import { COMMUNITY, Scene, settled, type Visit } from './scene';

const usage = `npm run screenshots [-- --until 2021-12-31] [--out docs/pictures]

  启动一个放了演示数据的账本，拍下 README 的画面 / starts a ledger of demonstration data and takes the README's pictures`;

interface Picture extends Visit {
  readonly name: string;
  readonly path: (asOf: string) => string;
  /** What is opened before: the first thing that fits. */
  readonly opens?: string;
}

const PICTURES: readonly Picture[] = [
  { name: 'board', path: (asOf) => `/board/${COMMUNITY}?asOf=${asOf}` },
  { name: 'cockpit', path: (asOf) => `/cockpit?asOf=${asOf}`, as: 'leader' },
  { name: 'wall', path: (asOf) => `/cockpit?asOf=${asOf}&screen=1`, as: 'leader' },
  {
    name: 'audit',
    path: (asOf) => `/audit/timeline?unit=${COMMUNITY}&until=${asOf}&knownAt=${asOf}`,
    as: 'auditor',
    opens: '.facts .line button',
  },
  { name: 'office', path: () => '/office', as: 'approver', opens: '.tasks .list button' },
  { name: 'phone', path: (asOf) => `/board/${COMMUNITY}?asOf=${asOf}`, size: 'phone' },
];

/** Takes each picture once nothing is on its way any more. */
async function main(): Promise<void> {
  const {
    until = '2021-12-31',
    out = join('docs', 'pictures'),
    help,
  } = parseArgs({ options: { until: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } } }).values;
  if (help) return void process.stdout.write(`${usage}\n`);
  if (findChromium() === undefined) throw new Error(NO_CHROMIUM);
  mkdirSync(out, { recursive: true });
  const scene = await Scene.start(until);
  try {
    for (const { name, path, opens, ...visit } of PICTURES) {
      const page = await scene.visit(path(until), { ...visit, still: opens === undefined });
      await settled(page);
      if (opens !== undefined) await page.locator(opens).first().click();
      await settled(page);
      const file = join(out, `${name}.png`);
      writeFileSync(file, await page.screenshot({ animations: 'disabled', caret: 'hide' }));
      process.stdout.write(`${file}\n`);
      await scene.leave();
    }
  } finally {
    await scene.end();
  }
}

main().catch((reason: unknown) => {
  process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exitCode = 1;
});
