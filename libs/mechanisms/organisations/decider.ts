import { refuse, type Asked, type Decider, type Decision, type Fact, type Given } from '#kernel';
import { isClause } from '#policy';
import { unitOn, type UnitTree } from '../territory/contract';
import {
  dutiesOn,
  dutyHeld,
  type DissolveOrganisation,
  type EndDuty,
  type OrganisationState,
  type RegisterOrganisation,
  type TakeDuty,
} from './contract';

export type OrganisationAction =
  | Asked<'register', RegisterOrganisation>
  | Asked<'dissolve', DissolveOrganisation>
  | Asked<'take-duty', TakeDuty>
  | Asked<'end-duty', EndDuty>;
export type OrganisationFact =
  | Fact<'OrganisationRegistered', RegisterOrganisation>
  | Fact<'OrganisationDissolved', DissolveOrganisation>
  | Fact<'DutyTaken', TakeDuty>
  | Fact<'DutyEnded', EndDuty>;

/** Departments, committees and agencies with the duties the policy gives them. */
export const organisationsDecider: Decider<OrganisationState, OrganisationAction, OrganisationFact> = {
  initial: () => ({ is: 'unknown', duties: [] }),
  evolve(organisation, fact, about) {
    switch (fact.type) {
      case 'OrganisationRegistered':
        return { ...organisation, is: 'registered', ...fact.data, since: about.occurredOn };
      case 'OrganisationDissolved':
        return { ...organisation, is: 'dissolved', dissolved: about.occurredOn };
      case 'DutyTaken':
        return { ...organisation, duties: [...organisation.duties, { ...fact.data, revision: about.revision }] };
      case 'DutyEnded':
        return {
          ...organisation,
          duties: organisation.duties.map((held) =>
            held === dutyHeld(organisation, fact.data.duty, fact.data.on) ? { ...held, until: fact.data.on } : held,
          ),
        };
    }
  },
  needs: ({ action, city }) => (action.name === 'register' ? { streams: { territory: { category: 'territory', id: city } } } : {}),
  concerns: ({ action, state }) => (action.name === 'register' ? action.data.unit : state.unit),
  decide(action, organisation, given) {
    if (action.name === 'register') return register(action.data, organisation, given);
    if (action.name === 'dissolve') return dissolve(action.data, organisation, given);
    if (organisation.is !== 'registered') return refuse('organisation.unknown');
    return action.name === 'take-duty' ? takeDuty(action.data, organisation) : endDuty(action.data, organisation);
  },
};

function register(data: RegisterOrganisation, organisation: OrganisationState, { occurredOn, refs }: Given): Decision<OrganisationFact> {
  if (organisation.is !== 'unknown') {
    const same =
      organisation.is === 'registered' &&
      organisation.name === data.name &&
      organisation.kind === data.kind &&
      organisation.unit === data.unit;
    return same ? [] : refuse('organisation.exists');
  }
  const alive = unitOn(refs['territory'] as UnitTree, data.unit, occurredOn);
  return alive
    ? [{ type: 'OrganisationRegistered', data }]
    : refuse('organisation.unit-not-alive', { field: 'unit', values: { unit: data.unit, on: occurredOn } });
}

function dissolve(data: DissolveOrganisation, organisation: OrganisationState, { occurredOn }: Given): Decision<OrganisationFact> {
  if (organisation.is === 'dissolved') return [];
  if (organisation.is === 'unknown' || (organisation.since !== undefined && occurredOn < organisation.since))
    return refuse('organisation.unknown');
  const held = dutiesOn(organisation, occurredOn);
  if (held.length > 0) return refuse('organisation.holds-duties', { values: { duties: held.map((duty) => duty.duty).join('、') } });
  return [{ type: 'OrganisationDissolved', data }];
}

function takeDuty(data: TakeDuty, organisation: OrganisationState): Decision<OrganisationFact> {
  if (!isClause(data.clause)) return refuse('duty.no-clause', { field: 'clause', values: { clause: data.clause } });
  const overlapping = organisation.duties.filter((held) => held.duty === data.duty && (held.until === undefined || data.from < held.until));
  if (overlapping.some((held) => held.until === undefined && held.from === data.from && held.clause === data.clause)) return [];
  return overlapping.length > 0 ? refuse('duty.held-already', { field: 'duty' }) : [{ type: 'DutyTaken', data }];
}

function endDuty(data: EndDuty, organisation: OrganisationState): Decision<OrganisationFact> {
  if (organisation.duties.some((held) => held.duty === data.duty && held.until === data.on)) return [];
  const held = dutyHeld(organisation, data.duty, data.on);
  return held?.until === undefined && held
    ? [{ type: 'DutyEnded', data }]
    : refuse('duty.not-held', { field: 'on', values: { on: data.on } });
}
