import type { WorkerBackend } from '@pgflow/core-sql';
import { openPullSource } from './pull-source.js';
import { sqlModule } from './sql-module.js';

/** Tasks travel as pgmq messages; workers read them, with the visibility time as the lease. */
export const pgmqBackend: WorkerBackend = {
  name: 'pgmq',
  sqlModule,
  capabilities: { delivery: 'pull' },
  openPullSource,
};
