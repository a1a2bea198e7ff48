import { openPullSource, type WorkerBackend } from '@pgflow/core-sql';
import { sqlModule } from './sql-module.js';

// #region backend
/** The worker's side: all that it does is calls of the functions in the backend's schema. */
export const myThingBackend: WorkerBackend = {
  name: 'my_thing',
  sqlModule,
  capabilities: { delivery: 'pull' },
  openPullSource: (options) => openPullSource(sqlModule.schema, options),
};
// #endregion
