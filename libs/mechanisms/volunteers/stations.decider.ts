import { canonical, refuse, type Asked, type Decider, type Decision, type Fact, type Given } from '#kernel';
import { unknownUnit } from './holding.decider';
import type { CloseStation, OpenStation, StationState } from './stations.contract';

export type StationAction = Asked<'open', OpenStation> | Asked<'close', CloseStation>;
export type StationFact = Fact<'StationOpened', OpenStation> | Fact<'StationClosed', CloseStation>;

export const stationsDecider: Decider<StationState, StationAction, StationFact> = {
  initial: () => ({ is: 'none' }),
  evolve(station, fact) {
    switch (fact.type) {
      case 'StationOpened':
        return { is: 'open', opened: fact.data };
      case 'StationClosed':
        return { ...station, is: 'closed' };
    }
  },
  needs: ({ action, city }) => (action.name === 'open' ? { streams: { territory: { category: 'territory', id: city } } } : {}),
  concerns: ({ action, state }) => (action.name === 'open' ? action.data.unit : state.opened?.unit),
  decide: (action, station, given) => (action.name === 'open' ? open(action.data, station, given) : close(action.data, station)),
};

function open(data: OpenStation, station: StationState, given: Given): Decision<StationFact> {
  if (station.is !== 'none') return station.is === 'open' && canonical(station.opened) === canonical(data) ? [] : refuse('station.known');
  return unknownUnit(data.unit, 'unit', given) ?? [{ type: 'StationOpened', data }];
}

function close(data: CloseStation, station: StationState): Decision<StationFact> {
  if (station.is === 'none') return refuse('station.unknown');
  return station.is === 'closed' ? [] : [{ type: 'StationClosed', data }];
}
