import { given } from '#testing';
import { mandatesDecider as mandates } from './decider';

const id = '330681001.funds.approve';
const granted = { type: 'MandateGranted', data: { basis: '诸市委〔2018〕1号', from: '2018-09-27', until: '2021-12-31' } };
const openEnded = { type: 'MandateGranted', data: { basis: '诸市委〔2018〕1号', from: '2018-09-27' } };
const suspended = { type: 'MandateSuspended', data: { reason: '整改', on: '2020-01-01' } };
const revoked = { type: 'MandateRevoked', data: { reason: '调整', on: '2021-01-01' } };
const halt = { reason: '整改', on: '2021-01-01' };

describe('grant', () => {
  const again = { basis: '诸市委〔2022〕3号', from: '2022-01-01' };
  it('records a new power', () => given(mandates, { id }).when('grant', granted.data).then(granted));
  it('records a power again after the former period', () => given(mandates, { id, facts: [granted] }).when('grant', again).then({ type: 'MandateGranted', data: again }));
  it('refuses an overlap', () => given(mandates, { id, facts: [granted] }).when('grant', { basis: 'x', from: '2021-12-31' }).refused('mandate.not-vacant'));
  it('refuses an end before the beginning', () => given(mandates, { id }).when('grant', { basis: 'x', from: '2021-01-02', until: '2021-01-01' }).refused('mandate.ends-before-it-begins'));
  it('is silent when already so', () => given(mandates, { id, facts: [granted] }).when('grant', granted.data).silent());
});

describe('amend', () => {
  const data = { basis: '诸市委〔2020〕2号', from: '2020-06-01' };
  it('records it', () => given(mandates, { id, facts: [granted] }).when('amend', data).then({ type: 'MandateAmended', data }));
  it('refuses what is not held', () => given(mandates, { id }).when('amend', data).refused('mandate.not-held'));
  it('refuses an end before the beginning', () => given(mandates, { id, facts: [granted] }).when('amend', { ...data, until: '2020-05-31' }).refused('mandate.ends-before-it-begins'));
  it('refuses to shorten the last power to grant', () =>
    given(mandates, { id: '330681.mandates.grant', facts: [{ ...openEnded, by: { account: 'genesis' } }] }).when('amend', { ...data, until: '2022-01-01' }).refused('mandate.last-of-its-kind'));
  it('is silent when already so', () => given(mandates, { id, facts: [granted, { type: 'MandateAmended', data }] }).when('amend', data).silent());
});

describe('suspend and resume', () => {
  it('suspends', () => given(mandates, { id, facts: [granted] }).when('suspend', halt).then({ type: 'MandateSuspended', data: halt }));
  it('refuses what is not held', () => given(mandates, { id }).when('suspend', halt).refused('mandate.not-held'));
  it('refuses for the last power to appoint', () =>
    given(mandates, { id: '330681.appointments.make', facts: [{ ...openEnded, by: { account: 'genesis' } }] }).when('suspend', halt).refused('mandate.last-of-its-kind'));
  it('is silent when suspended already', () => given(mandates, { id, facts: [granted, suspended] }).when('suspend', halt).silent());
  it('resumes', () => given(mandates, { id, facts: [granted, suspended] }).when('resume', halt).then({ type: 'MandateResumed', data: halt }));
  it('refuses to resume what runs', () => given(mandates, { id, facts: [granted] }).when('resume', halt).refused('mandate.not-suspended'));
  it('refuses to resume what was never held', () => given(mandates, { id }).when('resume', halt).refused('mandate.not-held'));
  it('refuses a day before the suspension', () => given(mandates, { id, facts: [granted, suspended] }).when('resume', { reason: 'x', on: '2019-01-01' }).refused('mandate.resumed-before-suspended'));
  it('is silent when resumed already', () => given(mandates, { id, facts: [granted, suspended, { type: 'MandateResumed', data: halt }] }).when('resume', halt).silent());
});

describe('revoke', () => {
  it('records it', () => given(mandates, { id, facts: [granted] }).when('revoke', revoked.data).then(revoked));
  it('refuses what is not held', () => given(mandates, { id }).when('revoke', halt).refused('mandate.not-held'));
  it('refuses the last power to grant', () =>
    given(mandates, { id: '330681.mandates.grant', facts: [{ ...openEnded, by: { account: 'genesis' } }] }).when('revoke', halt).refused('mandate.last-of-its-kind'));
  it('is silent when revoked already', () => given(mandates, { id, facts: [granted, revoked] }).when('revoke', halt).silent());
});

describe('expire', () => {
  const expired = { type: 'MandateExpired', data: { on: '2021-12-31' } };
  it('records the last day', () => given(mandates, { id, facts: [granted], today: '2022-01-01' }).when('expire', {}).then(expired));
  it('refuses on the last day', () => given(mandates, { id, facts: [granted], today: '2021-12-31' }).when('expire', {}).refused('mandate.not-yet-over'));
  it('refuses what is not held', () => given(mandates, { id }).when('expire', {}).refused('mandate.not-held'));
  it('is silent when expired already', () => given(mandates, { id, facts: [granted, expired], today: '2022-01-02' }).when('expire', {}).silent());
});
