import { given, SMALL_CITY } from '#testing';
import { objectionsContract } from './contract';
import { objectionsDecider as objections } from './decider';
import { shownObjection, type StoredObjection } from './lines';
import { objectionsDisclose } from './views';

const unit = '330681001001';
const asked = { unit, line: 'funds:330681001001.2021.work/p1', kind: 'question', text: '这笔钱买了什么?' };
const parameters = { 'disclosure.answer-days': [{ from: '2018-09-27', value: 15, kinds: [], clause: '14' }] };
const scene = { id: 'r0123456789'.slice(0, 10), refs: { territory: SMALL_CITY }, parameters };
const raised = { type: 'ObjectionRaised', data: { ...asked, due: '2021-06-30' } };
const answered = { type: 'ObjectionAnswered', data: { text: '买了两张长椅' } };
const corrected = { type: 'AnswerCorrected', data: { text: '买了三张长椅', reason: '数错了' } };

describe('a resident asks', () => {
  it('and is answered within the days of that day', () => given(objections, scene).when('raise', asked).then(raised));
  it('and is heard though nobody has said how long an answer may take', () =>
    given(objections, { ...scene, parameters: {} })
      .when('raise', asked)
      .then({ type: 'ObjectionRaised', data: asked }));
  it('about no line in particular', () => {
    const { line: _, ...plain } = asked;
    given(objections, scene)
      .when('raise', plain)
      .then({ type: 'ObjectionRaised', data: { ...plain, due: '2021-06-30' } });
  });
  it('the same twice: silent', () =>
    given(objections, { ...scene, facts: [raised, answered] })
      .when('raise', asked)
      .silent());
  it('and not under the code of another', () =>
    given(objections, { ...scene, facts: [raised] })
      .when('raise', { ...asked, text: '另一件事' })
      .refused('objection.code-used'));
  it.each(['请打 13812345678', '卡号 4111 1111 1111 1111', '证件 11010519491231002X'])('but not with “%s”', (text) =>
    given(objections, scene)
      .when('raise', { ...asked, text })
      .refused('objection.shows-a-person'),
  );
  it('but of no other day', () =>
    given(objections, { ...scene, occurredOn: '2021-01-01' })
      .when('raise', asked)
      .refused('objection.not-that-day'));
  it.each(['330681001099', '330681009'])('but not of %s, which is no unit in being', (code) =>
    given(objections, scene)
      .when('raise', { ...asked, unit: code })
      .refused('objection.unit-unknown'),
  );
  it('of the unit, which is whose secretary answers', () => {
    const of = (name: 'raise' | 'answer', facts: readonly (typeof raised)[]) =>
      objections.concerns({
        action: { name, data: asked } as never,
        id: scene.id,
        state: given(objections, { ...scene, facts }).state(),
        city: '330681',
        actor: { account: 'public', role: 'public', unit: '330681' },
      });
    expect([of('raise', []), of('answer', [raised]), of('answer', [])]).toEqual([unit, unit, undefined]);
  });
});

describe('an answer', () => {
  it('is given once', () =>
    given(objections, { ...scene, facts: [raised] })
      .when('answer', answered.data)
      .then(answered));
  it('is silent when given already', () =>
    given(objections, { ...scene, facts: [raised, answered] })
      .when('answer', answered.data)
      .silent());
  it('is not given a second time in other words', () =>
    given(objections, { ...scene, facts: [raised, answered] })
      .when('answer', corrected.data)
      .refused('objection.answered'));
  it('is not given to nothing', () => given(objections, scene).when('answer', answered.data).refused('objection.unknown'));
  it('is not dated back', () =>
    given(objections, { ...scene, facts: [raised], occurredOn: '2021-06-14' })
      .when('answer', answered.data)
      .refused('objection.not-that-day'));
  it('names no person’s number', () =>
    given(objections, { ...scene, facts: [raised] })
      .when('answer', { text: '请打 13812345678' })
      .refused('objection.shows-a-person'));
});

describe('a corrected answer', () => {
  it('stands from then on', () => {
    given(objections, { ...scene, facts: [raised, answered] })
      .when('correct-answer', corrected.data)
      .then(corrected);
    expect(given(objections, { ...scene, facts: [raised, answered, corrected] }).state()).toMatchObject({ answer: '买了三张长椅' });
  });
  it('is silent when it says what stands', () =>
    given(objections, { ...scene, facts: [raised, answered, corrected] })
      .when('correct-answer', corrected.data)
      .silent());
  it('needs an answer', () =>
    given(objections, { ...scene, facts: [raised] })
      .when('correct-answer', corrected.data)
      .refused('objection.not-answered'));
  it('is of something', () => given(objections, scene).when('correct-answer', corrected.data).refused('objection.unknown'));
  it('is not dated back', () =>
    given(objections, { ...scene, facts: [raised, answered], occurredOn: '2021-06-14' })
      .when('correct-answer', corrected.data)
      .refused('objection.not-that-day'));
  it('names no person’s number in its reason either', () =>
    given(objections, { ...scene, facts: [raised, answered] })
      .when('correct-answer', { text: '见公告', reason: '张三 13812345678 来电' })
      .refused('objection.shows-a-person'));
});

describe('the receipt code', () => {
  const form = new RegExp(objectionsContract.id.pattern, 'u');
  it.each(['r012345678', 'rzyxwvtsrq'])('%s is one', (id) => expect(id).toMatch(form));
  it.each(['r01234567', 'r0123456789', 'x012345678', 'r01234567i', 'r01234567l', 'r01234567o', 'r01234567u', 'R012345678'])(
    '%s is none',
    (id) => expect(id).not.toMatch(form),
  );
});

describe('what is shown', () => {
  const row: StoredObjection = {
    ...asked,
    id: scene.id,
    raised_on: '2021-06-15',
    due: '2021-06-30',
    answer: null,
    answered_on: null,
    corrected_on: null,
    stream: 's',
    revision: 0,
  };
  const given15 = { ...row, answer: '好', answered_on: '2021-07-01' };
  it.each([
    ['before it is due', row, '2021-06-30', { status: 'open', late: false }],
    ['after it was due', row, '2021-07-01', { status: 'open', late: true }],
    ['answered late: late for good', given15, '2021-09-01', { status: 'answered', late: true, answer: '好' }],
    ['on a day before its answer', given15, '2021-06-20', { status: 'open', late: false }],
    ['answered in time', { ...given15, answered_on: '2021-06-30' }, '2022-01-01', { status: 'answered', late: false }],
    ['without a day by which to answer', { ...row, due: null }, '2030-01-01', { status: 'open', late: false }],
  ])('%s', (_when, stored, asOf, shown) => expect(shownObjection(stored, asOf)).toMatchObject(shown));
  it('keeps an answer that is yet to come to itself', () => expect(shownObjection(given15, '2021-06-20')).not.toHaveProperty('answer'));
  it('on the screens of the street is not what nobody has read yet', () => {
    const fact = { ...raised, id: scene.id, stream: `objections-${scene.id}`, revision: 0, meta: { occurredOn: '2021-06-15' } };
    const told = JSON.stringify(objectionsDisclose['ObjectionRaised']?.(fact as never));
    expect(told).toContain('"due":"2021-06-30"');
    expect(told).not.toContain(asked.text);
  });
});
