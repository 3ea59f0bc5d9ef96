export * from './territory.decider';
export * from './counts.decider';
