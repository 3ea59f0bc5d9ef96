import { code, contract, text, unitCode } from '#contracts';
import type { JsonObject } from '#kernel';
import { cardInUseRefusals, unitRefusals } from './refusals.contract';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

export class FormTeam {
  @text({ zh: '队名', en: 'Name', max: 60 })
  readonly name!: string;
  @text({
    zh: '类别',
    en: 'Kind',
    max: 40,
    help: { zh: '如就业、养老、困难帮扶', en: 'Such as employment, care of the elderly, hardship' },
  })
  readonly kind!: string;
  @unitCode({ zh: '所属单位', en: 'Unit' })
  readonly unit!: string;
}
export class TeamMember {
  @code({
    zh: '卡号',
    en: 'Card',
    max: 40,
    pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$',
    says: { zh: '应为志愿卡号', en: 'must be a card number' },
    refers: 'cards',
  })
  readonly card!: string;
}

export interface TeamState {
  readonly formed?: FormTeam;
  readonly members: readonly string[];
  /** Who was a member and left. */
  readonly former: readonly string[];
}

const who = [{ roles: ['clerk', 'desk'], power: 'volunteers.run' }] as const;
const team = (data: JsonObject, id: string) => [
  { kind: 'team', id },
  ...(typeof data['card'] === 'string' ? [{ kind: 'card', id: data['card'] }] : []),
];

export const teamsContract = contract({
  category: 'teams',
  label: { zh: '义工队伍', en: 'Volunteer teams' },
  clause: '16',
  id: {
    pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$',
    says: { zh: '1 至 40 个字母、数字或短横', en: 'must be 1 to 40 letters, digits or dashes' },
    label: { zh: '队伍编号', en: 'Team' },
    proposed: true,
  },
  readers: 'public',
  state: {
    formed: { zh: '组建', en: 'Formed' },
    members: { zh: '队员', en: 'Members' },
    former: { zh: '曾任队员', en: 'Former members' },
  },
  actions: {
    form: {
      label: { zh: '组建队伍', en: 'Form' },
      payload: FormTeam,
      facts: ['TeamFormed'],
      who,
      clause: '16',
      refusals: ['team.known', 'unit.unknown'],
    },
    join: {
      label: { zh: '加入队伍', en: 'Join' },
      payload: TeamMember,
      compensation: { action: 'leave', data: (data) => ({ card: data['card'] ?? '' }) },
      facts: ['TeamJoined'],
      who,
      clause: '16',
      refusals: ['team.unknown', 'card.not-usable'],
    },
    leave: {
      label: { zh: '退出队伍', en: 'Leave' },
      payload: TeamMember,
      facts: ['TeamLeft'],
      who,
      clause: '16',
      refusals: ['team.unknown', 'team.not-a-member'],
    },
  },
  corrections: {
    form: {
      by: ['leave', 'form'],
      says: { zh: '队伍不能撤销：队员退出后用新编号组建', en: 'A team stays: let its members leave and form another under a new id' },
    },
    leave: { by: ['join'], says: { zh: '请重新加入', en: 'Join again' } },
  },
  facts: {
    TeamFormed: {
      label: { zh: '队伍已组建', en: 'Team formed' },
      data: FormTeam,
      subjects: team,
      says: { zh: '在 {unit} 组建「{name}」({kind})', en: '“{name}” ({kind}) formed in {unit}' },
      tells: { zh: '组建「{name}」({kind})', en: '“{name}” ({kind}) formed' },
    },
    TeamJoined: {
      label: { zh: '已加入队伍', en: 'Team joined' },
      data: TeamMember,
      subjects: team,
      says: { zh: '卡 {card} 加入', en: 'Card {card} joined' },
    },
    TeamLeft: {
      label: { zh: '已退出队伍', en: 'Team left' },
      data: TeamMember,
      subjects: team,
      says: { zh: '卡 {card} 退出', en: 'Card {card} left' },
    },
  },
  refusals: {
    'team.unknown': { zh: '没有这支队伍', en: 'There is no such team', status: 404, next: { zh: '请先组建', en: 'Form it first' } },
    'team.known': {
      zh: '队伍编号已用于另一队伍',
      en: 'This id belongs to another team',
      next: { zh: '请换一个编号', en: 'Take another id' },
    },
    'team.not-a-member': {
      zh: '该卡从未加入这支队伍',
      en: 'This card was never in the team',
      next: { zh: '请核对卡号', en: 'Check the card number' },
    },
    ...cardInUseRefusals,
    ...unitRefusals,
  },
});
