import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium, NO_CHROMIUM } from './chromium';
import { COMMUNITY, Scene, settled, type Visit } from './scene';

const usage = `npm run screenshots [-- --until 2021-06-30] [--out docs/pictures]

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
  { name: 'office', path: () => '/office', as: 'secretary', nth: 1, opens: '.tasks ol button' },
  { name: 'phone', path: (asOf) => `/board/${COMMUNITY}?asOf=${asOf}`, size: 'phone' },
];

/** Takes each picture once nothing is on its way any more. */
async function main(): Promise<void> {
  const {
    until = '2021-06-30',
    out = join('docs', 'pictures'),
    help,
  } = parseArgs({ options: { until: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } } }).values;
  if (help) return void process.stdout.write(`${usage}\n`);
  if (findChromium() === undefined) throw new Error(NO_CHROMIUM);
  mkdirSync(out, { recursive: true });
  const scene = await Scene.start(until);
  try {
    await askSomething(scene);
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

/** Something waits for the secretary: residents' questions and a word from above. */
async function askSomething(scene: Scene): Promise<void> {
  const asked = [
    ['r000000001', 'question', '楼道照明什么时候修好？'],
    ['r000000002', 'objection', '宣传栏更新的支出明细能否公示？'],
  ] as const;
  for (const [code, kind, text] of asked) await scene.clerk().must(`objections/${code}/raise`, { unit: COMMUNITY, kind, text });
  const note = {
    unit: COMMUNITY,
    text: '请说明今年社区工作经费的使用进度',
    about: { path: `/cockpit?unit=${COMMUNITY}`, label: '经费到位' },
  };
  const { position } = await scene.clerk('leader').must('notes/n-1/send', note);
  await scene.clerk('secretary', 1).read('tasks', position);
}

main().catch((reason: unknown) => {
  process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exitCode = 1;
});
