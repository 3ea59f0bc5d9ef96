import type { FormSpec } from '../forms/spec';
import { undoneAmong, undoPayload, undoQuery } from './undo';

const label = { zh: '项', en: 'One' };
const undo = (...names: readonly string[]): FormSpec => ({
  category: 'things',
  action: 'undo',
  label,
  clause: '1',
  id: { pattern: '^.+$', says: label, label },
  who: [],
  lateEntry: false,
  fields: names.map((name) => ({ name, kind: name === 'on' ? 'day' : 'text', label })),
});

describe('what takes something back', () => {
  it('names the same thing and asks for a reason of its own', () => {
    expect(undoPayload(undo('payment', 'reason'), { payment: 'p1', amountFen: 5, reason: '原来的理由' }, '2026-03-05')).toEqual({
      payment: 'p1',
    });
  });

  it('holds from the day the thing held, else from today', () => {
    expect(undoPayload(undo('on', 'reason'), { from: '2026-01-01', basis: 'x' }, '2026-03-05')).toEqual({ on: '2026-01-01' });
    expect(undoPayload(undo('on', 'reason'), { on: '2026-02-01', reason: 'x' }, '2026-03-05')).toEqual({ on: '2026-02-01' });
    expect(undoPayload(undo('on', 'reason'), {}, '2026-03-05')).toEqual({ on: '2026-03-05' });
  });

  it('keeps values of persons out of the address', () => {
    const personal: FormSpec = {
      ...undo('name'),
      fields: [{ name: 'name', kind: 'text', label, personal: { mask: 'name', purpose: 'card' } }],
    };
    expect(undoQuery(personal, { id: 'c1', action: 'issue', data: { name: '张小明' } }, '2026-03-05')).toEqual({
      id: 'c1',
      with: '{}',
      undoes: 'issue',
    });
  });

  it('marks what a later one of one’s own took back, and nothing else', () => {
    const forms: Readonly<Record<string, FormSpec>> = {
      request: { ...undo('payment'), compensation: 'reject' },
      reject: undo('payment', 'reason'),
    };
    const fact = (position: string, action: string, payment: string) => ({
      stream: 'things-a',
      position,
      category: 'things',
      action,
      data: { payment },
    });
    const facts = [fact('4', 'request', 'p1'), fact('3', 'reject', 'p1'), fact('2', 'request', 'p2'), fact('1', 'request', 'p1')];
    expect([...undoneAmong(facts, (_category, action) => forms[action])]).toEqual(['1']);
  });
});
