import type { RefusalSpec } from '#contracts';
import { unitRefusals } from './refusals.contract';

const oneself = { zh: '请由另一人办理', en: 'Have another person do it' };

/** Every no of a card, and what can be done then. */
export const cardRefusals = {
  'card.unknown': {
    zh: '没有这张卡',
    en: 'There is no such card',
    status: 404,
    next: { zh: '请核对卡号，或先发卡', en: 'Check the number, or issue the card first' },
  },
  'card.known': {
    zh: '该卡号已发给他人或他处',
    en: 'This card number was issued otherwise already',
    next: { zh: '请换一个卡号', en: 'Take another number' },
  },
  'card.closed': { zh: '该卡已注销', en: 'The card is closed', next: { zh: '请另发新卡', en: 'Issue a new card' } },
  'card.suspended': { zh: '该卡已停用', en: 'The card is suspended', next: { zh: '请先恢复该卡', en: 'Resume the card first' } },
  ...unitRefusals,
  'organisation.unknown': {
    zh: '没有登记这个组织：{organisation}',
    en: 'No such organisation is registered: {organisation}',
    status: 422,
    next: { zh: '请核对组织编号，或先登记', en: 'Check the id, or register it first' },
  },
  'card.nickname-shows-a-person': {
    zh: '昵称不能含电话、证件或银行卡号',
    en: 'The nickname must not hold a phone, ID-card or bank-card number',
    status: 422,
    next: { zh: '请换一个昵称', en: 'Choose another nickname' },
  },
  'card.service-known': {
    zh: '服务编号已用于另一内容',
    en: 'This service id is in use with other content',
    next: { zh: '新的服务请用新编号', en: 'Use a new id for a new service' },
  },
  'card.service-unknown': {
    zh: '没有这次服务的签到',
    en: 'There is no check-in of this service',
    status: 404,
    next: { zh: '请先签到', en: 'Check in first' },
  },
  'card.service-open': {
    zh: '这次服务还没有签退',
    en: 'This service is not checked out yet',
    clause: '16',
    next: { zh: '请先签退', en: 'Check out first' },
  },
  'card.overlap': {
    zh: '与另一次服务时间重叠：同一张卡不能同时在两处服务',
    en: 'It overlaps another service: a card cannot serve at two places at once',
    clause: '16',
    next: { zh: '请先为上一次服务签退，并核对时刻', en: 'Check out of the other service first, and check the times' },
  },
  'card.at-in-future': {
    zh: '时刻晚于现在',
    en: 'The instant lies in the future',
    status: 422,
    next: { zh: '请核对时刻', en: 'Check the time' },
  },
  'card.out-before-in': {
    zh: '签退时刻不晚于签到时刻',
    en: 'Checked out no later than checked in',
    status: 422,
    next: { zh: '请核对时刻', en: 'Check the time' },
  },
  'card.own-service': { zh: '不能认定自己的服务', en: 'Nobody confirms their own service', clause: '16', status: 403, next: oneself },
  'card.not-the-host': {
    zh: '只有服务接受方能认定：{host}',
    en: 'Only the host may confirm: {host}',
    clause: '16',
    status: 403,
    next: { zh: '请由服务接受方的工作人员认定', en: 'Have the host’s staff confirm it' },
  },
  'card.hours-above-time': {
    zh: '认定时长超过签到至签退的时间（最多 {most} 小时）',
    en: 'More hours than lie between check-in and check-out (at most {most})',
    clause: '16',
    next: { zh: '请改正时长', en: 'Correct the hours' },
  },
  'card.no-rate': {
    zh: '{day} 没有生效的参数：{parameter}',
    en: 'The parameter {parameter} has no value in force on {day}',
    next: { zh: '请登记员先设定该参数', en: 'Have the registrar set the parameter first' },
  },
  'card.balance-short': {
    zh: '积分不足：至多可用 {spendable} 分',
    en: 'The balance does not reach: at most {spendable} can be used',
    clause: '16',
    next: { zh: '请减少积分', en: 'Use fewer credits' },
  },
  'card.own-card': {
    zh: '不能经办自己的卡',
    en: 'Nobody handles the credits of their own card',
    clause: '16',
    status: 403,
    next: oneself,
  },
  'card.adjustment-known': {
    zh: '调整编号已用于另一内容',
    en: 'This adjustment id is in use with other content',
    next: { zh: '新的调整请用新编号', en: 'Use a new id for a new adjustment' },
  },
  'card.adjustment-unknown': {
    zh: '没有提出过这项调整',
    en: 'No such adjustment was proposed',
    status: 404,
    next: { zh: '请先提出调整', en: 'Propose it first' },
  },
  'card.adjustment-of-nothing': {
    zh: '调整为零没有意义',
    en: 'An adjustment by nothing is none',
    status: 422,
    next: { zh: '请填写要增减的积分', en: 'Give the credits to add or take' },
  },
  'card.same-person': {
    zh: '提出人不能自己复核',
    en: 'Whoever proposed it cannot countersign it',
    clause: '16',
    status: 403,
    next: oneself,
  },
} as const satisfies Readonly<Record<string, RefusalSpec>>;
