import { canonical, refuse, type Asked, type Decider, type Decision, type Fact, type Given } from '#kernel';
import type { Card } from './card-state.contract';
import { unknownUnit } from './holding.decider';
import type { FormTeam, TeamMember, TeamState } from './teams.contract';

export type TeamAction = Asked<'form', FormTeam> | Asked<'join', TeamMember> | Asked<'leave', TeamMember>;
export type TeamFact = Fact<'TeamFormed', FormTeam> | Fact<'TeamJoined', TeamMember> | Fact<'TeamLeft', TeamMember>;

export const teamsDecider: Decider<TeamState, TeamAction, TeamFact> = {
  initial: () => ({ members: [], former: [] }),
  evolve(team, fact) {
    switch (fact.type) {
      case 'TeamFormed':
        return { ...team, formed: fact.data };
      case 'TeamJoined':
        return { ...team, members: [...team.members, fact.data.card], former: team.former.filter((card) => card !== fact.data.card) };
      case 'TeamLeft':
        return { ...team, members: team.members.filter((card) => card !== fact.data.card), former: [...team.former, fact.data.card] };
    }
  },
  needs({ action, city }) {
    if (action.name === 'form') return { streams: { territory: { category: 'territory', id: city } } };
    return action.name === 'join' ? { streams: { card: { category: 'cards', id: action.data.card } } } : {};
  },
  concerns: ({ action, state }) => (action.name === 'form' ? action.data.unit : state.formed?.unit),
  decide(action, team, given) {
    switch (action.name) {
      case 'form':
        return form(action.data, team, given);
      case 'join':
        return join(action.data, team, given);
      case 'leave':
        return leave(action.data, team);
    }
  },
};

function form(data: FormTeam, team: TeamState, given: Given): Decision<TeamFact> {
  if (team.formed) return canonical(team.formed) === canonical(data) ? [] : refuse('team.known');
  return unknownUnit(data.unit, 'unit', given) ?? [{ type: 'TeamFormed', data }];
}

function join(data: TeamMember, team: TeamState, { refs }: Given): Decision<TeamFact> {
  if (!team.formed) return refuse('team.unknown');
  if (team.members.includes(data.card)) return [];
  const card = refs['card'] as Card | undefined;
  return card?.is === 'active' ? [{ type: 'TeamJoined', data }] : refuse('card.not-usable', { field: 'card', values: { card: data.card } });
}

function leave(data: TeamMember, team: TeamState): Decision<TeamFact> {
  if (!team.formed) return refuse('team.unknown');
  if (team.members.includes(data.card)) return [{ type: 'TeamLeft', data }];
  return team.former.includes(data.card) ? [] : refuse('team.not-a-member');
}
