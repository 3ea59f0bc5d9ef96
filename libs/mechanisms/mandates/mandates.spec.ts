import { folded, given } from '#testing';
import { organisationsDecider } from '../organisations/decider';
import { territoryDecider } from '../territory/decider';
import { mandatesDecider as mandates } from './decider';

const id = '330681001.funds.approve';
const street = {
  type: 'UnitFounded',
  data: { code: '330681001', name: '暨阳街道', level: 'subdistrict', kind: 'subdistrict', parent: '330681', from: '2016-01-01' },
};
const refs = { holder: folded(territoryDecider, { id: '330681', facts: [street] }) };
const bureau = { type: 'OrganisationRegistered', data: { name: '市财政局', kind: 'department', unit: '330681' }, on: '2018-09-27' };
const granted = { type: 'MandateGranted', data: { basis: '诸市委〔2018〕1号', from: '2018-09-27', until: '2021-12-31' } };
const openEnded = { type: 'MandateGranted', data: { basis: '诸市委〔2018〕1号', from: '2018-09-27' } };
const suspended = { type: 'MandateSuspended', data: { reason: '整改', on: '2020-01-01' } };
const revoked = { type: 'MandateRevoked', data: { reason: '调整', on: '2021-01-01' } };
const halt = { reason: '整改', on: '2021-01-01' };

describe('grant', () => {
  const again = { basis: '诸市委〔2022〕3号', from: '2022-01-01' };
  const early = { basis: 'x', from: '2015-12-31' };
  it('looks at the units for a unit, at the organisation for an organisation', () => {
    expect(given(mandates, { id }).needs('grant', again)).toEqual({ streams: { holder: { category: 'territory', id: '330681' } } });
    expect(given(mandates, { id: 'org-finance-bureau.funds.pay' }).needs('grant', again)).toEqual({
      streams: { holder: { category: 'organisations', id: 'org-finance-bureau' } },
    });
    expect(given(mandates, { id }).needs('revoke', halt)).toEqual({});
  });
  it('records the power of an organisation', () =>
    given(mandates, {
      id: 'org-finance-bureau.funds.pay',
      refs: { holder: folded(organisationsDecider, { id: 'org-finance-bureau', facts: [bureau] }) },
    })
      .when('grant', again)
      .then({ type: 'MandateGranted', data: again }));
  it('refuses an organisation that is not registered', () =>
    given(mandates, { id: 'org-finance-bureau.funds.pay', refs: { holder: folded(organisationsDecider, { id: 'org-finance-bureau' }) } })
      .when('grant', again)
      .refused('mandate.holder-unknown'));
  it('refuses a unit that is not there on the day', () =>
    given(mandates, { id, refs }).when('grant', early).refused('mandate.holder-unknown'));
  it('refuses a power that the table does not know', () =>
    given(mandates, { id: '330681001.taxes.raise', refs }).when('grant', again).refused('mandate.power-unknown'));
  it('ends a suspension left from a former period', () => {
    const facts = [
      granted,
      suspended,
      { type: 'MandateRevoked', data: { reason: '调整', on: '2020-06-01' } },
      { type: 'MandateGranted', data: again },
    ];
    expect(given(mandates, { id, facts }).state()).toMatchObject({
      is: 'granted',
      suspensions: [{ from: '2020-01-01', until: '2022-01-01' }],
    });
  });
  it('records a new power', () => given(mandates, { id, refs }).when('grant', granted.data).then(granted));
  it('records a power again after the former period', () =>
    given(mandates, { id, facts: [granted], refs })
      .when('grant', again)
      .then({ type: 'MandateGranted', data: again }));
  it('refuses an overlap', () =>
    given(mandates, { id, facts: [granted] })
      .when('grant', { basis: 'x', from: '2021-12-31' })
      .refused('mandate.not-vacant'));
  it('refuses an end before the beginning', () =>
    given(mandates, { id })
      .when('grant', { basis: 'x', from: '2021-01-02', until: '2021-01-01' })
      .refused('mandate.ends-before-it-begins'));
  it('is silent when already so', () =>
    given(mandates, { id, facts: [granted] })
      .when('grant', granted.data)
      .silent());
});

describe('amend', () => {
  const data = { basis: '诸市委〔2020〕2号', from: '2020-06-01' };
  it('records it', () =>
    given(mandates, { id, facts: [granted] })
      .when('amend', data)
      .then({ type: 'MandateAmended', data }));
  it('refuses what is not held', () => given(mandates, { id }).when('amend', data).refused('mandate.not-held'));
  it('refuses an end before the beginning', () =>
    given(mandates, { id, facts: [granted] })
      .when('amend', { ...data, until: '2020-05-31' })
      .refused('mandate.ends-before-it-begins'));
  it('refuses to reach back over a time in which it was revoked', () =>
    given(mandates, { id, facts: [granted, revoked, { type: 'MandateGranted', data: { basis: 'x', from: '2023-01-01' } }] })
      .when('amend', { basis: 'x', from: '2020-02-01' })
      .refused('mandate.not-held'));
  it('takes back what an amendment set', () => {
    const earlier = { basis: 'x', from: '2020-03-01' };
    return given(mandates, { id, facts: [granted, { type: 'MandateAmended', data }] })
      .when('amend', earlier)
      .then({ type: 'MandateAmended', data: earlier });
  });
  it('refuses to shorten the last power to grant', () =>
    given(mandates, { id: '330681.mandates.grant', facts: [{ ...openEnded, by: { account: 'genesis' } }] })
      .when('amend', { ...data, until: '2022-01-01' })
      .refused('mandate.last-of-its-kind'));
  it('is silent when already so', () =>
    given(mandates, { id, facts: [granted, { type: 'MandateAmended', data }] })
      .when('amend', data)
      .silent());
});

describe('suspend and resume', () => {
  it('suspends', () =>
    given(mandates, { id, facts: [granted] })
      .when('suspend', halt)
      .then({ type: 'MandateSuspended', data: halt }));
  it('refuses what is not held', () => given(mandates, { id }).when('suspend', halt).refused('mandate.not-held'));
  it('refuses for the last power to appoint', () =>
    given(mandates, { id: '330681.appointments.make', facts: [{ ...openEnded, by: { account: 'genesis' } }] })
      .when('suspend', halt)
      .refused('mandate.last-of-its-kind'));
  it('is silent when suspended already', () =>
    given(mandates, { id, facts: [granted, suspended] })
      .when('suspend', halt)
      .silent());
  it('resumes', () =>
    given(mandates, { id, facts: [granted, suspended] })
      .when('resume', halt)
      .then({ type: 'MandateResumed', data: halt }));
  it('refuses to resume what runs', () =>
    given(mandates, { id, facts: [granted] })
      .when('resume', halt)
      .refused('mandate.not-suspended'));
  it('refuses to resume what was never held', () => given(mandates, { id }).when('resume', halt).refused('mandate.not-held'));
  it('refuses a day before the suspension', () =>
    given(mandates, { id, facts: [granted, suspended] })
      .when('resume', { reason: 'x', on: '2019-01-01' })
      .refused('mandate.resumed-before-suspended'));
  it('is silent when resumed already', () =>
    given(mandates, { id, facts: [granted, suspended, { type: 'MandateResumed', data: halt }] })
      .when('resume', halt)
      .silent());
});

describe('revoke', () => {
  it('records it', () =>
    given(mandates, { id, facts: [granted] })
      .when('revoke', revoked.data)
      .then(revoked));
  it('refuses what is not held', () => given(mandates, { id }).when('revoke', halt).refused('mandate.not-held'));
  it('refuses a day before it was held: what was held once stays so', () => {
    const anew = { type: 'MandateGranted', data: { basis: '诸市委〔2022〕3号', from: '2022-01-01' } };
    for (const on of ['2017-01-01', '2021-06-01'])
      given(mandates, { id, facts: [granted, revoked, anew] })
        .when('revoke', { reason: '调整', on })
        .refused('mandate.not-held');
  });
  it('refuses the last power to grant', () =>
    given(mandates, { id: '330681.mandates.grant', facts: [{ ...openEnded, by: { account: 'genesis' } }] })
      .when('revoke', halt)
      .refused('mandate.last-of-its-kind'));
  it('is silent when revoked already', () =>
    given(mandates, { id, facts: [granted, revoked] })
      .when('revoke', halt)
      .silent());
});

describe('expire', () => {
  const expired = { type: 'MandateExpired', data: { on: '2021-12-31' } };
  it('records the last day', () =>
    given(mandates, { id, facts: [granted], today: '2022-01-01' })
      .when('expire', {})
      .then(expired));
  it('refuses on the last day', () =>
    given(mandates, { id, facts: [granted], today: '2021-12-31' })
      .when('expire', {})
      .refused('mandate.not-yet-over'));
  it('refuses what is not held', () => given(mandates, { id }).when('expire', {}).refused('mandate.not-held'));
  it('is silent when expired already', () =>
    given(mandates, { id, facts: [granted, expired], today: '2022-01-02' })
      .when('expire', {})
      .silent());
});
