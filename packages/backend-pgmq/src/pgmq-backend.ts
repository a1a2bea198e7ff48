import { openPullSource, type WorkerBackend } from '@pgflow/core-sql';
import { sqlModule } from './sql-module.js';

/** Tasks travel as pgmq messages; workers read them, with the visibility time as the lease. */
export const pgmqBackend: WorkerBackend = {
  name: 'pgmq',
  sqlModule,
  capabilities: { delivery: 'pull' },
  openPullSource: (options) => openPullSource(sqlModule.schema, options),
};
