export * from './scenario';
export * from './in-memory-keys';
export * from './in-memory-ledger';
export * from './small-city';
