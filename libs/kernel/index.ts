export * from './json';
export * from './days';
export * from './money';
export * from './facts';
export * from './decisions';
