export { EngineRefusal, diskFull, saysDiskFull } from './engine-refusal';
export { lockFolder, lockHolder, type FolderLock } from './folder-lock';
export { startPostgres, freePort, type PostgresOptions, type RunningPostgres } from './postgres/cluster';
export { codeOf, isAlive, markOf, markOfSelf, until, type ProcessMark } from './processes';
export { startEventStore, type EventStoreOptions, type RunningEventStore } from './eventstore/server';
export { type StoreAccount } from './eventstore/access/accounts';
export { ensureStoreCredentials, LEDGER_ACCOUNT, type StoreCredentials } from './eventstore/access/store-credentials';
export { copyRunningCluster, copyTree, type CopiedFile } from './postgres/backup';
