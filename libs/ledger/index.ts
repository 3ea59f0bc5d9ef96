export * from './recorded';
export * from './ledger';
