import { after, forgotten, hurried, isAnswer, KEPT_MAX, nextOf, resumed, sent, waitOf, type Outcome, type Outgoing } from './queue';

const text = { zh: '', en: '' };
const item = (key: string, more: Partial<Outgoing> = {}): Outgoing => ({
  key,
  account: 'clerk',
  category: 'funds',
  id: 'a',
  action: 'request',
  label: text,
  payload: {},
  queuedAt: Number(key),
  state: 'queued',
  attempts: 0,
  notBefore: 0,
  ...more,
});
const failed = (status: number): Outcome => ({ is: 'failed', refused: { status, code: 'x', text, next: text, errors: [] } });
const recorded: Outcome = { is: 'recorded', recorded: { stream: 'funds-a', revision: 3, position: '9' } };

describe('the queue of a device', () => {
  it('sends the oldest first, one at a time in a stream, other streams meanwhile', () => {
    const queue = [item('3', { id: 'b' }), item('2'), item('1')];
    expect(nextOf(queue, 'clerk', 0)?.key).toBe('1');
    expect(nextOf([item('1', { notBefore: 500 }), item('2'), item('3', { id: 'b' })], 'clerk', 0)?.key).toBe('3');
    expect(nextOf([item('1', { state: 'sending' }), item('2')], 'clerk', 0)).toBeUndefined();
    expect(nextOf([item('1', { state: 'refused' }), item('2')], 'clerk', 0)?.key).toBe('2');
  });

  it('sends only what the signed-in account entered', () => {
    expect(nextOf([item('1', { account: 'other', id: 'b' }), item('2')], 'clerk', 0)?.key).toBe('2');
    expect(nextOf([item('1', { account: 'other' })], 'clerk', 0)).toBeUndefined();
  });

  it('keeps the key and waits longer each time until an answer comes', () => {
    let going = item('1');
    const waits = Array.from({ length: 9 }, () => {
      going = after(sent(going), failed(0), 1_000);
      return going.notBefore - 1_000;
    });
    expect([waits, going.state, going.key, going.attempts]).toEqual([
      [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000],
      'queued',
      '1',
      9,
    ]);
    expect(waitOf([going], 'clerk', 1_000)).toBe(60_000);
    expect(nextOf([going], 'clerk', 1_000)).toBeUndefined();
    expect(nextOf([hurried(going)], 'clerk', 1_000)?.key).toBe('1');
    expect(after(sent(going), recorded, 7)).toMatchObject({
      state: 'recorded',
      key: '1',
      recorded: { revision: 3, at: 7 },
      refused: undefined,
    });
  });

  it('takes a refusal for an answer, and trouble, throttling and a lost login for none', () => {
    expect([400, 403, 404, 409, 412, 413, 422].map((status) => after(sent(item('1')), failed(status), 0).state)).toEqual(
      Array(7).fill('refused'),
    );
    expect(
      [0, 401, 408, 425, 429, 500, 502, 503, 504].map((status) => [isAnswer(status), after(sent(item('1')), failed(status), 0).state]),
    ).toEqual(Array(9).fill([false, 'queued']));
  });

  it('sends again, under its key, what was under way when the page went', () => {
    expect(resumed(sent(item('1')))).toMatchObject({ key: '1', state: 'queued', notBefore: 0 });
    expect(resumed(item('1', { state: 'recorded' })).state).toBe('recorded');
  });

  it('forgets the oldest answered ones only', () => {
    const queue = Array.from({ length: KEPT_MAX + 3 }, (_, n) => item(String(n), { state: n === 0 ? 'queued' : 'recorded' }));
    expect(forgotten(queue).map(({ key }) => key)).toEqual(['1', '2']);
  });
});
