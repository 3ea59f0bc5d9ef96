export * from './payloads.contract';
export * from './account.contract';
export * from './funds.contract';
