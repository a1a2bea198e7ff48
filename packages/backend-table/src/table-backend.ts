import { openPullSource, type WorkerBackend } from '@pgflow/core-sql';
import { sqlModule } from './sql-module.js';

/** Tasks are rows of one table; workers claim them, with the time of the row as the lease. */
export const tableBackend: WorkerBackend = {
  name: 'table',
  sqlModule,
  capabilities: { delivery: 'pull' },
  openPullSource: (options) => openPullSource(sqlModule.schema, options),
};
