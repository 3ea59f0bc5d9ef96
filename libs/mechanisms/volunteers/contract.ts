export * from './card-payloads.contract';
export * from './card-state.contract';
export * from './cards.contract';
export * from './wishes.contract';
export * from './teams.contract';
export * from './stations.contract';
