import { backupItem, diskItem, restartsItem } from './health-machine';
import { engineItem, followItem, parkedItem, reactorItem, viewsItem } from './health-words';

const NOW = Date.parse('2026-03-05T04:00:00Z');
const day = (before: number): string => new Date(NOW - before * 86_400_000).toISOString();
const GIB = 2 ** 30;
const backup = (before: number) => ({ at: day(before), to: '/mnt/copy', files: 12, bytes: 3 * GIB });

it.each([
  ['an engine that answers', engineItem('eventstore', { ms: 4 }, true), 'ok', '正常，4 毫秒内应答'],
  ['a slow engine', engineItem('database', { ms: 2_500 }, true), 'warn', '应答很慢：2500 毫秒'],
  [
    'an engine that is away',
    engineItem('keys', { fault: { zh: '连接不上', en: 'away' } }, false),
    'bad',
    '连接不上：涉及个人信息的办理暂时不能记录，姓名电话暂时打不开',
  ],
  ['a follow that goes on', followItem(undefined, '7'), 'ok', '本进程看得到账本的每一条新事实'],
  ['a follow that ended', followItem('halted', '7'), 'bad', '本进程已看不到账本的新事实，即将自动重启'],
  ['views up to date', viewsItem([{ view: 'units', position: '7', behind: false, still_ms: 0 }], 10_000), 'ok', '1 个视图都跟上了账本'],
  [
    'a view that catches up',
    viewsItem([{ view: 'units', position: '7', behind: true, still_ms: 900 }], 10_000),
    'warn',
    '1 个视图正在追上账本',
  ],
  [
    'a view that stands still',
    viewsItem([{ view: 'units', position: '7', behind: true, still_ms: 240_000 }], 10_000),
    'bad',
    '1 个视图落后于账本，最近一次更新在 4 分钟前',
  ],
  ['nothing parked', parkedItem([]), 'ok', '没有'],
  [
    'a parked stream',
    parkedItem([{ view: 'cards', stream: 'cards-1', position: '9', reason: 'x' }]),
    'bad',
    '1 个对象有一条事实显示不出来，它们后来的事实也在等：cards-1',
  ],
  ['overdue automatic acts', reactorItem({ position: '7', waiting: 3, refused: 0 }, '7', false), 'warn', '3 项到期的自动办理还没有办'],
  [
    'refused automatic acts',
    reactorItem({ position: '7', waiting: 0, refused: 1 }, '7', false),
    'warn',
    '1 项自动办理被规则拒绝，没有再试',
  ],
  ['a demonstration still played', reactorItem(undefined, '7', true), 'ok', '演示数据播放完后开始'],
  ['room enough', diskItem({ free: 50 * GIB, total: 100 * GIB }, '/data'), 'ok', '数据目录所在的磁盘还剩 50.0 GiB（共 100.0 GiB）'],
  ['little room', diskItem({ free: 1.5 * GIB, total: 20 * GIB }, '/data'), 'warn', '数据目录所在的磁盘还剩 1.5 GiB（共 20.0 GiB）'],
  ['no room', diskItem({ free: GIB / 8, total: 20 * GIB }, '/data'), 'bad', '数据目录所在的磁盘还剩 128.0 MiB（共 20.0 GiB）'],
  ['a backup of today', backupItem(backup(0), NOW, false, true), 'ok', '上次备份在不到一天前，12 个文件，3.0 GiB，放在 /mnt/copy'],
  ['a backup of last week', backupItem(backup(9), NOW, false, true), 'warn', '上次备份在9 天前，12 个文件，3.0 GiB，放在 /mnt/copy'],
  ['a backup of another year', backupItem(backup(400), NOW, false, true), 'bad', '上次备份在400 天前，12 个文件，3.0 GiB，放在 /mnt/copy'],
  ['no backup', backupItem(undefined, NOW, false, true), 'warn', '没有备份记录'],
  ['no restart', restartsItem([]), 'ok', '24 小时内没有'],
  [
    'restarts',
    restartsItem([
      { name: 'api', at: day(0) },
      { name: 'api', at: day(0) },
    ]),
    'warn',
    '24 小时内有程序意外退出后重启：api × 2',
  ],
  ['restarts again and again', restartsItem(Array(9).fill({ name: 'api', at: day(0) })), 'bad', '24 小时内有程序意外退出后重启：api × 9'],
] as const)('%s is said in words', (_name, item, status, zh) => {
  expect([item.status, item.text.zh]).toEqual([status, zh]);
  expect(item.status === 'ok' || item.next !== null).toBe(true);
  expect(`${item.text.en}${item.next?.en ?? ''}`).not.toMatch(/[一-鿿]/);
});
