export * from './clauses';
export * from './powers';
export * from './duties';
export * from './parameters';
export * from './indicator';
export * from './targets';
export * from './document';
