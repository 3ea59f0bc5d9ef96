export * from './payloads.contract';
export * from './terms.contract';
export * from './rounds.contract';
