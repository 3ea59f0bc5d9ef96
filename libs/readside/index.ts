export * from './view';
export * from './question';
