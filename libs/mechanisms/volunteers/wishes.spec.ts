import { folded, given } from '#testing';
import { territoryDecider } from '../territory/decider';
import { stationsDecider as stations } from './stations.decider';
import { teamsDecider as teams } from './teams.decider';
import { wishesDecider as wishes } from './wishes.decider';

const unit = '330681';
const territory = folded(territoryDecider, {
  id: '330681',
  facts: [{ type: 'UnitFounded', data: { code: unit, name: '诸暨市', level: 'city', kind: 'city', from: '0001-01-01' } }],
});
const active = { is: 'active', holder: 'wang', services: {}, entries: [], carriedQuarters: 0, adjustments: {} };
const refs = { territory, card: active };
const gone = { territory, card: { ...active, is: 'suspended' } };
const nobody = '330681001099';

describe('wishes', () => {
  const scene = { id: 'w1', refs };
  const posted = { type: 'WishPosted', data: { text: '一副老花镜', unit } };
  const claimed = { type: 'WishClaimed', data: { card: '96345-1' } };
  const granted = { type: 'WishGranted', data: {} };
  const confirmed = { type: 'WishConfirmed', data: {} };
  it('are posted', () => given(wishes, scene).when('post', posted.data).then(posted));
  it('are silent when posted already', () =>
    given(wishes, { ...scene, facts: [posted] })
      .when('post', posted.data)
      .silent());
  it('refuse an id in use', () =>
    given(wishes, { ...scene, facts: [posted] })
      .when('post', { ...posted.data, text: '一盏灯' })
      .refused('wish.known'));
  it('refuse a phone in the text', () =>
    given(wishes, scene).when('post', { text: '请打 13812345678', unit }).refused('wish.shows-a-person'));
  it('refuse a unit that is not there', () => given(wishes, scene).when('post', { text: '一盏灯', unit: nobody }).refused('unit.unknown'));
  it('are claimed', () =>
    given(wishes, { ...scene, facts: [posted] })
      .when('claim', claimed.data)
      .then(claimed));
  it('are silent when claimed by the same', () =>
    given(wishes, { ...scene, facts: [posted, claimed, granted] })
      .when('claim', claimed.data)
      .silent());
  it('refuse a second claim', () =>
    given(wishes, { ...scene, facts: [posted, claimed] })
      .when('claim', { card: '96345-2' })
      .refused('wish.claimed'));
  it('refuse a suspended card', () =>
    given(wishes, { id: 'w1', refs: gone, facts: [posted] })
      .when('claim', claimed.data)
      .refused('card.not-usable'));
  const withdrawn = { type: 'WishWithdrawn', data: { reason: '录入有误' } };
  it.each([
    ['posted', [posted]],
    ['claimed', [posted, claimed]],
    ['granted', [posted, claimed, granted]],
  ])('are withdrawn when %s', (_is, facts) =>
    given(wishes, { ...scene, facts })
      .when('withdraw', withdrawn.data)
      .then(withdrawn),
  );
  it('are silent when withdrawn already', () =>
    given(wishes, { ...scene, facts: [posted, withdrawn] })
      .when('withdraw', { reason: '再撤一次' })
      .silent());
  it('stay once confirmed', () =>
    given(wishes, { ...scene, facts: [posted, claimed, granted, confirmed] })
      .when('withdraw', withdrawn.data)
      .refused('wish.confirmed'));
  it('refuse a phone in the reason', () =>
    given(wishes, { ...scene, facts: [posted] })
      .when('withdraw', { reason: '请打 13812345678' })
      .refused('wish.shows-a-person'));
  it.each([
    ['claim', claimed.data],
    ['grant', {}],
    ['confirm', {}],
  ] as const)('go no further once withdrawn: %s', (name, data) =>
    given(wishes, { ...scene, facts: [posted, withdrawn] })
      .when(name, data)
      .refused('wish.withdrawn'),
  );
  it('refuse to claim nothing', () => given(wishes, scene).when('claim', claimed.data).refused('wish.unknown'));
  it('are granted', () =>
    given(wishes, { ...scene, facts: [posted, claimed] })
      .when('grant', {})
      .then(granted));
  it('are silent when granted already', () =>
    given(wishes, { ...scene, facts: [posted, claimed, granted] })
      .when('grant', {})
      .silent());
  it('refuse a grant before the claim', () =>
    given(wishes, { ...scene, facts: [posted] })
      .when('grant', {})
      .refused('wish.not-claimed'));
  it('refuse to grant nothing', () => given(wishes, scene).when('grant', {}).refused('wish.unknown'));
  it('are confirmed', () =>
    given(wishes, { ...scene, facts: [posted, claimed, granted] })
      .when('confirm', {})
      .then(confirmed));
  it('are silent when confirmed already', () =>
    given(wishes, { ...scene, facts: [posted, claimed, granted, confirmed] })
      .when('confirm', {})
      .silent());
  it('refuse who granted it', () =>
    given(wishes, { ...scene, actor: { account: 'wang' }, facts: [posted, claimed, granted] })
      .when('confirm', {})
      .refused('wish.own'));
  it('refuse a confirmation before the grant', () =>
    given(wishes, { ...scene, facts: [posted, claimed] })
      .when('confirm', {})
      .refused('wish.not-granted'));
  it('refuse to confirm nothing', () => given(wishes, scene).when('confirm', {}).refused('wish.unknown'));
  it('need the card that claims', () =>
    expect(given(wishes, { ...scene, facts: [posted] }).needs('claim', claimed.data)).toEqual({
      streams: { card: { category: 'cards', id: '96345-1' } },
    }));
});

describe('teams', () => {
  const scene = { id: 't1', refs };
  const formed = { type: 'TeamFormed', data: { name: '银发互助队', kind: '养老', unit } };
  const joined = { type: 'TeamJoined', data: { card: '96345-1' } };
  const left = { type: 'TeamLeft', data: { card: '96345-1' } };
  it('are formed', () => given(teams, scene).when('form', formed.data).then(formed));
  it('are silent when formed already', () =>
    given(teams, { ...scene, facts: [formed] })
      .when('form', formed.data)
      .silent());
  it('refuse an id in use', () =>
    given(teams, { ...scene, facts: [formed] })
      .when('form', { ...formed.data, name: '就业帮帮队' })
      .refused('team.known'));
  it('refuse a unit that is not there', () =>
    given(teams, scene)
      .when('form', { ...formed.data, unit: nobody })
      .refused('unit.unknown'));
  it('are joined', () =>
    given(teams, { ...scene, facts: [formed] })
      .when('join', joined.data)
      .then(joined));
  it('are joined again', () =>
    given(teams, { ...scene, facts: [formed, joined, left] })
      .when('join', joined.data)
      .then(joined));
  it('are silent when joined already', () =>
    given(teams, { ...scene, facts: [formed, joined] })
      .when('join', joined.data)
      .silent());
  it('refuse a suspended card', () =>
    given(teams, { id: 't1', refs: gone, facts: [formed] })
      .when('join', joined.data)
      .refused('card.not-usable'));
  it('refuse to join nothing', () => given(teams, scene).when('join', joined.data).refused('team.unknown'));
  it('are left', () =>
    given(teams, { ...scene, facts: [formed, joined] })
      .when('leave', left.data)
      .then(left));
  it('are silent when left already', () =>
    given(teams, { ...scene, facts: [formed, joined, left] })
      .when('leave', left.data)
      .silent());
  it('refuse who was never in', () =>
    given(teams, { ...scene, facts: [formed] })
      .when('leave', left.data)
      .refused('team.not-a-member'));
  it('refuse to leave nothing', () => given(teams, scene).when('leave', left.data).refused('team.unknown'));
});

describe('stations', () => {
  const scene = { id: 'y1', refs };
  const opened = { type: 'StationOpened', data: { name: '红枫驿站', unit, address: '大桥路 1 号' } };
  const closed = { type: 'StationClosed', data: { reason: '搬迁' } };
  it('are opened', () => given(stations, scene).when('open', opened.data).then(opened));
  it('are silent when open already', () =>
    given(stations, { ...scene, facts: [opened] })
      .when('open', opened.data)
      .silent());
  it('refuse an id in use', () =>
    given(stations, { ...scene, facts: [opened] })
      .when('open', { ...opened.data, name: '别处' })
      .refused('station.known'));
  it('refuse a unit that is not there', () =>
    given(stations, scene)
      .when('open', { ...opened.data, unit: nobody })
      .refused('unit.unknown'));
  it('are closed', () =>
    given(stations, { ...scene, facts: [opened] })
      .when('close', closed.data)
      .then(closed));
  it('are silent when closed already', () =>
    given(stations, { ...scene, facts: [opened, closed] })
      .when('close', closed.data)
      .silent());
  it('refuse to close nothing', () => given(stations, scene).when('close', closed.data).refused('station.unknown'));
});
