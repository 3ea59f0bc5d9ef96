export * from './terms.decider';
export * from './rounds.decider';
