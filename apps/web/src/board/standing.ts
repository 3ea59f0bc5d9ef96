import type { Label } from '../words';
import type { Line } from '../api/answers';

/** How a status is shown: words, and whether the thing is under way, finished or merely stated. */
export interface Status extends Label {
  readonly look: 'open' | 'done' | 'stopped' | 'stated';
}

/** Late and open, due and open, or published. */
export type Group = 'late' | 'due' | 'shown';

/** The server puts open ones first; one that was done late is done. */
export function groupOf(line: Line): Group {
  if (line.due === undefined || line.doneOn !== undefined || isOver(line)) return 'shown';
  return line.late === true ? 'late' : 'due';
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** One word can mean two things: a mandate that is granted, and a wish. */
export function statusOf({ status, stream }: Pick<Line, 'status' | 'stream'>): Status {
  const own = `${stream.slice(0, stream.indexOf('-'))}/${status}`;
  return STATUSES[own] ?? STATUSES[status] ?? { zh: '已登记', en: status, look: 'stated' };
}

function isOver(line: Line): boolean {
  return ['rejected', 'reversed', 'returned', 'closed', 'withdrawn'].includes(line.status) && line.stream.startsWith('funds');
}

const open = (zh: string, en: string): Status => ({ zh, en, look: 'open' });
const done = (zh: string, en: string): Status => ({ zh, en, look: 'done' });
const stopped = (zh: string, en: string): Status => ({ zh, en, look: 'stopped' });
const stated = (zh: string, en: string): Status => ({ zh, en, look: 'stated' });

const STATUSES: Readonly<Record<string, Status>> = {
  recorded: stated('已登记', 'recorded'),
  corrected: stated('已更正', 'corrected'),
  proposed: open('已提出', 'proposed'),
  accepted: done('已通过', 'accepted'),
  rejected: stopped('未通过', 'rejected'),
  posted: open('待认领', 'posted'),
  claimed: open('已认领', 'claimed'),
  granted: done('已实现', 'granted'),
  confirmed: done('已确认', 'confirmed'),
  withdrawn: stopped('已撤回', 'withdrawn'),
  formed: stated('已组建', 'formed'),
  open: open('开放中', 'open'),
  closed: stopped('已关闭', 'closed'),
  requested: open('已申请', 'requested'),
  approved: open('已批准', 'approved'),
  paid: done('已支付', 'paid'),
  settled: done('已报账', 'settled'),
  returned: stopped('已退回', 'returned'),
  reversed: stopped('已冲正', 'reversed'),
  received: done('已到账', 'received'),
  sent: open('已拨出', 'sent'),
  recalled: stopped('已收回', 'recalled'),
  matched: done('已配套', 'matched'),
  planned: open('已安排', 'planned'),
  entered: open('巡察中', 'under inspection'),
  reported: done('已报告', 'reported'),
  set: open('整改中', 'being rectified'),
  done: done('已整改', 'rectified'),
  'mandates/granted': stated('行使中', 'in force'),
  active: stated('有效', 'in force'),
  suspended: stopped('已中止', 'suspended'),
  resumed: stated('已恢复', 'resumed'),
  revoked: stopped('已撤销', 'revoked'),
  expired: stopped('已届满', 'expired'),
  registered: stated('已登记', 'registered'),
  dissolved: stopped('已撤销', 'dissolved'),
  'objections/open': open('待答复', 'not answered yet'),
  scheduled: open('待公开', 'scheduled'),
  published: done('已公开', 'published'),
  missing: open('未公开', 'not published'),
  'parameters/open': open('待公开', 'to be published'),
  answered: done('已答复', 'answered'),
  'objections/corrected': done('答复已更正', 'answer corrected'),
  short: open('未足额', 'short'),
  met: done('已足额', 'met'),
  'no-data': stated('暂无数据', 'no data'),
};
