import { folded } from '#testing';
import { territoryDecider } from '../territory/decider';

// A card of one community, from its issue to a confirmed service: named facts for the scenarios.

export const id = '96345-000123';
export const unit = '330681001001';
export const territory = folded(territoryDecider, {
  id: '330681',
  facts: [
    { type: 'UnitFounded', data: { code: '330681', name: '诸暨市', level: 'city', kind: 'city', from: '0001-01-01' } },
    {
      type: 'UnitFounded',
      data: { code: '330681001', name: '暨阳街道', level: 'subdistrict', kind: 'subdistrict', parent: '330681', from: '0001-01-01' },
    },
    {
      type: 'UnitFounded',
      data: { code: unit, name: '东盛社区', level: 'community', kind: 'community', parent: '330681001', from: '0001-01-01' },
    },
  ],
});
export const refs = { territory };
export const veiled = (mask: string) => ({ subject: 'p-abcdefghijklmnopqrstuvwxyz', purpose: 'volunteers', mask });
export const person = { name: veiled('王*'), phone: veiled('138****5678') };
export const parameters = {
  'volunteers.credits-per-hour': [{ from: '2018-09-27', value: 1, kinds: [], clause: '16' }],
  'volunteers.credits-years-kept': [{ from: '2018-09-27', value: 1, kinds: [], clause: '16' }],
};
export const desk = { account: 'desk', role: 'desk', unit };
export const host = { account: 'clerk', role: 'clerk', unit };
export const holder = { account: 'wang', role: 'desk', unit };

export const issued = { type: 'CardIssued', data: { unit, person, holder: 'wang' } };
export const suspended = { type: 'CardSuspended', data: { reason: '遗失' } };
export const resumed = { type: 'CardResumed', data: {} };
export const closed = { type: 'CardClosed', data: { reason: '迁出' } };
export const optedIn = { type: 'RankingOptedIn', data: { nickname: '小河', subject: 'p-abcdefghijklmnopqrstuvwxyz' } };
export const optedOut = { type: 'RankingOptedOut', data: { subject: 'p-abcdefghijklmnopqrstuvwxyz' } };
export const optIn = { nickname: '小河' };
export const checkIn = { service: 's1', host: unit, place: '社区大厅', at: '2021-06-10T01:00:00Z' };
export const checkedIn = { type: 'ServiceCheckedIn', data: checkIn };
export const checkOut = { service: 's1', at: '2021-06-10T03:50:00Z' };
export const checkedOut = { type: 'ServiceCheckedOut', data: checkOut };
export const confirmed = {
  type: 'ServiceConfirmed',
  data: { service: 's1', host: unit, hours: 2.5, creditQuarters: 10 },
  on: '2021-06-11',
};
export const earned = { type: 'CreditsEarned', data: { service: 's1', credits: 2, until: '2022-12-31' }, on: '2021-06-11' };
export const served = [issued, checkedIn, checkedOut, confirmed, earned];
export const plain = ({ type, data }: { type: string; data: object }) => ({ type, data });
