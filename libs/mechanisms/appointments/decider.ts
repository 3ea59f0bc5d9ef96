import { addDays, refuse, within, type Asked, type Decider, type Decision, type Fact, type Given } from '#kernel';
import { existsOn, type OrganisationState } from '../organisations/contract';
import { unitOn, type UnitTree } from '../territory/contract';
import { rolesOn, type Appoint, type Appointment, type AppointmentsState, type EndAppointment } from './contract';

export type AppointmentAction = Asked<'appoint', Appoint> | Asked<'end', EndAppointment>;
export type AppointmentFact = Fact<'RoleAppointed', Appoint> | Fact<'AppointmentEnded', EndAppointment>;

/** What one account may act as. Refuses what would leave the ledger without a registrar, or its administrator with business of their own. */
export const appointmentsDecider: Decider<AppointmentsState, AppointmentAction, AppointmentFact> = {
  initial: () => ({ appointments: [] }),
  evolve({ appointments }, fact) {
    if (fact.type === 'RoleAppointed') return { appointments: [...appointments, fact.data] };
    const { on } = fact.data;
    return { appointments: appointments.map((held) => (matches(held, fact.data) ? { ...held, until: addDays(on, -1) } : held)) };
  },
  needs({ action, id, actor, city }) {
    if (action.name === 'end')
      return { streams: { actor: { category: 'appointments', id: actor.account } }, ...reserved(action.data, id, actor.account, city) };
    const { organisation } = action.data;
    return {
      streams: {
        territory: { category: 'territory', id: city },
        ...(organisation === undefined ? {} : { organisation: { category: 'organisations', id: organisation } }),
      },
    };
  },
  concerns: ({ action }) => action.data.unit,
  decide: (action, state, given) => (action.name === 'appoint' ? appoint(action.data, state, given) : end(action.data, state, given)),
};

function appoint(data: Appoint, { appointments }: AppointmentsState, { id, actor, refs }: Given): Decision<AppointmentFact> {
  if (actor.account === id) return refuse('appointment.oneself');
  if (data.until !== undefined && data.until < data.from) return refuse('appointment.ends-before-it-begins', { field: 'until' });
  if (appointments.some((held) => sameAppointment(held, data))) return [];
  const meanwhile = appointments
    .filter((held) => ran(held))
    .filter((held) => within(data.from, held.from, held.until) || within(held.from, data.from, data.until));
  if (meanwhile.some((held) => (held.role === 'administrator') !== (data.role === 'administrator')))
    return refuse('appointment.administrator-alone', { field: 'role' });
  if (meanwhile.some((held) => held.role === data.role && held.unit === data.unit))
    return refuse('appointment.held-already', { field: 'from' });
  if (!unitOn(refs['territory'] as UnitTree, data.unit, data.from))
    return refuse('appointment.unit-not-alive', { field: 'unit', values: { unit: data.unit, on: data.from } });
  const organisation = refs['organisation'] as OrganisationState | undefined;
  if (data.organisation !== undefined && !(organisation && existsOn(organisation, data.from) && organisation.unit === data.unit))
    return refuse('appointment.organisation-unknown', {
      field: 'organisation',
      values: { organisation: data.organisation, on: data.from },
    });
  return [{ type: 'RoleAppointed', data }];
}

function end(data: EndAppointment, { appointments }: AppointmentsState, given: Given): Decision<AppointmentFact> {
  const held = appointments.find((one) => matches(one, data));
  if (!held) {
    const already = appointments.some((one) => one.role === data.role && one.unit === data.unit && one.until === addDays(data.on, -1));
    return already ? [] : refuse('appointment.not-held', { field: 'on', values: { on: data.on } });
  }
  if (held.role === 'registrar' && held.unit === given.city && !another(given, data)) return refuse('appointment.last-registrar');
  return [{ type: 'AppointmentEnded', data }];
}

/**
 * Who ends a registrar of the city stays one, without an end: so there is always one left, and no stream need be searched.
 * Genesis and the reactor never end appointments.
 */
function another({ id, actor, city, refs }: Given, { on }: EndAppointment): boolean {
  const mine = refs['actor'] as AppointmentsState;
  return (
    actor.account !== id && rolesOn(mine, on).some((held) => held.role === 'registrar' && held.unit === city && held.until === undefined)
  );
}

/** Two registrars who end each other at once would both pass: the pair is reserved for the day, so the second is refused. */
function reserved(
  { role, unit, on }: EndAppointment,
  id: string,
  account: string,
  city: string,
): { readonly reservations?: readonly { kind: string; value: string; owner: string; refused: string }[] } {
  if (role !== 'registrar' || unit !== city || id === account) return {};
  return {
    reservations: [
      { kind: 'registrars', value: [...[id, account].sort(), on].join('|'), owner: id, refused: 'appointment.last-registrar' },
    ],
  };
}

/** The appointment that runs on the day of the end (or begins later). */
function matches(held: Appointment, data: EndAppointment): boolean {
  return held.role === data.role && held.unit === data.unit && (held.until === undefined || data.on <= held.until);
}

/** One ended on or before its first day never ran. */
function ran(held: Appointment): boolean {
  return held.until === undefined || held.from <= held.until;
}

function sameAppointment(held: Appointment, data: Appoint): boolean {
  return (
    held.role === data.role &&
    held.unit === data.unit &&
    held.organisation === data.organisation &&
    held.from === data.from &&
    held.until === data.until
  );
}
