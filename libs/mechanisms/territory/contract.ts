// What neighbours may know of territory: the two contracts, the states and the pure questions about them.
export * from './payloads.contract';
export * from './territory.contract';
export * from './counts.contract';
export * from './rules';
