export * from './reaction';
