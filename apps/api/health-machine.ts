import type { Json } from '#kernel';
import type { BackupRecord } from './health-sources';
import { say, type HealthItem } from './health-words';

const [GIB, DAY_MS] = [2 ** 30, 86_400_000];
/** Room that is short, and room with which the ledger ends by itself. */
const [ROOM_SHORT, ROOM_GONE] = [2 * GIB, 256 * 2 ** 20];
const [BACKUP_DAYS_GOOD, BACKUP_DAYS_MAX] = [7, 30];

export function diskItem(room: { readonly free: number; readonly total: number } | undefined, folder: string): HealthItem {
  const [name, label] = ['disk', say('磁盘', 'Disk')] as const;
  if (!room)
    return {
      name,
      label,
      status: 'warn',
      value: null,
      text: say('这个文件系统不报告剩余空间', 'This file system does not tell how much room is left'),
      next: say('请自行留意数据目录所在的磁盘', 'Watch the disk of the data folder yourself'),
    };
  const { free, total } = room;
  const [value, text] = [
    { free, total, folder },
    say(`数据目录所在的磁盘还剩 ${size(free)}（共 ${size(total)}）`, `${size(free)} of ${size(total)} left on the disk of the data folder`),
  ];
  if (free < ROOM_GONE)
    return {
      name,
      label,
      status: 'bad',
      value,
      text,
      next: say('账本即将停止记录。请立即腾出空间', 'The ledger is about to stop recording: make room at once'),
    };
  if (free < ROOM_SHORT || free < total / 20)
    return { name, label, status: 'warn', value, text, next: say('请在几天内扩充或清理磁盘', 'Make room within days') };
  return { name, label, status: 'ok', value, text, next: null };
}

export function backupItem(last: BackupRecord | undefined, now_ms: number, synthetic: boolean, standalone: boolean): HealthItem {
  const [name, label] = ['backup', say('备份', 'Backup')] as const;
  const next = standalone
    ? say(
        '在服务器上运行 npm run ledgerctl -- backup --to 目录（运行中也可以），再把目录拷到另一台机器',
        'Run npm run ledgerctl -- backup --to FOLDER on the server (also while it runs), then copy the folder to another machine',
      )
    : say(
        '备份由数据库和事件库自己的工具做，步骤见 deploy/README.md',
        'Backups are made with the engines’ own tools; deploy/README.md says how',
      );
  if (!last)
    return {
      name,
      label,
      status: synthetic ? 'ok' : 'warn',
      value: null,
      text: say(synthetic ? '演示数据，没有备份' : '没有备份记录', synthetic ? 'Demonstration data, no backup' : 'No backup on record'),
      next: synthetic ? null : next,
    };
  const days = Math.floor((now_ms - Date.parse(last.at)) / DAY_MS);
  const when = days < 1 ? say('不到一天前', 'less than a day ago') : say(`${days} 天前`, `${days} days ago`);
  const text = say(
    `上次备份在${when.zh}，${last.files} 个文件，${size(last.bytes)}，放在 ${last.to}`,
    `Last backup ${when.en}, ${last.files} files, ${size(last.bytes)}, in ${last.to}`,
  );
  const status = days > BACKUP_DAYS_MAX ? 'bad' : days > BACKUP_DAYS_GOOD ? 'warn' : 'ok';
  return { name, label, status, value: { ...last }, text, next: status === 'ok' ? null : next };
}

export function restartsItem(restarts: readonly { readonly name: string; readonly at: string }[] | undefined): HealthItem {
  const [name, label] = ['restarts', say('自动重启', 'Restarts')] as const;
  if (!restarts)
    return {
      name,
      label,
      status: 'ok',
      value: null,
      text: say('由服务器的服务管理器负责', 'In the hands of the server’s service manager'),
      next: null,
    };
  const counts = new Map<string, number>();
  for (const one of restarts) counts.set(one.name, (counts.get(one.name) ?? 0) + 1);
  const value: Json = restarts.map((one) => ({ name: one.name, at: one.at }));
  if (restarts.length === 0) return { name, label, status: 'ok', value, text: say('24 小时内没有', 'None within 24 hours'), next: null };
  const each = [...counts].map(([program, times]) => `${program} × ${times}`).join('、');
  return {
    name,
    label,
    status: restarts.length > 5 ? 'bad' : 'warn',
    value,
    text: say(`24 小时内有程序意外退出后重启：${each}`, `Programs ended unexpectedly within 24 hours and were started again: ${each}`),
    next: say(
      '偶尔一次不要紧，已记录的不会丢。反复出现，请查看数据目录 logs 文件夹',
      'Once in a while does no harm and loses nothing. If it repeats, look into the folder logs of the data folder',
    ),
  };
}

export function filesItem(files: { readonly files: number; readonly bytes: number } | undefined): HealthItem {
  const [name, label] = ['attachments', say('附件', 'Attachments')] as const;
  if (!files)
    return {
      name,
      label,
      status: 'bad',
      value: null,
      text: say('问不到附件的数目', 'How many there are cannot be told'),
      next: say('先恢复查询数据库', 'Bring the database back first'),
    };
  return {
    name,
    label,
    status: 'ok',
    value: { ...files },
    text: say(`${files.files} 个文件，${size(files.bytes)}`, `${files.files} files, ${size(files.bytes)}`),
    next: null,
  };
}

function size(bytes: number): string {
  if (bytes >= GIB) return `${(bytes / GIB).toFixed(1)} GiB`;
  return bytes >= 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${Math.ceil(bytes / 1024)} KiB`;
}
