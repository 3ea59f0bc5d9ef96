import type { Line, Topic } from '../../api/answers';
import { pagesOf } from './pages';

const line = (id: string, more: Partial<Line> = {}): Line => ({
  id,
  unit: '330681001001',
  topic: 'finance',
  title: id,
  text: '',
  status: 'paid',
  publishedOn: '2026-03-05',
  stream: 'funds-a',
  revision: 0,
  ...more,
});
const many = (count: number): readonly Line[] => Array.from({ length: count }, (_, n) => line(`l${n}`));

test('the overview first, then what is late before what is due, then the topics; nothing for an empty one', () => {
  const late = line('late', { due: '2026-01-01', late: true, status: 'short' });
  const due = line('due', { due: '2026-12-31', late: false, status: 'set', stream: 'rounds-a' });
  const topics: readonly (readonly [Topic, readonly Line[]])[] = [
    ['party', []],
    ['finance', [due, late, line('paid')]],
  ];
  expect(pagesOf(topics, 5).map((page) => [page.key, page.kind === 'lines' ? page.lines.map(({ id }) => id) : []])).toEqual([
    ['overview', []],
    ['attention.1', ['late', 'due']],
    ['finance.1', ['paid']],
  ]);
});

test('a topic has at most three pages, each as long as the screen', () => {
  const pages = pagesOf([['finance', many(100)]], 6).filter((page) => page.kind === 'lines');
  expect(pages.map((page) => [page.lines.length, page.n, page.pages])).toEqual([
    [6, 1, 3],
    [6, 2, 3],
    [6, 3, 3],
  ]);
  expect(new Set(pages.flatMap((page) => page.lines.map(({ id }) => id))).size).toBe(18);
});
