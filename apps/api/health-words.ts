import type { Json, Label } from '#kernel';
import type { ReactorStanding } from './health-sources';

/** One part of the ledger as an administrator reads it: how it is, in words, and what to do next when it is not well. */
export interface HealthItem {
  readonly name: string;
  readonly label: Label;
  readonly status: 'ok' | 'warn' | 'bad';
  /** The figures behind the words. */
  readonly value: Json;
  readonly text: Label;
  readonly next: Label | null;
}

export type EngineName = 'eventstore' | 'database' | 'keys';

/** Milliseconds an engine took to answer, or what is wrong. */
export type Reached = { readonly ms: number } | { readonly fault: Label };

/** Slower than this an engine is still well, and worth a look. */
const SLOW_MS = 1_000;
const NAMES_MAX = 5;

export const say = (zh: string, en: string): Label => ({ zh, en });

const ENGINES: Readonly<Record<EngineName, { readonly label: Label; readonly without: Label }>> = {
  eventstore: {
    label: say('事件库', 'Event store'),
    without: say('现在不能记录新的办理，已记录的不受影响', 'nothing new can be recorded; what is recorded is safe'),
  },
  database: { label: say('查询数据库', 'Database of the rows'), without: say('现在不能查询和登录', 'nobody can read or sign in') },
  keys: {
    label: say('密钥库', 'Key store'),
    without: say('涉及个人信息的办理暂时不能记录，姓名电话暂时打不开', 'nothing with personal data can be recorded or opened'),
  },
};

export function engineItem(name: EngineName, reached: Reached, standalone: boolean): HealthItem {
  const { label, without } = ENGINES[name];
  if ('fault' in reached) {
    const next = standalone
      ? say(
          '系统会自动重新启动它。几分钟后仍是这样，请查看数据目录 logs 文件夹里的日志，或停止后重新 npm start',
          'It is started again by itself. If this lasts some minutes, look into the folder logs of the data folder, or stop and npm start again',
        )
      : say('请检查它所在的服务器和网络，处理步骤见 deploy/README.md', 'Check its server and the network; deploy/README.md says how');
    return {
      name,
      label,
      status: 'bad',
      value: null,
      text: say(`${reached.fault.zh}：${without.zh}`, `${reached.fault.en}: ${without.en}`),
      next,
    };
  }
  const { ms } = reached;
  if (ms < SLOW_MS)
    return { name, label, status: 'ok', value: { ms }, text: say(`正常，${ms} 毫秒内应答`, `Well, answers in ${ms} ms`), next: null };
  return {
    name,
    label,
    status: 'warn',
    value: { ms },
    text: say(`应答很慢：${ms} 毫秒`, `Slow: it took ${ms} ms to answer`),
    next: say('请查看这台机器是否繁忙（处理器、磁盘）', 'See whether the machine is busy (processor, disk)'),
  };
}

export function followItem(fault: string | undefined, recorded: string): HealthItem {
  const [name, label] = ['follow', say('跟随账本', 'Following the ledger')] as const;
  if (fault === undefined)
    return {
      name,
      label,
      status: 'ok',
      value: { position: recorded },
      text: say('本进程看得到账本的每一条新事实', 'This process sees every new fact'),
      next: null,
    };
  return {
    name,
    label,
    status: 'bad',
    value: { position: recorded, fault },
    text: say('本进程已看不到账本的新事实，即将自动重启', 'This process no longer sees new facts and is about to be started again'),
    next: say(
      '若反复出现，可能是事件库被换成了较旧的备份：请停止使用，按备份说明恢复',
      'If it comes back, the event store may be an older copy: stop, and restore as the backup guide says',
    ),
  };
}

export interface ViewLag {
  readonly view: string;
  readonly position: string | null;
  readonly behind: boolean;
  /** For how long its rows have stood still while the ledger went on. */
  readonly still_ms: number;
}

export function viewsItem(views: readonly ViewLag[] | undefined, lagMax_ms: number): HealthItem {
  const [name, label] = ['views', say('查询内容', 'Rows that are read')] as const;
  if (!views)
    return {
      name,
      label,
      status: 'bad',
      value: null,
      text: say('问不到各查询视图的进度', 'How far the views are cannot be told'),
      next: say('先恢复查询数据库', 'Bring the database back first'),
    };
  const value: Json = views.map(({ view, position, behind, still_ms }) => ({ view, position, behind, still_ms }));
  const standing = views.filter((view) => view.behind && view.still_ms > lagMax_ms);
  const behind = views.filter((view) => view.behind);
  if (standing.length > 0) {
    const seconds = Math.round(Math.max(...standing.map((view) => view.still_ms)) / 1_000);
    const names = named(standing.map((view) => view.view));
    const [zh, en] = [
      `${standing.length} 个视图落后于账本，最近一次更新在 ${duration(seconds).zh}前`,
      `${standing.length} views are behind the ledger and were last written ${duration(seconds).en} ago`,
    ];
    return {
      name,
      label,
      status: 'bad',
      value,
      text: say(zh, en),
      next: say(
        `公开栏和查询暂时不会更新。请查看 logs/projector.log；需要时在服务器上运行 npm run ledgerctl -- rebuild 视图名（${names}）`,
        `Boards and queries do not change meanwhile. Look at logs/projector.log; if needed run npm run ledgerctl -- rebuild VIEW on the server (${names})`,
      ),
    };
  }
  if (behind.length > 0)
    return {
      name,
      label,
      status: 'warn',
      value,
      text: say(`${behind.length} 个视图正在追上账本`, `${behind.length} views are catching up`),
      next: say('通常几秒内追上，导入大表后可能要几分钟', 'Usually a matter of seconds; minutes after a large import'),
    };
  return {
    name,
    label,
    status: 'ok',
    value,
    text: say(`${views.length} 个视图都跟上了账本`, `All ${views.length} views are up to date`),
    next: null,
  };
}

interface Parked {
  readonly view: string;
  readonly stream: string;
  readonly position: string;
  readonly reason: string;
}

export function parkedItem(parked: readonly Parked[] | undefined): HealthItem {
  const [name, label] = ['parked', say('停下的对象', 'Things that wait')] as const;
  if (!parked)
    return {
      name,
      label,
      status: 'bad',
      value: null,
      text: say('问不到有没有停下的对象', 'Whether anything waits cannot be told'),
      next: say('先恢复查询数据库', 'Bring the database back first'),
    };
  const value: Json = parked.slice(0, 100).map(({ view, stream, position, reason }) => ({ view, stream, position, reason }));
  const [first] = parked;
  if (!first) return { name, label, status: 'ok', value, text: say('没有', 'None'), next: null };
  const text = say(
    `${parked.length} 个对象有一条事实显示不出来，它们后来的事实也在等：${named(parked.map((one) => one.stream))}`,
    `A fact of ${parked.length} things cannot be shown, and what followed waits: ${named(parked.map((one) => one.stream))}`,
  );
  return {
    name,
    label,
    status: 'bad',
    value,
    text,
    next: say(
      `记录本身没有丢。请在服务器上运行 npm run ledgerctl -- redrive ${first.view} ${first.stream}；仍不行，请把原因告诉维护人员`,
      `Nothing is lost. Run npm run ledgerctl -- redrive ${first.view} ${first.stream} on the server; if that fails, tell whoever maintains the program`,
    ),
  };
}

export function reactorItem(standing: ReactorStanding | undefined, recorded: string, synthetic: boolean): HealthItem {
  const [name, label] = ['reactor', say('自动办理', 'Automatic acts')] as const;
  if (!standing)
    return {
      name,
      label,
      status: synthetic ? 'ok' : 'warn',
      value: null,
      text: say(
        synthetic ? '演示数据播放完后开始' : '还没有运行过',
        synthetic ? 'Begins when the demonstration has been played' : 'Has never run',
      ),
      next: synthetic
        ? null
        : say(
            '到期的授权和积分不会自动失效。请确认 reactor 进程在运行',
            'Mandates and credits do not expire by themselves: see that the process reactor runs',
          ),
    };
  const { position, waiting, refused } = standing;
  const value: Json = { position, recorded, waiting, refused };
  if (waiting > 0)
    return {
      name,
      label,
      status: 'warn',
      value,
      text: say(`${waiting} 项到期的自动办理还没有办`, `${waiting} automatic acts are overdue`),
      next: say(
        '每分钟办理一次。数字不减少，请查看 logs/reactor.log',
        'They are done every minute. If the number does not fall, look at logs/reactor.log',
      ),
    };
  if (refused > 0)
    return {
      name,
      label,
      status: 'warn',
      value,
      text: say(`${refused} 项自动办理被规则拒绝，没有再试`, `${refused} automatic acts were refused by a rule and not tried again`),
      next: say(
        '请由登记员核对后人工办理，拒绝的原因在 logs/reactor.log',
        'Have the registrar check and act by hand; logs/reactor.log says why',
      ),
    };
  return { name, label, status: 'ok', value, text: say('到期的都已办理', 'Everything due has been done'), next: null };
}

function named(names: readonly string[]): string {
  return `${names.slice(0, NAMES_MAX).join('、')}${names.length > NAMES_MAX ? '…' : ''}`;
}

function duration(seconds: number): Label {
  if (seconds < 120) return say(`${seconds} 秒`, `${seconds} seconds`);
  return seconds < 7_200
    ? say(`${Math.round(seconds / 60)} 分钟`, `${Math.round(seconds / 60)} minutes`)
    : say(`${Math.round(seconds / 3_600)} 小时`, `${Math.round(seconds / 3_600)} hours`);
}
