import { pathOf, queryOf, streamAddress, subjectOf, actedAs, type BriefFact } from './facts';
import { append, type Row } from './rows';

const fact = (revision: number, recordedAt: string): BriefFact => ({ stream: 'cards-1', revision, recordedAt }) as BriefFact;

describe('the rows of a timeline', () => {
  it('begin a day with its date in Shanghai, also over pages', () => {
    const rows: Row[] = [];
    const day = append(rows, [fact(3, '2026-03-05T16:30:00.000Z'), fact(2, '2026-03-05T15:59:00.000Z')], '');
    append(rows, [fact(1, '2026-03-05T01:00:00.000Z'), fact(0, '2026-03-04T01:00:00.000Z')], day);
    expect(rows.map((row) => (row.kind === 'day' ? row.day : `${row.time} ${row.fact.revision}`))).toEqual([
      '2026-03-06',
      '00:30 3',
      '2026-03-05',
      '23:59 2',
      '09:00 1',
      '2026-03-04',
      '09:00 0',
    ]);
  });
});

describe('who acted', () => {
  const label = (zh: string): { zh: string; en: string } => ({ zh, en: zh });
  const actor = {
    account: 'finance-1',
    role: 'finance',
    unit: '330681',
    accountLabel: label('finance-1'),
    roleLabel: label('财政'),
    unitName: '诸暨市',
  };
  it('has a role and a unit beside the name, and no role where the name is the role', () => {
    expect(actedAs(actor).zh).toBe('财政 · 诸暨市');
    expect(actedAs({ ...actor, accountLabel: label('系统（自动）'), roleLabel: label('系统（自动）') }).zh).toBe('诸暨市');
  });
});

const kinds = ['unit', 'card', 'actor'];

describe('the subject of an address', () => {
  it('is a stream, a search, or one of the kinds the api asks by', () => {
    expect(subjectOf({ category: 'funds', id: '330681.2026.work', from: '2026-01-01' }, kinds)).toEqual({
      kind: 'stream',
      category: 'funds',
      id: '330681.2026.work',
    });
    expect(subjectOf({ q: '江东' }, kinds)).toEqual({ kind: 'q', value: '江东' });
    expect(subjectOf({ card: '96345-1', knownAt: '2026-01-01' }, kinds)).toEqual({ kind: 'other', by: 'card', value: '96345-1' });
    expect(subjectOf({ unit: '330681' }, kinds)).toEqual({ kind: 'unit', value: '330681' });
    // A kind that a mechanism adds later needs no more than its declaration.
    expect(subjectOf({ petition: 'x1' }, [...kinds, 'petition'])).toEqual({ kind: 'other', by: 'petition', value: 'x1' });
    expect(subjectOf({ petition: 'x1' }, kinds)).toBeUndefined();
    expect(subjectOf({ from: '2026-01-01' }, kinds)).toBeUndefined();
    expect(subjectOf({ unit: '' }, kinds)).toBeUndefined();
  });

  it('is asked where the api answers it', () => {
    expect(pathOf({ kind: 'stream', category: 'funds', id: '330681.2026.work/p1' })).toBe('history/funds/330681.2026.work%2Fp1');
    expect(pathOf({ kind: 'q', value: 'x' })).toBe('history/search');
    expect(queryOf({ kind: 'actor', value: 'zhao' })).toEqual({ actor: 'zhao' });
    expect(queryOf({ kind: 'other', by: 'card', value: '1' })).toEqual({ card: '1' });
  });
});

describe('a stream named in a fact', () => {
  const known = new Set(['funds', 'mandates', 'mandates-x']);

  it('is divided after the longest category that is declared', () => {
    expect(streamAddress('mandates-330681.funds.pay@4', known)?.query).toEqual({
      category: 'mandates',
      id: '330681.funds.pay',
      fact: 'mandates-330681.funds.pay@4',
    });
    expect(streamAddress('mandates-x-1', known)?.query).toEqual({ category: 'mandates-x', id: '1' });
  });

  it('leads nowhere when nobody declared its category', () => {
    expect(streamAddress('unknown-1@0', known)).toBeUndefined();
  });
});
