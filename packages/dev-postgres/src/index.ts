export { databaseUrl } from './connect.js';
export type { Extension } from './extension-files.js';
export { freePort } from './free-port.js';
export { installExtensions } from './install-extensions.js';
export { type PgTapResult, pgTapFiles, runPgTap } from './pgtap.js';
export type { RestartMode } from './run-server.js';
export type { PostgresVersion } from './server-files.js';
export { serverUser } from './server-user.js';
export { type DevPostgres, type StartPostgresOptions, startPostgres } from './start-postgres.js';
export { startTcpProxy, type TcpProxy } from './tcp-proxy.js';
export {
  type ClonedDatabase,
  cloneDatabase,
  createTemplate,
  dropTemplates,
} from './template-database.js';
export { testServerUrl } from './test-server-url.js';
