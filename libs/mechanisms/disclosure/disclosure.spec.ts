import * as fc from 'fast-check';
import { isRefusal, type About, type Given } from '#kernel';
import { given, SMALL_CITY, STANDING } from '#testing';
import type { CorrectDisclosure, DisclosureState, Publish } from './contract';
import { disclosuresDecider as disclosures, type DisclosureAction } from './decider';

const unit = '330681001001';
const scene = { id: 'd-1', refs: { territory: SMALL_CITY } };
const content: Publish = { unit, affair: 'residents', title: '2021年第二季度居务公开', text: '本季度召开居民代表会议两次' };
const plan = { unit, affair: 'residents' as const, title: '居务公开', due: '2021-06-30' };
const scheduled = { type: 'DisclosureScheduled', data: plan };
const published = { type: 'DisclosurePublished', data: content };
const correction: CorrectDisclosure = { text: '本季度召开居民代表会议三次', reason: '漏计一次' };
const corrected = { type: 'DisclosureCorrected', data: correction };
const withdrawn = { type: 'DisclosureWithdrawn', data: { reason: '重复公开' } };

describe('a plan', () => {
  it('is recorded', () => given(disclosures, scene).when('schedule', plan).then(scheduled));
  it('is silent when recorded already', () =>
    given(disclosures, { ...scene, facts: [scheduled] })
      .when('schedule', plan)
      .silent());
  it.each([[[scheduled]], [[published]], [[published, withdrawn]]])('keeps its id to itself: %#', (facts) =>
    given(disclosures, { ...scene, facts })
      .when('schedule', { ...plan, title: '另一件' })
      .refused('disclosure.known'),
  );
  it('looks ahead', () =>
    given(disclosures, scene)
      .when('schedule', { ...plan, due: '2021-06-14' })
      .refused('disclosure.due-past'));
  it('is of a unit in being', () =>
    given(disclosures, scene)
      .when('schedule', { ...plan, unit: '330681009' })
      .refused('disclosure.unit-unknown'));
  it('holds no person’s number', () =>
    given(disclosures, scene)
      .when('schedule', { ...plan, title: '请打 13812345678' })
      .refused('disclosure.shows-a-person'));
  it('is made today', () =>
    given(disclosures, { ...scene, occurredOn: '2021-06-01' })
      .when('schedule', plan)
      .refused('disclosure.not-that-day'));
});

describe('what is published', () => {
  it('is recorded', () => given(disclosures, scene).when('publish', content).then(published));
  it('keeps the day by which it was scheduled', () =>
    given(disclosures, { ...scene, facts: [scheduled] })
      .when('publish', content)
      .then({ type: 'DisclosurePublished', data: { ...content, due: plan.due } }));
  it.each([{ unit: '330681001002' }, { affair: 'party' }])('is what was scheduled, not %j', (more) =>
    given(disclosures, { ...scene, facts: [scheduled] })
      .when('publish', { ...content, ...more })
      .refused('disclosure.not-as-scheduled'),
  );
  it('is silent when published already', () =>
    given(disclosures, { ...scene, facts: [published] })
      .when('publish', content)
      .silent());
  it.each([{ text: '改过的' }, { title: '改过的' }, { shownUntil: '2021-12-31' }, { attachments: ['a'.repeat(64)] }])(
    'is never edited in place: %j',
    (more) =>
      given(disclosures, { ...scene, facts: [published] })
        .when('publish', { ...content, ...more })
        .refused('disclosure.published'),
  );
  it('is not edited in place by leaving something out either', () =>
    given(disclosures, { ...scene, facts: [{ ...published, data: { ...content, attachments: ['a'.repeat(64)] } }] })
      .when('publish', content)
      .refused('disclosure.published'));
  it('does not come back under the id of what was withdrawn', () =>
    given(disclosures, { ...scene, facts: [published, withdrawn] })
      .when('publish', content)
      .refused('disclosure.withdrawn'));
  it.each(['330681009', '330681001999'])('is of a unit in being, not of %s', (gone) =>
    given(disclosures, scene)
      .when('publish', { ...content, unit: gone })
      .refused('disclosure.unit-unknown'),
  );
  it.each([{ from: '2021-04-01' }, { until: '2021-06-30' }, { from: '2021-06-30', until: '2021-04-01' }])(
    'is about a whole period, not %j',
    (period) =>
      given(disclosures, scene)
        .when('publish', { ...content, ...period })
        .refused('disclosure.period'),
  );
  it('is shown for today at least', () => {
    given(disclosures, scene)
      .when('publish', { ...content, shownUntil: '2021-06-14' })
      .refused('disclosure.shown-until-past');
    const today = { ...content, shownUntil: '2021-06-15', from: '2021-04-01', until: '2021-04-01' };
    given(disclosures, scene).when('publish', today).then({ type: 'DisclosurePublished', data: today });
  });
  it.each([{ title: '请打 13812345678' }, { text: '身份证 11010519491231002X' }, { text: '卡号 6222021234567890128' }])(
    'holds no person’s number: %j',
    (more) =>
      given(disclosures, scene)
        .when('publish', { ...content, ...more })
        .refused('disclosure.shows-a-person'),
  );
  it('is not dated back to before it was late', () =>
    given(disclosures, { ...scene, occurredOn: '2021-03-31' })
      .when('publish', content)
      .refused('disclosure.not-that-day'));
});

describe('a correction', () => {
  it('is recorded beside what it corrects', () =>
    given(disclosures, { ...scene, facts: [published] })
      .when('correct', correction)
      .then(corrected));
  it('leaves what it does not name', () =>
    expect(given(disclosures, { ...scene, facts: [published, corrected] }).state()).toMatchObject({
      is: 'published',
      title: content.title,
      text: correction.text,
    }));
  it('is silent when it stands so already, whatever the reason', () =>
    given(disclosures, { ...scene, facts: [published, corrected] })
      .when('correct', { ...correction, reason: '再说一遍' })
      .silent());
  it.each([
    ['disclosure.unknown', []],
    ['disclosure.not-published', [scheduled]],
    ['disclosure.withdrawn', [published, withdrawn]],
  ])('is of something shown: %s', (code, facts) =>
    given(disclosures, { ...scene, facts })
      .when('correct', correction)
      .refused(code),
  );
  it('holds no person’s number, ends no earlier than today, and is made today', () => {
    const shown = { ...scene, facts: [published] };
    given(disclosures, shown)
      .when('correct', { ...correction, reason: '13812345678 来电' })
      .refused('disclosure.shows-a-person');
    given(disclosures, shown)
      .when('correct', { ...correction, shownUntil: '2021-06-14' })
      .refused('disclosure.shown-until-past');
    given(disclosures, { ...shown, occurredOn: '2021-06-14' })
      .when('correct', correction)
      .refused('disclosure.not-that-day');
  });
});

describe('a withdrawal', () => {
  it.each([[[published]], [[scheduled]], [[published, corrected]]])('is recorded with its reason: %#', (facts) =>
    given(disclosures, { ...scene, facts })
      .when('withdraw', withdrawn.data)
      .then(withdrawn),
  );
  it('is silent when withdrawn already', () =>
    given(disclosures, { ...scene, facts: [published, withdrawn] })
      .when('withdraw', { reason: '又一次' })
      .silent());
  it('is of something', () => given(disclosures, scene).when('withdraw', withdrawn.data).refused('disclosure.unknown'));
  it('holds no person’s number and is made today', () => {
    given(disclosures, { ...scene, facts: [published] })
      .when('withdraw', { reason: '13812345678 要求' })
      .refused('disclosure.shows-a-person');
    given(disclosures, { ...scene, facts: [published], occurredOn: '2021-06-14' })
      .when('withdraw', withdrawn.data)
      .refused('disclosure.not-that-day');
  });
});

describe('on any walk', () => {
  const words = fc.constantFrom('一', '二', '三', '请打 13812345678');
  const affair = fc.constantFrom('party', 'residents', 'finance');
  const step: fc.Arbitrary<DisclosureAction> = fc.oneof(
    fc.record({ title: words, affair }).map((data) => ({ name: 'schedule', data: { ...plan, ...data } }) as DisclosureAction),
    fc
      .record({ title: words, text: words, affair })
      .map((data) => ({ name: 'publish', data: { ...content, ...data } }) as DisclosureAction),
    fc.record({ text: words, reason: words }).map((data) => ({ name: 'correct', data }) as DisclosureAction),
    fc.record({ reason: words }).map((data) => ({ name: 'withdraw', data }) as DisclosureAction),
  );
  const about: About = { actor: STANDING.actor, occurredOn: STANDING.today, recordedAt: STANDING.now, revision: 0 };
  const around = {
    ...scene,
    city: STANDING.city,
    actor: STANDING.actor,
    occurredOn: STANDING.today,
    today: STANDING.today,
    now: STANDING.now,
    source: 'web',
    parameters: {},
  } as unknown as Given;

  it('what was shown changes by a correction alone, is shown once, ends with a withdrawal and never holds a number', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        let state: DisclosureState = disclosures.initial('d-1');
        const types: string[] = [];
        for (const action of steps) {
          const decision = disclosures.decide(action, state, around);
          for (const fact of isRefusal(decision) ? [] : decision) {
            const before = state;
            state = disclosures.evolve(state, fact, about);
            types.push(fact.type);
            if (before.is === 'published' && fact.type !== 'DisclosureCorrected')
              expect({ ...state, is: 0, reason: 0 }).toEqual({ ...before, is: 0, reason: 0 });
          }
          // What is recorded is already so: asked again it records nothing, or it can no longer be done.
          const again = disclosures.decide(action, state, around);
          expect(isRefusal(again) || again.length === 0).toBe(true);
        }
        expect(JSON.stringify(state)).not.toContain('13812345678');
        expect(types.filter((type) => type === 'DisclosurePublished').length).toBeLessThan(2);
        expect(types.includes('DisclosureWithdrawn') ? types.indexOf('DisclosureWithdrawn') : types.length - 1).toBe(types.length - 1);
      }),
      { numRuns: 300, seed: 6 },
    );
  });
});
