export * from './fields';
export * from './check';
export * from './decorators';
export * from './contract';
export * from './schema';
export * from './personal';
export * from './personal-numbers';
export * from './form';
