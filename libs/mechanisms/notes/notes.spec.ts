import { given, SMALL_CITY } from '#testing';
import { About } from './contract';
import { checkFields, fieldsOf } from '#contracts';
import { notesDecider as notes } from './decider';

const unit = '330681001001';
const refs = { territory: SMALL_CITY };
const about = { path: '/cockpit/indicators?unit=330681001001', label: '工作经费拨付进度' };
const leader = { account: 'leader', role: 'leader', unit: '330681' };
const secretary = { account: 'secretary', role: 'secretary', unit };
const scene = { id: 'n-1', refs, actor: leader };
const sent = { type: 'NoteSent', data: { unit, text: '请说明为何未到位', about }, by: leader };
const answered = { type: 'NoteAnswered', data: { text: '街道本周拨付' }, by: secretary };
const closed = { type: 'NoteClosed', data: { reason: '已到位' }, by: leader };
const plain = ({ type, data }: { readonly type: string; readonly data: object }) => ({ type, data });

describe('a note', () => {
  it('is sent', () => given(notes, scene).when('send', sent.data).then(plain(sent)));
  it('is silent when sent already', () =>
    given(notes, { ...scene, facts: [sent, closed] })
      .when('send', sent.data)
      .silent());
  it('keeps its id to itself', () =>
    given(notes, { ...scene, facts: [sent] })
      .when('send', { ...sent.data, about: { ...about, label: '别的' } })
      .refused('note.known'));
  it('goes to a unit in being', () =>
    given(notes, scene)
      .when('send', { ...sent.data, unit: '330681009' })
      .refused('note.unit-unknown'));
  it.each([{ text: '请联系 13812345678' }, { about: { ...about, label: '王某 13812345678' } }])('holds no person’s number: %j', (more) =>
    given(notes, scene)
      .when('send', { ...sent.data, ...more })
      .refused('note.shows-a-person'),
  );
  it.each(['//evil.example', 'https://evil.example', '/\\evil', 'javascript:x', '/board\n'])(
    'is about a page of our own, not “%s”',
    (path) => expect(checkFields(fieldsOf(About), { path, label: 'x' }).map((error) => error.field)).toEqual(['path']),
  );
});

describe('its answer', () => {
  it('is given by the unit', () =>
    given(notes, { ...scene, actor: secretary, facts: [sent] })
      .when('answer', answered.data)
      .then(plain(answered)));
  it('is silent when given already, though it was closed since', () =>
    given(notes, { ...scene, facts: [sent, answered, closed] })
      .when('answer', answered.data)
      .silent());
  it('is given once', () =>
    given(notes, { ...scene, facts: [sent, answered] })
      .when('answer', { text: '另一种说法' })
      .refused('note.answered'));
  it('comes before it is closed', () =>
    given(notes, { ...scene, facts: [sent, closed] })
      .when('answer', answered.data)
      .refused('note.closed'));
  it('is to something', () => given(notes, scene).when('answer', answered.data).refused('note.unknown'));
  it('holds no person’s number', () =>
    given(notes, { ...scene, facts: [sent] })
      .when('answer', { text: '请打 13812345678' })
      .refused('note.shows-a-person'));
});

describe('its end', () => {
  it.each([leader, { ...leader, account: 'the-next-leader' }])('is for the office that sent it: %j', (actor) =>
    given(notes, { ...scene, actor, facts: [sent] })
      .when('close', closed.data)
      .then(plain(closed)),
  );
  it('is silent when closed already', () =>
    given(notes, { ...scene, facts: [sent, closed] })
      .when('close', { reason: '再办结' })
      .silent());
  it('is for no other office', () =>
    given(notes, { ...scene, actor: { account: 'eye', role: 'auditor', unit: '330681' }, facts: [sent] })
      .when('close', closed.data)
      .refused('note.of-another-office'));
  it('is of something', () => given(notes, scene).when('close', closed.data).refused('note.unknown'));
  it('holds no person’s number', () =>
    given(notes, { ...scene, facts: [sent] })
      .when('close', { reason: '13812345678 已确认' })
      .refused('note.shows-a-person'));
  it('leaves nothing to answer', () => expect(given(notes, { ...scene, facts: [sent, closed] }).state()).toMatchObject({ is: 'closed' }));
});
