export * from './cards.views';
export * from './community.views';
