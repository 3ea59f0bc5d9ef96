import { idText, meaningOf, partsOf, proposedFor, proposedId } from './ids';
import type { FieldSpec, FormSpec } from './spec';

const text = { zh: '', en: '' };
const INNER = '^[\\p{L}\\p{N}][\\p{L}\\p{N}._:-]{0,63}$';
const code = (name: string, pattern: string): FieldSpec => ({ name, kind: 'code', label: text, pattern });
const form = (category: string, action: string, pattern: string, ...fields: readonly FieldSpec[]): FormSpec => ({
  category,
  action,
  label: text,
  clause: '',
  id: { pattern, says: text, label: text },
  who: [],
  fields,
  lateEntry: false,
});
const ACCOUNT = '^(\\d{6}|\\d{9}|\\d{12})\\.\\d{4}\\.(service|work)$';

describe('what a code means', () => {
  const send = form('funds', 'send', ACCOUNT, code('to', ACCOUNT), code('sending', INNER));
  const receive = form(
    'funds',
    'receive',
    ACCOUNT,
    code('from', ACCOUNT),
    code('sending', INNER),
    code('unit', '^(\\d{6}|\\d{9}|\\d{12}(-\\d{1,3})?)$'),
    code('other', '^x$'),
  );
  const all = [{ category: 'funds', forms: [send, receive] }];
  const meant = (of: FormSpec): unknown[] => of.fields.map((field) => meaningOf(field, of, [send, receive], all));

  it('is told by its pattern and by who names it first', () => {
    expect(meant(send)).toEqual([{ is: 'resource', category: 'funds' }, { is: 'new' }]);
    const host = code('host', '^((\\d{6}|\\d{9}|\\d{12}(-\\d{1,3})?)|org-[a-z0-9]+(-[a-z0-9]+)*)$');
    expect([meaningOf(host, send, [send], all), meaningOf(code('account', '^[a-z0-9][a-z0-9._-]{0,63}$'), send, [send], all)]).toEqual([
      { is: 'holder' },
      { is: 'plain' },
    ]);
    expect(meant(receive)).toEqual([
      { is: 'resource', category: 'funds' },
      { is: 'recorded', by: 'send' },
      { is: 'unit' },
      { is: 'plain' },
    ]);
  });

  it('is told by the declaration where patterns are alike', () => {
    const plain = '^[A-Za-z0-9]{1,40}$';
    const claim = form('wishes', 'claim', plain, { ...code('card', plain), refers: 'cards' });
    const alike = [
      { category: 'wishes', forms: [claim] },
      { category: 'cards', forms: [] },
    ];
    expect(meaningOf(claim.fields[0] as FieldSpec, claim, [claim], alike)).toEqual({ is: 'resource', category: 'cards' });
  });

  it('is made of parts where the pattern says so', () => {
    expect(partsOf(ACCOUNT)).toEqual([{ is: 'unit' }, { is: 'year' }, { is: 'choice', values: ['service', 'work'] }]);
    expect([partsOf('^\\d{12}$'), partsOf('^[a-z]+\\.[a-z]+$'), partsOf(INNER)]).toEqual([undefined, undefined, undefined]);
  });

  it('is read out in words', () => {
    const say = ({ zh }: { readonly zh: string }): string => zh;
    const of = { pattern: ACCOUNT, says: text, label: text, words: { work: { zh: '工作经费', en: '' } } };
    const unit = (code: string): string => (code === '330681001001' ? '江东社区' : code);
    expect([
      idText('330681001001.2026.work', of, unit, say),
      idText('330681001001.2026.service', of, unit, say),
      idText('x', { ...of, pattern: INNER }, unit, say),
      idText('330681001001', { ...of, pattern: '^\\d{12}$' }, unit, say),
    ]).toEqual(['江东社区 · 2026 · 工作经费', '江东社区 · 2026 · service', 'x', '江东社区']);
  });

  it('is proposed in the form that is asked for', () => {
    const chance = (below: number): number => below - 1;
    expect(proposedId('2026-03-05', chance)).toBe('20260305-zzzzz');
    expect([
      proposedFor('^[A-Za-z0-9-]{1,40}$', '2026-03-05', chance),
      proposedFor('^r[0-9a-hjkmnp-tv-z]{9}$', '2026-03-05', chance),
      proposedFor('^org-[a-z]+$', '2026-03-05', chance),
    ]).toEqual(['20260305-zzzzz', 'rzzzzzzzzz', undefined]);
  });
});
