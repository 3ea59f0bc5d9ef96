import { given } from '#testing';
import { termsDecider as terms } from './decider';

const opened = { type: 'TermOpened', data: { name: '第十五届', from: '2017-01-01', until: '2021-12-31' } };
const ended = { type: 'TermClosed', data: { on: '2021-06-01' } };

describe('terms: open', () => {
  it('records it', () => given(terms, { id: '2017-2021' }).when('open', opened.data).then(opened));
  it('refuses an end before the beginning', () =>
    given(terms, { id: '2017-2021' })
      .when('open', { ...opened.data, until: '2016-12-31' })
      .refused('term.ends-before-it-begins'));
  it('refuses other days for the same term', () =>
    given(terms, { id: '2017-2021', facts: [opened] })
      .when('open', { ...opened.data, until: '2022-01-31' })
      .refused('term.exists'));
  it('is silent when already so', () =>
    given(terms, { id: '2017-2021', facts: [opened] })
      .when('open', opened.data)
      .silent());
});

describe('terms: close', () => {
  it('records it', () =>
    given(terms, { id: '2017-2021', facts: [opened] })
      .when('close', ended.data)
      .then(ended));
  it('refuses what was never opened', () => given(terms, { id: '2017-2021' }).when('close', ended.data).refused('term.not-open'));
  it('refuses another day once closed', () =>
    given(terms, { id: '2017-2021', facts: [opened, ended] })
      .when('close', { on: '2021-06-02' })
      .refused('term.not-open'));
  it('refuses a day before it began', () =>
    given(terms, { id: '2017-2021', facts: [opened] })
      .when('close', { on: '2016-12-31' })
      .refused('term.closed-before-it-began'));
  it('refuses a day to come', () =>
    given(terms, { id: '2017-2021', facts: [opened] })
      .when('close', { on: '2021-06-16' })
      .refused('term.not-yet'));
  it('is silent when already so', () =>
    given(terms, { id: '2017-2021', facts: [opened, ended] })
      .when('close', ended.data)
      .silent());
});
