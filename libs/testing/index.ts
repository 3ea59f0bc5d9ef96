export * from './scenario';
export * from './in-memory-keys';
export * from './in-memory-ledger';
export * from './small-city';
export * from './fault-proxy';
export * from './engines';
export * from './read-rows';
export * from './misbehaving-store';
