import type { RecordedFact } from '#ledger';
import type { RowOp, ViewSpec } from '#readside';
import { line, lineChange } from '../board/lines';

/** Wishes, teams and stations stand on the board; cards and credits never do. */
export const volunteersDisclose: ViewSpec['on'] = {
  WishPosted: (fact) => [
    line(key(fact), {
      unit: text(fact, 'unit'),
      topic: 'residents',
      title: '微心愿',
      title_en: 'Micro-wish',
      text: text(fact, 'text'),
      text_en: text(fact, 'text'),
      status: 'posted',
    }),
  ],
  WishClaimed: (fact) => [change(fact, 'claimed')],
  WishGranted: (fact) => [change(fact, 'granted')],
  WishConfirmed: (fact) => [lineChange(key(fact), { status: 'confirmed', done: true, done_on: fact.meta.occurredOn })],
  WishWithdrawn: (fact) => [lineChange(key(fact), { status: 'withdrawn', done: true, done_on: fact.meta.occurredOn })],
  TeamFormed: (fact) => [
    line(key(fact), {
      unit: text(fact, 'unit'),
      topic: 'residents',
      title: '义工队伍',
      title_en: 'Volunteer team',
      text: `组建「${text(fact, 'name')}」(${text(fact, 'kind')})`,
      text_en: `“${text(fact, 'name')}” (${text(fact, 'kind')}) formed`,
      status: 'formed',
    }),
  ],
  StationOpened: (fact) => [
    line(key(fact), {
      unit: text(fact, 'unit'),
      topic: 'residents',
      title: '爱心驿站',
      title_en: 'Service station',
      text: `「${text(fact, 'name')}」开设，地址：${text(fact, 'address')}`,
      text_en: `“${text(fact, 'name')}” opened at ${text(fact, 'address')}`,
      status: 'open',
    }),
  ],
  StationClosed: (fact) => [lineChange(key(fact), { status: 'closed', done: true, done_on: fact.meta.occurredOn })],
};

function change(fact: RecordedFact, status: string): RowOp {
  return lineChange(key(fact), { status });
}

function key(fact: RecordedFact): string {
  return `volunteers:${fact.stream}`;
}

function text(fact: RecordedFact, member: string): string {
  return String(fact.data[member] ?? '');
}
