import { given } from '#testing';
import { subjectsDecider as subjects } from './decider';

const id = 'p-abcdefghijklmnopqrstuvwxyz';
const ground = { ground: '个人信息保护法第四十七条' };
const reason = { reason: '申请人撤回' };
const restricted = { type: 'SubjectRestricted', data: ground };
const lifted = { type: 'SubjectRestrictionLifted', data: reason };
const asked = { type: 'SubjectErasureRequested', data: ground };
const erased = { type: 'SubjectErased', data: ground };
const other = { account: 'wu', role: 'auditor' };

describe('restrict and lift', () => {
  it('restricts at once', () => given(subjects, { id }).when('restrict', ground).then(restricted));
  it('is silent when restricted already', () =>
    given(subjects, { id, facts: [restricted] })
      .when('restrict', ground)
      .silent());
  it('refuses to restrict what is erased', () =>
    given(subjects, { id, facts: [asked, erased] })
      .when('restrict', ground)
      .refused('subject.erased'));
  it('lifts', () =>
    given(subjects, { id, facts: [restricted] })
      .when('lift', reason)
      .then(lifted));
  it('is silent when not restricted', () =>
    given(subjects, { id, facts: [restricted, lifted] })
      .when('lift', reason)
      .silent());
  it('refuses to lift what is erased', () =>
    given(subjects, { id, facts: [asked, erased] })
      .when('lift', reason)
      .refused('subject.erased'));
});

describe('erasure', () => {
  it('is asked for', () => given(subjects, { id }).when('request-erasure', ground).then(asked));
  it('is silent when the same person asked already', () =>
    given(subjects, { id, facts: [asked] })
      .when('request-erasure', ground)
      .silent());
  it('is silent when erased already', () =>
    given(subjects, { id, facts: [asked, erased] })
      .when('request-erasure', ground)
      .silent());
  it('refuses a second request', () =>
    given(subjects, { id, facts: [asked], actor: other })
      .when('request-erasure', ground)
      .refused('subject.erasure-asked'));
  it('is approved by another person', () =>
    given(subjects, { id, facts: [restricted, asked], actor: other })
      .when('approve-erasure', {})
      .then(erased));
  it('refuses the requester', () =>
    given(subjects, { id, facts: [asked] })
      .when('approve-erasure', {})
      .refused('subject.same-person'));
  it('refuses without a request', () => given(subjects, { id, actor: other }).when('approve-erasure', {}).refused('subject.no-request'));
  it('is silent when approved already', () =>
    given(subjects, { id, facts: [asked, erased], actor: other })
      .when('approve-erasure', {})
      .silent());
});
