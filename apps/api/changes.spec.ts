import type { JsonObject } from '#kernel';
import type { RecordedFact } from '#ledger';
import { house } from '../wiring';
import { differenceOf, takenBack } from './changes';
import { Words } from './words';

const words = new Words(house.contracts);
const none = new Map<string, string>();

describe('the difference of two states', () => {
  it('names what is new, gone and changed, member by member', () => {
    const before = { is: 'granted', basis: '一号文件', periods: [{ from: '2018-09-27' }], held: { a: 1 } };
    const after = { is: 'revoked', periods: [{ from: '2018-09-27', until: '2020-01-01' }], held: { a: 1, b: 2 } };
    expect(differenceOf(before, after)).toEqual([
      { path: 'is', members: ['is'], before: 'granted', after: 'revoked' },
      { path: 'basis', members: ['basis'], before: '一号文件' },
      { path: 'periods', members: ['periods'], before: before.periods, after: after.periods },
      { path: 'held.b', members: ['held', 'b'], after: 2 },
    ]);
    expect(differenceOf(before, { ...before })).toEqual([]);
  });

  it('is told no deeper than four members, and forty of them at most', () => {
    const deep = (leaf: number) => ({ a: { b: { c: { d: { e: leaf } } } } });
    expect(differenceOf(deep(1), deep(2))).toEqual([{ path: 'a.b.c.d', members: ['a', 'b', 'c', 'd'], before: { e: 1 }, after: { e: 2 } }]);
    const many = (value: number) => Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`m${i}`, value]));
    expect(differenceOf(many(1), many(2))).toHaveLength(40);
  });
});

describe('what a fact left as it was', () => {
  it('is not read, however large it has grown', () => {
    const untouched = Object.defineProperty({}, 'anything', { enumerable: true, get: () => expect(true).toBe(false) }) as JsonObject;
    expect(differenceOf({ payments: { p1: untouched }, spent: 1 }, { payments: { p1: untouched, p2: {} }, spent: 2 })).toEqual([
      { path: 'payments.p2', members: ['payments', 'p2'], after: {} },
      { path: 'spent', members: ['spent'], before: 1, after: 2 },
    ]);
  });

  it('shows a sealed value as its mask, and nothing where the masks are alike', () => {
    const sealed = (mask: string, veil: number) => ({ subject: 'p-1', purpose: 'payee', mask, veil });
    const [before, after] = [
      { payees: { a: sealed('张*', 0), b: sealed('李*', 1) } },
      { payees: { a: sealed('张*', 7), b: sealed('王*', 8) } },
    ];
    expect(differenceOf(before, after)).toEqual([{ path: 'payees.b.mask', members: ['payees', 'b', 'mask'], before: '李*', after: '王*' }]);
    expect(JSON.stringify(differenceOf({}, { all: { c: { d: { e: [sealed('张*', 0)] } } } }))).not.toContain('veil');
  });
});

describe('what takes back what', () => {
  const fact = (revision: number, action: string, type: string, data: object): RecordedFact =>
    ({
      stream: 'funds-330681.2026.work',
      category: 'funds',
      id: '330681.2026.work',
      revision,
      position: String(revision),
      eventId: '',
      type,
      data,
      meta: { action, occurredOn: '2026-03-05' },
    }) as unknown as RecordedFact;
  const funds = house.categories.get('funds')?.contract;
  const sent = (revision: number, sending: string) =>
    fact(revision, 'send', 'FundsSent', { to: '330681001.2026.work', sending, amountFen: 100 });
  const recalled = (revision: number, sending: string) =>
    fact(revision, 'recall', 'SendingRecalled', { sending, to: '330681001.2026.work', amountFen: 100, reason: '错发' });

  it('is the latest earlier fact that names the same thing, once', () => {
    const facts = [sent(0, 's1'), sent(1, 's2'), recalled(2, 's1'), recalled(3, 's1')];
    expect(funds && takenBack(facts, funds)).toEqual([{ earlier: 'funds-330681.2026.work@0', later: 'funds-330681.2026.work@2' }]);
  });

  it('is nothing where no action undoes another', () => {
    expect(funds && takenBack([sent(0, 's1'), sent(1, 's2')], funds)).toEqual([]);
  });
});

describe('plain words', () => {
  it('write money in yuan, days in full, units by name and choices by label', () => {
    const units = new Map([['330681001', '暨阳街道']]);
    expect(words.value('funds', ['amountFen'], 123_456_789, units)).toEqual({ zh: '1,234,567.89 元', en: '¥1,234,567.89' });
    expect(words.value('rounds', ['from'], '2026-03-05', none).zh).toBe('2026年3月5日');
    expect(words.value('rounds', ['units'], ['330681001', '330681002'], units).zh).toBe('暨阳街道、330681002');
    expect(words.value('appointments', ['role'], 'approver', none).zh).toBe(words.role('approver').zh);
    expect(words.role('approver').zh).toMatch(/[一-龥]/);
    expect(words.value('mandates', ['from'], '0001-01-01', none).zh).toBe('有记录以来');
    expect(words.value('cards', ['person'], { name: { subject: 'p-x', mask: '张*明' } }, none).zh).toContain('张*明');
    expect(words.value('funds', ['vouchers'], ['a'.repeat(64)], none).zh).toBe(`${'a'.repeat(12)}…`);
  });

  it('leave out what is kept for comparing alone, and say the unit of money with its amount', () => {
    const said = words.value('funds', ['payments', 'p1'], { is: 'requested', said: '["x",1]', amountFen: 100 }, none).zh;
    expect(said).toContain('已申请');
    expect(said).toContain('1.00 元');
    expect(said).not.toMatch(/x|分/);
  });

  it('say a unit of measure once', () => {
    expect(words.says('cards', 'ServiceConfirmed', { service: 's8', hours: 1 }, none)).toEqual({
      zh: '服务 s8 认定 1 小时',
      en: expect.stringMatching(/ 1 \S+$/) as unknown,
    });
  });

  it('say ids by the unit they begin with', () => {
    const units = new Map([['330681001', '暨阳街道']]);
    expect(words.id('mandates', '330681001.funds.approve', units).zh).toBe('暨阳街道 审批支出');
    expect(words.id('funds', '330681001.2026.work', units).zh).toBe('暨阳街道 2026年 社区工作经费');
    expect(words.id('disclosures', '330681001.party.2021-01-05', units).zh).toBe('暨阳街道 党务 2021年1月5日');
    expect(words.id('cards', '96345-001', units).zh).toBe('96345-001');
    expect(words.member('funds', ['receipts', '330681001.2026.work/s1'], units).zh).toBe('收款 · 暨阳街道 2026年 社区工作经费 s1');
    expect(words.says('territory', 'UnitFounded', { code: '330681001', name: '暨阳街道', from: '0001-01-01' }, units)?.zh).toMatch(
      /暨阳街道[(（]330681001[)）]/,
    );
  });

  it('say a fact with its unit of money once', () => {
    const said = words.says('funds', 'FundsSent', { to: '330681001.2026.work', sending: 's1', amountFen: 1_000_000 }, none);
    expect(said?.zh).toContain('10,000.00 元');
    expect(said?.zh).not.toContain('分');
    expect(said?.en).not.toContain('fen');
  });

  it('count what a list says no more', () => {
    expect(
      words.value(
        'x',
        ['codes'],
        Array.from({ length: 20 }, (_, i) => `c${i}`),
        none,
      ).zh,
    ).toMatch(/c11 等 20 项$/);
  });
});
