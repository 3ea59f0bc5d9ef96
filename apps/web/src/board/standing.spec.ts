import type { Line } from '../api/answers';
import { daysBetween, groupOf, statusOf } from './standing';

const line: Line = {
  id: 'funds/p1',
  unit: '330681',
  topic: 'finance',
  title: '买桌椅',
  text: '2021-03-05 申请',
  status: 'requested',
  publishedOn: '2021-03-05',
  stream: 'funds-330681.2021.work',
  revision: 0,
};

test('what is open with a day is due, then late; what is done late is done', () => {
  expect(groupOf(line)).toBe('shown');
  expect(groupOf({ ...line, due: '2021-04-01', late: false })).toBe('due');
  expect(groupOf({ ...line, due: '2021-04-01', late: true })).toBe('late');
  expect(groupOf({ ...line, due: '2021-04-01', late: true, doneOn: '2021-04-05' })).toBe('shown');
  expect(groupOf({ ...line, due: '2021-04-01', late: true, status: 'rejected' })).toBe('shown');
  expect(groupOf({ ...line, stream: 'rounds-t.1', due: '2021-04-01', late: true, status: 'rejected' })).toBe('late');
});

test('one word can mean two things', () => {
  expect(statusOf({ status: 'granted', stream: 'wishes-w1' }).zh).toBe('已实现');
  expect(statusOf({ status: 'granted', stream: 'mandates-330681.funds.pay' }).zh).toBe('行使中');
});

test('whole days lie between two days', () => {
  expect(daysBetween('2021-02-27', '2021-03-05')).toBe(6);
  expect(daysBetween('2021-03-05', '2021-03-05')).toBe(0);
});
