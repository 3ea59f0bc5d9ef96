export * from './columns';
export * from './guard';
export * from './template';
export * from './sheet';
export * from './faults';
export * from './export';
export * from './import';
