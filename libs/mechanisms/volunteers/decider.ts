export * from './cards.decider';
export * from './wishes.decider';
export * from './teams.decider';
export * from './stations.decider';
